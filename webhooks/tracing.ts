import { AsyncLocalStorage } from 'node:async_hooks';
import type { SpanRef } from '../runtime/invite-trace.ts';
import type { Tracing } from '../runtime/tracing.ts';
import type { SendSignal } from './invite-signal.ts';
import type { ReceiveNotification } from './receive-notification.ts';

/** The same two steps of a notification, with spans. */
export interface TracedSteps {
  readonly receive: (receive: ReceiveNotification) => ReceiveNotification;
  readonly send: (send: SendSignal) => SendSignal;
}

/**
 * A notification has a trace of its own, since it may concern many invites or none; each signal stands in the trace of its
 * invite and links back. Begun only once the token was accepted, and no header of a sender is looked at.
 */
export function traceSteps(tracing: Tracing | undefined): TracedSteps {
  if (!tracing) return { receive: (receive) => receive, send: (send) => send };
  const current = new AsyncLocalStorage<SpanRef>();
  return {
    receive: (receive) => async (body, tenantId) => {
      const span = tracing.begin({ name: 'notification', kind: 'server', attributes: {} });
      try {
        const outcome = await current.run(span.ref, () => receive(body, tenantId));
        span.end({ attributes: { 'graph_invite.result': outcome } });
        return outcome;
      } catch (error) {
        span.end({ error: 'unavailable' });
        throw error;
      }
    },
    send: (send) => async (signal) => {
      const span = tracing.begin({
        name: `signal ${signal.name}`,
        kind: 'producer',
        inviteId: signal.inviteId,
        link: current.getStore(),
        attributes: {
          'graph_invite.id': signal.inviteId,
          'graph_invite.call_id': signal.fact.callId,
        },
      });
      try {
        const result = await send(signal);
        span.end({ attributes: { 'graph_invite.result': result } });
        return result;
      } catch (error) {
        span.end({ error: 'unavailable' });
        throw error;
      }
    },
  };
}
