import { Context, log } from '@temporalio/activity';
import type {
  InviteActivities,
  PostInviteAnswer,
  PostInviteInput,
} from '../contracts/activities.ts';
import { lastSegment } from '../contracts/ids.ts';
import type { Registration } from '../contracts/types.ts';
import type { ActivityDeps } from './deps.ts';
import { readInviteAnswer } from './graph/invite-answer.ts';
import { inviteBody } from './graph/invite-body.ts';
import { graphFailure } from './graph/classify-error.ts';

/**
 * Registers the invite on its calls, then POSTs it.
 * Retry: none (`postOptions`); the workflow posts again where nothing was executed.
 * Exhausted: the failure's type says whether Graph may have executed the POST.
 * A second execution could ring a person twice: only the workflow may ask for one.
 */
export function createPostInvite(deps: ActivityDeps): InviteActivities['postInvite'] {
  return async (input) => {
    await register(deps, input);
    const answer = await deps.graph.request({
      method: 'POST',
      path: ['communications', 'calls', input.callId, 'participants', 'invite'],
      body: inviteBody(input),
      tenantId: input.tenantId,
      signal: Context.current().cancellationSignal,
      beforeSending: () => {
        refuseAfterPause(deps);
      },
    });
    const read: PostInviteAnswer | undefined = readInviteAnswer(answer.json, input.participants);
    if (read === undefined) {
      throw graphFailure(
        'GraphUnclear',
        'Graph accepted the POST with an answer nobody can read.',
        {
          status: answer.status,
        },
      );
    }
    return read;
  };
}

/**
 * Graph must hear nothing of a task that the server gave up while this process stood still: the workflow took its POST as
 * unclear, and the person would ring when nobody waits any more. A pause from here on cuts the request: timers are due
 * before sockets are written.
 */
function refuseAfterPause({ pausedRecently }: ActivityDeps): void {
  if (pausedRecently()) {
    log.warn('The process stood still until just now: nothing was posted');
    throw graphFailure('GraphNotSent', 'The process stood still until just now; nothing was sent.');
  }
}

/** Before the POST, so that no roster or call notification can come while nobody is registered for it. */
async function register({ register }: ActivityDeps, input: PostInviteInput): Promise<void> {
  const original = replacedCallId(input);
  try {
    await Promise.all([
      register.register(input.callId, registration(input, 'target'), input.registerForMs),
      original === undefined
        ? undefined
        : register.register(original, registration(input, 'original'), input.registerForMs),
    ]);
  } catch {
    throw graphFailure('GraphNotSent', 'The invite could not be registered; nothing was sent.');
  }
}

/** A move's source is a meeting: what becomes of it is nobody's concern. */
function replacedCallId({ participants }: PostInviteInput): string | undefined {
  const [first] = participants;
  return first?.replacesCallId === undefined || first.participantId !== undefined
    ? undefined
    : lastSegment(first.replacesCallId);
}

function registration(input: PostInviteInput, role: Registration['role']): Registration {
  // The server's clock, so that a worker whose clock is off registers no less.
  const now = Context.current().info.currentAttemptScheduledTimestampMs;
  return {
    inviteId: input.inviteId,
    participantKeys: input.participants.map(({ key }) => key),
    role,
    expiresAt: new Date(now + input.registerForMs).toISOString(),
  };
}
