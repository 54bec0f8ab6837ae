import { normaliseId } from '../../contracts/ids.ts';
import type { Evidence, HistoryText, InviteEvidence, Violation } from './evidence.ts';

/**
 * I6, no personal data leaks. Marked data stands in no log, metric, id, list or failure message. In a history it may
 * stand in payloads only: in the workflow's own input and that of postInvite when the request holds it, elsewhere when it
 * is the very id of somebody invited. What is secret (tokens, strangers) stands nowhere.
 */
export function noPersonalData(evidence: Evidence): readonly Violation[] {
  const marks = marksOf(evidence);
  if (marks.length === 0) return [];
  return [
    ...evidence.invites.flatMap((invite) => inInvite(invite, marks)),
    ...inRegisters(evidence, marks),
    ...[...(evidence.texts ?? []), ...outputs(evidence)].flatMap(({ where, text }) =>
      found(marks, text).map((mark) => leak(where, mark)),
    ),
  ];
}

interface Mark {
  /** How messages name it: never the data itself. */
  readonly name: string;
  readonly forms: readonly string[];
  readonly isSecret: boolean;
}

interface Place extends Pick<HistoryText, 'where' | 'text'> {
  readonly place: HistoryText['place'];
}

function marksOf({ canaries = [], secrets = [] }: Evidence): readonly Mark[] {
  return [
    ...canaries.map((text, index) => mark(text, `canary ${index + 1}`, false)),
    ...secrets.map((text, index) => mark(text, `secret ${index + 1}`, true)),
  ];
}

/** Ids are written with and without dashes, and everything may be written in another case. */
function mark(text: string, name: string, isSecret: boolean): Mark {
  const lower = text.toLowerCase();
  return { name, forms: [...new Set([lower, normaliseId(text)])], isSecret };
}

function inInvite(invite: InviteEvidence, marks: readonly Mark[]): Violation[] {
  const { inviteId, callerSaw } = invite;
  const allowed = allowedIn([invite]);
  const told = callerSaw.kind === 'nothing' ? callerSaw.error : errorOf(callerSaw);
  const places: readonly Place[] = [
    { where: 'its invite id', place: 'clear', text: inviteId },
    { where: 'its summary, memo or search attributes', place: 'clear', text: invite.shown },
    { where: 'the error that its caller got', place: 'clear', text: told ?? '' },
    { where: 'what its caller got', place: 'payload', text: JSON.stringify(callerSaw) },
    ...invite.runs.flatMap(({ texts }) => texts),
  ];
  return places.flatMap(({ where, place, text }) =>
    found(marks, text)
      .filter((one) => !allowed(one, place))
      .map((one) => ({ ...leak(where, one), inviteId })),
  );
}

function errorOf(callerSaw: InviteEvidence['callerSaw']): string | undefined {
  return 'message' in callerSaw ? callerSaw.message : undefined;
}

/** A register holds the ids of those invited into its call, in payloads. */
function inRegisters({ registers = [], invites }: Evidence, marks: readonly Mark[]): Violation[] {
  const allowed = allowedIn(invites);
  return registers.flatMap(({ callId, texts }) =>
    texts.flatMap(({ where, place, text }) =>
      found(marks, text)
        .filter((one) => place === 'clear' || !allowed(one, 'payload'))
        .map((one) => leak(`the register of call ${callId}, ${where}`, one)),
    ),
  );
}

function allowedIn(invites: readonly Pick<InviteEvidence, 'request'>[]) {
  const requests = JSON.stringify(invites.map(({ request }) => request)).toLowerCase();
  const ids = new Set(invites.flatMap(({ request }) => request.participants.flatMap(idsOf)));
  return ({ isSecret, forms }: Mark, place: HistoryText['place']): boolean => {
    if (isSecret || place === 'clear') return false;
    if (forms.some((form) => ids.has(form))) return true;
    return place === 'start' && forms.some((form) => requests.includes(form));
  };
}

function idsOf({ identity }: InviteEvidence['request']['participants'][number]): readonly string[] {
  return Object.values(identity).flatMap((person) =>
    person == null ? [] : [person.id.toLowerCase(), normaliseId(person.id)],
  );
}

function outputs({ processes = [] }: Evidence) {
  return processes.map(({ name, output }) => ({ where: `the output of ${name}`, text: output }));
}

function found(marks: readonly Mark[], text: string): readonly Mark[] {
  const lower = text.toLowerCase();
  return marks.filter(({ forms }) => forms.some((form) => lower.includes(form)));
}

function leak(where: string, { name }: Mark): Violation {
  return { invariant: 'I6', what: `${name} stands in ${where}.` };
}
