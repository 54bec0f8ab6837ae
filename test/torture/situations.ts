/** What an invite can be about and what its people do: each is dealt before any comes again. */
import type { InviteRequest } from '../../client/index.ts';
import type { Answer, CallInput, Script } from '../../simulator/index.ts';
import type { Dice } from './dice.ts';
import { idOf, type Participant, type People } from './people.ts';

/** One invite, or two for the same person, as far as the situation decides. */
export interface Situation {
  readonly participants: readonly Participant[];
  readonly request?: Pick<InviteRequest, 'onUnknownOutcome' | 'confirmRoster'>;
  readonly ringMs?: number;
  /** For all of the people together. */
  readonly script?: Script;
  /** For one of them each; `inviteeId` says for whom. */
  readonly scripts?: readonly Script[];
  /** The call that a replace or a move comes from. */
  readonly origin?: Omit<CallInput, 'callbackUri'>;
  /** Whoever is in the call before anybody is invited. */
  readonly present?: CallInput['participants'];
  readonly repeatedInvite?: CallInput['repeatedInvite'];
  readonly cancelAfterMs?: number;
  readonly startedTwice?: true;
  /** Another invite, with a key of its own, for the same person at about the same time. */
  readonly again?: boolean;
}

type Draw = (dice: Dice, people: People) => Situation;

const answering = (kind: 'decline' | 'busy' | 'noAnswer' | 'notReachable'): Draw =>
  scripted((dice) => ({ kind, afterMs: dice.between(50, 2_500) }));

const draws = {
  add: scripted(answers),
  addHidden: (_dice, people) => ({ participants: [{ ...one(people), hidden: true }] }),
  addWithoutRoster: (dice, people) => ({
    ...scripted(answers)(dice, people),
    request: { confirmRoster: false },
  }),
  addSeveral: (dice, people) => several(dice, people, answers),
  addSeveralOneDeclines: (dice, people) =>
    several(dice, people, (_dice, index) =>
      index === 0 ? { kind: 'decline', afterMs: 300 } : answers(dice),
    ),
  addSeveralOneUnseen: (dice, people) =>
    several(dice, people, (_dice, index) =>
      index === 0 ? { kind: 'rosterNever', afterMs: 300 } : answers(dice),
    ),
  addSeveralOneWaits: (dice, people) =>
    several(dice, people, (_dice, index) =>
      index === 0 ? { kind: 'lobby', afterMs: 100, admitAfterMs: 2_000 } : answers(dice),
    ),
  dialOut: (dice, people) => byPhone(people, answers(dice)),
  dialOutFails: (_dice, people) =>
    byPhone(people, { kind: 'fail', code: 500, subcode: 0, afterMs: 400, message: numberInText }),
  replace: (dice, people) => replace(dice, people, {}),
  replaceKnownByOriginalRoster: (dice, people) =>
    replace(dice, people, { oddities: ['originalRosterOnly'] }),
  replaceTeardownLater: (dice, people) =>
    replace(dice, people, { delaysMs: { terminated: 1_500, deleted: 1_600 } }),
  replaceNeverTornDown: (dice, people) =>
    replace(dice, people, { answer: { kind: 'teardownNever' } }),
  move,
  lobby: scripted((dice) => ({
    kind: 'lobby',
    afterMs: dice.between(50, 500),
    admitAfterMs: dice.between(200, 2_000),
    completes: dice.pick(['inLobby', 'whenAdmitted']),
  })),
  lobbyForEver: scripted(() => ({ kind: 'lobby', afterMs: 200, completes: 'inLobby' })),
  decline: answering('decline'),
  busy: answering('busy'),
  noAnswer: answering('noAnswer'),
  notReachable: answering('notReachable'),
  ringsForEver: scripted(() => ({ kind: 'never' })),
  rungOut: (dice, people) => ({
    participants: [one(people)],
    ringMs: dice.between(500, 2_500),
    script: { answer: { kind: 'never' }, oddities: ['participantIdInAnswer'] },
  }),
  rungOutUnrevoked: (dice, people) => ({
    participants: [one(people)],
    ringMs: dice.between(500, 1_500),
    script: { answer: { kind: 'answer', afterMs: 2_000 }, revokeStatus: dice.pick([403, 500]) },
  }),
  alreadyThere,
  refused: scripted((dice) => ({
    kind: 'httpStatus',
    status: dice.pick([400, 403, 404, 405, 409, 412, 422]),
    code: dice.pick(['7503', 'BadRequest', 'UnknownError']),
    shape: dice.pick(['plain', 'nested', 'none']),
  })),
  refusedYetExecuted: scripted((dice) => ({
    kind: 'httpStatus',
    status: dice.pick([500, 502, 503, 504]),
    executed: true,
  })),
  redirected: scripted(() => ({ kind: 'httpStatus', status: 307, shape: 'none' })),
  throttledOnce: (dice, people) => ({
    participants: [one(people)],
    script: {
      times: 1,
      answer: { kind: 'httpStatus', status: 429, retryAfter: dice.pick(['1', '0.4', '2']) },
    },
  }),
  completedInAnswer: scripted(() => ({ kind: 'completedInAnswer' })),
  failedInAnswer: scripted(() => ({ kind: 'failedInAnswer', code: 603, subcode: 0 })),
  completionBeforeAnswer: scripted(() => ({ kind: 'completionBeforeAnswer' })),
  completionNever: scripted((dice) => ({
    kind: 'completionNever',
    afterMs: dice.between(50, 1_000),
  })),
  completionLost: (dice, people) => ({
    participants: [one(people)],
    script: { answer: answers(dice), lost: ['completion'] },
  }),
  rosterNever: scripted((dice) => ({ kind: 'rosterNever', afterMs: dice.between(50, 1_000) })),
  slowAnswer: (dice, people) => ({
    participants: [one(people)],
    script: { answer: answers(dice), postAnswerAfterMs: dice.between(500, 4_000) },
  }),
  unclearThenPostedAgain: (dice, people) => ({
    participants: [one(people)],
    request: { onUnknownOutcome: 'repostOnce' },
    script: {
      times: 1,
      postFault: dice.pick(['cutRequest', 'cutResponse', 'serverError']),
      answer: { kind: 'never' },
    },
  }),
  canceledAtOnce: canceled(0, 60),
  canceledRinging: canceled(300, 2_500, 'never'),
  canceledLate: canceled(1_500, 6_000),
  startedTwice: (dice, people) => ({ ...scripted(answers)(dice, people), startedTwice: true }),
  twoForOnePerson: (dice, people) => ({
    ...scripted(answers)(dice, people),
    again: true,
    repeatedInvite: dice.pick(['rings', 'isRefused']),
  }),
} as const satisfies Record<string, Draw>;

