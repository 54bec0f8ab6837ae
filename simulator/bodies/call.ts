import type { Body } from '../body.ts';
import type { Oddities } from '../oddities.ts';

type ReadableCall = {
  readonly callId: string;
  readonly kind: 'peerToPeer' | 'group' | 'meeting';
  readonly callbackUri: string;
  readonly tenantId: string;
  readonly appId: string;
  readonly chainId: string;
  readonly oddities: Oddities;
};

/** The answer to GET of a live call. Ended calls are gone, so no other state is ever read. */
export function callBody(call: ReadableCall): Body {
  return {
    '@odata.type': '#microsoft.graph.call',
    id: call.callId,
    state: call.oddities.has('callStatePascalCase') ? 'Established' : 'established',
    direction: 'outgoing',
    callbackUri: call.callbackUri,
    tenantId: call.tenantId,
    callChainId: call.chainId,
    source: { identity: { application: { id: call.appId } } },
    chatInfo: call.kind === 'peerToPeer' ? null : { threadId: `19:${call.chainId}@thread.v2` },
    mediaState: { audio: call.oddities.has('mediaStatePascalCase') ? 'Active' : 'active' },
    resultInfo: null,
  };
}
