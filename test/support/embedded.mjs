/** A program that runs everything inside itself, as a small bot would: one invite, then it closes. */
import { startAllInOne } from 'graph-invite-orchestrator/all-in-one';

const everything = await startAllInOne();
try {
  const { SIMULATOR_URL: simulator } = process.env;
  const call = await fetch(`${simulator}/control/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'group', callbackUri: everything.notificationUrl }),
  });
  const { callId } = await call.json();
  const invite = await everything.invites.start({
    callId,
    participants: [{ identity: { user: { id: 'b04e7d19-6c33-4f58-9a02-71ce8d5f2a60' } } }],
  });
  const result = await invite.result();
  const metrics = await (await fetch(`${everything.adminUrl}/metrics`)).text();
  process.stderr.write(`${JSON.stringify({ workflowId: invite.workflowId, result, metrics })}\n`);
} finally {
  await everything.close();
}
