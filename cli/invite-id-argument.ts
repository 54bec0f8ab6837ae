import { isInviteId, parseInviteWorkflowId } from '../contracts/ids.ts';
import { UsageError } from './exit-codes.ts';

/** What a person typed for an invite: its id, or its workflow id as Temporal's UI shows it. */
export function inviteIdArgument(typed: string): string {
  const inviteId = parseInviteWorkflowId(typed) ?? typed;
  if (isInviteId(inviteId)) return inviteId;
  throw new UsageError(
    'An invite id is 1 to 200 letters, digits and . _ : -; graph-invite list shows those there are.',
  );
}
