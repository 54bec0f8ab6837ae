import { failureText, messagingResourceId, type ResultInfo } from './bodies/result-info.ts';
import type { Person } from './person.ts';
import type { Answer } from './script.ts';

/** What becomes of one ringing person. `afterMs: null` means that nothing ever does. */
export type Reaction =
  | { readonly afterMs: null }
  | { readonly afterMs: number; readonly failure: ResultInfo }
  | { readonly afterMs: number; readonly failure: null; readonly lobby: Lobby | null };

type Lobby = {
  readonly admitAfterMs: number | null;
  readonly completes: 'inLobby' | 'whenAdmitted';
};

export type ReactionTimes = {
  /** How long a person takes to answer, decline and so on. */
  readonly answerMs: number;
  /** How long it rings before nobody answered. */
  readonly ringMs: number;
};

/** Turns a scripted answer into what happens to the person, and when. */
export function reactionOf(answer: Answer, person: Person, times: ReactionTimes): Reaction {
  const afterMs = ('afterMs' in answer ? answer.afterMs : undefined) ?? times.answerMs;
  switch (answer.kind) {
    case 'answer':
    case 'rosterNever':
    case 'completionNever':
    case 'teardownNever':
    case 'httpStatus':
      return { afterMs, failure: null, lobby: null };
    case 'completedInAnswer':
    case 'completionBeforeAnswer':
      return { afterMs: 0, failure: null, lobby: null };
    case 'lobby': {
      const { admitAfterMs = null, completes = 'inLobby' } = answer;
      return { afterMs, failure: null, lobby: { admitAfterMs, completes } };
    }
    case 'decline':
      return { afterMs, failure: said(person, 'the invitee declined', 603, 0) };
    case 'busy':
      return { afterMs, failure: said(person, 'the line is busy', 486, 560486) };
    case 'notReachable':
      return { afterMs, failure: said(person, 'no endpoint of the invitee found', 480, 10037) };
    case 'noAnswer':
      return {
        afterMs: answer.afterMs ?? times.ringMs,
        failure: said(person, 'nobody answered in time', 487, 10004),
      };
    case 'fail':
      return { afterMs, failure: scripted(answer, person) };
    case 'failedInAnswer':
      return { afterMs: 0, failure: scripted(answer, person) };
    case 'never':
      return { afterMs: null };
  }
}

/** The result of an invitation that was withdrawn while it rang: 487/0, the caller cancelled. */
export function withdrawn(person: Person): ResultInfo {
  return said(person, 'the invitation was withdrawn', 487, 0);
}

function said(person: Person, reason: string, code: number, subcode: number): ResultInfo {
  return { code, subcode, message: failureText(person, reason, `${code}#${subcode}`) };
}

function scripted(
  answer: { code: number; subcode: number; message?: string | undefined },
  person: Person,
): ResultInfo {
  const { code, subcode, message } = answer;
  if (message === undefined) return said(person, 'as scripted', code, subcode);
  return { code, subcode, message: message.replaceAll('{mri}', messagingResourceId(person)) };
}
