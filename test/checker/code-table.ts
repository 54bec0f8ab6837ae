/**
 * What the codes of a failed operation mean, read from docs/protocol.md 8 row by row. It is written apart from
 * workflows/operation-failure.ts on purpose: the two readings test each other.
 */
import type { InviteFailureType, RetryAdvice } from '../../contracts/errors.ts';

export interface CodeMeaning {
  readonly outcome: InviteFailureType;
  /** Absent where the page says nothing. */
  readonly advice?: RetryAdvice;
}

type Row = readonly [
  codes: readonly number[],
  subcodes: readonly number[],
  outcome: InviteFailureType,
  advice: RetryAdvice,
];

const rows: readonly Row[] = [
  [[603], [0], 'InviteDeclined', 'never'],
  [[487], [10024], 'InviteDeclined', 'never'],
  [[200], [5003], 'InviteDeclined', 'never'],
  [[486], [560486], 'InviteBusy', 'later'],
  [[487], [10004], 'InviteNoAnswer', 'callerDecides'],
  [[487], [10003], 'InviteFailed', 'callerDecides'],
  [[487], [0, 540487], 'InviteFailed', 'never'],
  [[480], [10037, 10076, 10077, 10078], 'InviteeNotReachable', 'later'],
  [[480], [10134, 10199], 'InviteeNotReachable', 'never'],
  [[408], [10057], 'InviteeNotReachable', 'later'],
  [[408], [1106, 13025], 'InviteFailed', 'later'],
  [[410], [301004, 301005], 'InviteFailed', 'later'],
  [[403], [510403, 10151], 'InviteFailed', 'never'],
  [[580], [5201], 'InviteFailed', 'later'],
  [[412], [10073], 'InviteFailed', 'never'],
  [[404], [8522], 'CallEnded', 'never'],
  [[408], [8537], 'CallEnded', 'never'],
  [[500], [1005], 'CallEnded', 'never'],
];

/** "The last three digits are the SIP code", of a subcode that begins with 540 or 560. */
const sipRows: readonly (readonly [
  sip: readonly string[],
  outcome: InviteFailureType,
  advice: RetryAdvice,
])[] = [
  [['486', '600'], 'InviteBusy', 'later'],
  [['603'], 'InviteDeclined', 'never'],
  [['404', '480'], 'InviteeNotReachable', 'later'],
  [['408', '487'], 'InviteNoAnswer', 'callerDecides'],
];

/** The meaning of one pair; a missing subcode is 0, and Communication Services print 0 where Graph prints 200. */
export function codeMeaning(code: number | null, subcode: number | null): CodeMeaning {
  if (code === null) return { outcome: 'InviteFailed', advice: 'callerDecides' };
  const first = code === 0 ? 200 : code;
  const second = subcode ?? 0;
  const row = rows.find(([codes, subcodes]) => codes.includes(first) && subcodes.includes(second));
  if (row) return { outcome: row[2], advice: row[3] };
  const sip = /^5[46]0(\d{3})$/.exec(String(second))?.[1] ?? '';
  const sipRow = sipRows.find(([codes]) => codes.includes(sip));
  if (sipRow) return { outcome: sipRow[1], advice: sipRow[2] };
  // The page names 430 without a subcode; one that says more comes before it.
  if (first === 430) return { outcome: 'InviteeNotReachable', advice: 'later' };
  if (first >= 500 && first < 600) return { outcome: 'InviteFailed', advice: 'later' };
  if (first >= 400 && first < 500) return { outcome: 'InviteFailed', advice: 'never' };
  return { outcome: 'InviteFailed' };
}

/** A pair as `412#10073`. */
export function pairMeaning(pair: string): CodeMeaning {
  const [code, subcode] = pair.split('#').map(Number);
  return codeMeaning(code ?? null, subcode ?? null);
}

/** Whether the true pair may stand in the text only: "the outer pair may be generic (500/0, 412/9999)". */
export function isGenericPair(code: number | null, subcode: number | null): boolean {
  return (code === 500 && (subcode ?? 0) === 0) || (code === 412 && subcode === 9999);
}
