import type { Body } from '../body.ts';
import { newGuid } from '../ids.ts';

/** The depth of a published body is 9; a receiver may set its limit not far above. */
const deep = 20;

/** Items that nobody can use, to stand before and after the true ones of an envelope. `callPath` is a path of its call. */
export function badNeighbours(callPath: string): {
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
} {
  const unknown = {
    '@odata.type': '#microsoft.graph.commsNotification',
    changeType: 'updated',
    resource: `${callPath}/unheardOf/1`,
    resourceUrl: `${callPath}/unheardOf/1`,
  };
  return {
    before: [null, 42, {}, { ...unknown, resourceData: nested(deep) }],
    after: [
      foreignCompletion(),
      { ...unknown, resourceData: { '@odata.type': '#microsoft.graph.unheardOf', id: '1' } },
      'text',
      [],
    ],
  };
}

/** Somebody else's invite on somebody else's call. */
function foreignCompletion(): Body {
  const operationId = newGuid();
  const path = `calls/${newGuid()}/operations/${operationId}`;
  return {
    '@odata.type': '#microsoft.graph.commsNotification',
    changeType: 'deleted',
    resource: `/app/${path}`,
    resourceUrl: `/communications/${path}`,
    resourceData: {
      '@odata.type': '#microsoft.graph.inviteParticipantsOperation',
      id: operationId,
      clientContext: newGuid(),
      status: 'completed',
    },
  };
}

function nested(levels: number): Body {
  let body: Body = { end: true };
  for (let level = 1; level < levels; level += 1) body = { deeper: body };
  return body;
}