export type SituationName = keyof typeof draws;

export const situationNames: readonly SituationName[] = Object.keys(draws).filter(
  (name): name is SituationName => name in draws,
);

export function drawSituation(name: SituationName, dice: Dice, people: People): Situation {
  return draws[name](dice, people);
}

/** As reported: the text names the person and holds the true pair of codes (docs/protocol.md 8). */
const numberInText = 'addParticipants failed for participant {mri}. DiagCode: 412#10073';

function one(people: People): Participant {
  return { identity: people.someone() };
}

function answers(dice: Dice): Answer {
  return { kind: 'answer', afterMs: dice.between(50, 2_000) };
}

function scripted(answer: (dice: Dice) => Answer): Draw {
  return (dice, people) => ({ participants: [one(people)], script: { answer: answer(dice) } });
}

function several(
  dice: Dice,
  people: People,
  answerOf: (dice: Dice, index: number) => Answer,
): Situation {
  const participants = Array.from({ length: dice.between(2, 5) }, () => one(people));
  const scripts = participants.map(({ identity }, index) => ({
    inviteeId: idOf(identity),
    answer: answerOf(dice, index),
  }));
  return { participants, scripts };
}

function byPhone(people: People, answer: Answer): Situation {
  return { participants: [{ identity: people.phone() }], script: { answer } };
}

function replace(dice: Dice, people: People, script: Script): Situation {
  const { identity } = one(people);
  const callId = dice.id();
  const replacesCallId = dice.chance(0.5) ? callId : `/app/calls/${callId}`;
  return {
    participants: [{ identity, replacesCallId }],
    script: { answer: answers(dice), ...script },
    origin: { callId, kind: 'peerToPeer', participants: [{ identity }] },
  };
}

function move(dice: Dice, people: People): Situation {
  const { identity } = one(people);
  const [callId, participantId] = [dice.id(), dice.id()];
  return {
    participants: [{ identity, replacesCallId: callId, participantId }],
    script: { answer: answers(dice) },
    origin: { callId, kind: 'meeting', participants: [{ identity, participantId }] },
  };
}

function alreadyThere(dice: Dice, people: People): Situation {
  const { identity } = one(people);
  return {
    participants: [{ identity }],
    script: { answer: answers(dice) },
    present: [{ identity }],
    repeatedInvite: dice.pick(['rings', 'isRefused']),
  };
}

/** Between these times after its start; half of the time Graph names an id by which it can be taken back. */
function canceled(least: number, most: number, kind: 'answer' | 'never' = 'answer'): Draw {
  return (dice, people) => ({
    participants: [one(people)],
    cancelAfterMs: dice.between(least, most),
    script: {
      answer: kind === 'never' ? { kind } : answers(dice),
      ...(dice.chance(0.5) && { oddities: ['participantIdInAnswer'] }),
    },
  });
}
