import type { Body } from '../body.ts';
import type { Oddities } from '../oddities.ts';
import { pascalCase, type NotificationItem } from './envelope.ts';
import { resourceMembers } from './resource-members.ts';
import { resultInfoBody, type ResultInfo } from './result-info.ts';
import { writtenId } from './written-id.ts';

export type CallState = 'incoming' | 'establishing' | 'established' | 'terminating' | 'terminated';

/** A call-state notification. */
export function callItem(callId: string, state: CallState, oddities: Oddities): NotificationItem {
  return item(callId, 'updated', oddities, writtenState(state, oddities));
}

/**
 * One of the two notifications that announce the end of a call, or `null` where an oddity leaves it out.
 * Normal form: `updated` with state terminated and resultInfo, then `deleted` without state.
 */
export function callEndItem(
  part: 'terminated' | 'deleted',
  end: { readonly callId: string; readonly resultInfo: ResultInfo },
  oddities: Oddities,
): NotificationItem | null {
  const stateAtTheEnd = oddities.has('terminatingThenDeleted');
  const terminated = {
    ...writtenState('terminated', oddities),
    ...endReason(end.resultInfo, oddities),
  };
  if (part === 'terminated') {
    if (oddities.has('deletedOnly')) return null;
    const said = stateAtTheEnd ? writtenState('terminating', oddities) : terminated;
    return item(end.callId, 'updated', oddities, said);
  }
  if (oddities.has('terminatedOnly')) return null;
  if (oddities.has('noResourceData')) return item(end.callId, 'deleted', oddities, null);
  return item(end.callId, 'deleted', oddities, stateAtTheEnd ? terminated : {});
}

function item(
  callId: string,
  changeType: 'updated' | 'deleted',
  oddities: Oddities,
  said: Body | null,
): NotificationItem {
  const writtenCallId = writtenId(callId, oddities);
  const path = `calls/${writtenCallId}`;
  const data: Body = {
    '@odata.type': '#microsoft.graph.call',
    ...(oddities.has('odataIds') ? { '@odata.id': `/app/${path}` } : {}),
    ...(oddities.has('etags') ? { '@odata.etag': 'W/"5445"' } : {}),
    ...said,
  };
  return {
    changeType,
    paths: resourceMembers(path, oddities),
    resourceData: said === null ? null : data,
  };
}

function writtenState(state: CallState, oddities: Oddities): Body {
  const name = oddities.has('callStateMember') ? 'callState' : 'state';
  return { [name]: oddities.has('callStatePascalCase') ? pascalCase(state) : state };
}

/** Bodies of 2018 and 2019 name a reason, later ones have a resultInfo. */
function endReason(resultInfo: ResultInfo, oddities: Oddities): Body {
  if (oddities.has('terminationReason')) return { terminationReason: 'AppInitiated' };
  if (oddities.has('resultInfoMissing')) return {};
  return { resultInfo: resultInfoBody(resultInfo, oddities) };
}
