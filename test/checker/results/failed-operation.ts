import { isObject } from '../../../contracts/json-values.ts';
import { normaliseId } from '../../../contracts/ids.ts';
import { codeMeaning, isGenericPair, pairMeaning, type CodeMeaning } from '../code-table.ts';
import type { StoredSignal } from '../evidence.ts';
import { firstEnd, wasToldOf } from '../history-facts.ts';
import type { InviteView } from '../invite-view.ts';
import { only, type EntryOf } from '../ledger-index.ts';
import { endedOperations, until } from './joined.ts';
import type { Told } from './told.ts';

/** A type that codes give: an operation of this invite failed with codes of this meaning, or `ringMs` ran out. */
export function failedOperationProblems(view: InviteView, type: string, told: Told): string[] {
  if (type === 'InviteNoAnswer' && isRungOut(view)) return [];
  const failed = endedOperations(view).filter(({ status }) => status === 'failed');
  const meanings = failed.flatMap((operation) => meaningsOf(operation, told));
  if (meanings.some((meaning) => fits(meaning, type, told))) {
    return wasToldOf(view, 'failed') ? [] : ['nothing told it that the operation had failed.'];
  }
  if (isToldFirst(view, type, told)) return [];
  // An announcement that an oddity garbled may have come without its codes.
  if (view.endExempted && type === 'InviteFailed' && failed.length > 0) return [];
  const codes = failed.map(({ code, subcode }) => `${code ?? 'no code'}/${subcode ?? 0}`);
  return [
    failed.length === 0
      ? 'the ledger has no failed operation of it.'
      : `its operation failed with ${codes.join(', ')}, which means ` +
        `${meanings.map(wordsOf).join(', ')}; retryAdvice was ${told.retryAdvice ?? 'none'}.`,
  ];
}

/** `ringMs` was over and Graph confirmed that an invitation of this invite was taken back. */
export function isRungOut(view: InviteView): boolean {
  const { ringMs } = view.invite.deadlines;
  if (ringMs === undefined || view.closedAt - view.startedAt < ringMs) return false;
  return revokedSeats(view).size > 0;
}

/** Participant ids of this invite's people whose DELETE found them and was answered 2xx before the end. */
export function revokedSeats(view: InviteView): ReadonlySet<string> {
  const own = [...only(view.own, 'rang'), ...only(view.own, 'personJoined')];
  const seats = new Set(own.map(({ participantId }) => normaliseId(participantId)));
  const revoked = only(view.target, 'revoked').filter(
    ({ status, found, time }) =>
      status >= 200 && status < 300 && found !== 'nobody' && time <= until(view),
  );
  const ids = revoked.map(({ participantId }) => normaliseId(participantId));
  return new Set(ids.filter((id) => seats.has(id)));
}

/** Of the pair in the ledger; where that is a generic one, also of the pair that stood in Graph's text. */
function meaningsOf(
  { code, subcode }: EntryOf<'operationEnded'>,
  { resultInfo }: Told,
): CodeMeaning[] {
  const pair = resultInfo?.diagnosticCode;
  const outer = codeMeaning(code, subcode);
  return pair !== undefined && isGenericPair(code, subcode) ? [outer, pairMeaning(pair)] : [outer];
}

/** Graph contradicted itself, or announced what the ledger does not hold: the failure that was stored first counts. */
function isToldFirst(view: InviteView, type: string, told: Told): boolean {
  const first = view.contradicted ? firstEnd(view) : undefined;
  if (first?.name !== 'operationFailed') return false;
  return fits(meaningOfSignal(first), type, told);
}

export function meaningOfSignal({ fact }: StoredSignal): CodeMeaning {
  const info = isObject(fact) && isObject(fact['resultInfo']) ? fact['resultInfo'] : {};
  const { code, subcode, diagnosticCode } = info;
  if (typeof diagnosticCode === 'string') return pairMeaning(diagnosticCode);
  return codeMeaning(
    typeof code === 'number' ? code : null,
    typeof subcode === 'number' ? subcode : null,
  );
}

function fits({ outcome, advice }: CodeMeaning, type: string, { retryAdvice }: Told): boolean {
  return outcome === type && (advice === undefined || advice === retryAdvice);
}

function wordsOf({ outcome, advice }: CodeMeaning): string {
  return `${outcome} (${advice ?? 'any advice'})`;
}
