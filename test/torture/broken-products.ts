import type { Violation } from '../checker/evidence.ts';

/** One promise of the product, and the change of a built file that breaks it. */
export interface BrokenProduct {
  readonly name: string;
  /** What the product does then. */
  readonly does: string;
  /** What the checker must find broken. */
  readonly invariant: Violation['invariant'];
  /** In dist/. */
  readonly file: string;
  /** Occurs exactly once. */
  readonly text: string;
  readonly replacement: string;
  /** The faults under which it shows soonest; kills come on top. */
  readonly faults: readonly string[];
}

const workflows = 'workflow-bundle.js';
const receiver = 'webhooks/receive-notification.js';

/** They prove that the checker can fail: each is a mistake that somebody could make. */
export const brokenProducts: readonly BrokenProduct[] = [
  {
    name: 'retryThePost',
    does: 'lets Temporal repeat a POST that ended unclear',
    invariant: 'I4',
    file: workflows,
    text: 'retry: { maximumAttempts: 1 }',
    replacement: 'retry: { maximumAttempts: 3 }',
    faults: ['cutResponse', 'executedServerError', 'truncatedAnswer'],
  },
  {
    name: 'repostUnasked',
    does: 'posts again after an unclear POST although nobody chose repostOnce',
    invariant: 'I4',
    file: workflows,
    text: "isUnclear(state) && state.invite.onUnknownOutcome === 'repostOnce'",
    replacement: 'isUnclear(state)',
    faults: ['cutResponse', 'executedServerError', 'drop'],
  },
  {
    name: 'ackBeforeStoring',
    does: 'acknowledges a notification before Temporal has stored it',
    invariant: 'I2',
    file: receiver,
    text: 'await route(projection.items.filter(isRoutable), tenantId, options);',
    replacement:
      'void route(projection.items.filter(isRoutable), tenantId, options).catch(() => undefined);',
    faults: ['linkLate:webhookToTemporal', 'linkRefused:webhookToTemporal'],
  },
  {
    name: 'postUnregistered',
    does: 'posts without having registered on the call, so that rosters find nobody',
    invariant: 'I2',
    file: 'activities/post-invite.js',
    text: 'await register(deps, input);',
    replacement: '',
    faults: ['duplicate'],
  },
  {
    name: 'joinWithoutRoster',
    does: 'calls somebody joined whom no roster showed',
    invariant: 'I3',
    file: workflows,
    text: 'return awaitedInvitees(state.invite).every(({ key }) => state.inRoster.has(key));',
    replacement: 'return true;',
    faults: ['oddities'],
  },
  {
    name: 'forgetTheOriginal',
    does: 'calls a replace done while the original call goes on',
    invariant: 'I3',
    file: workflows,
    text: 'function originalCallGone({ invite, originalCallEnded }) {\n    return ',
    replacement: 'function originalCallGone({ invite, originalCallEnded }) {\n    return true || ',
    faults: ['forgetTeardown'],
  },
  {
    name: 'lastWordWins',
    does: 'lets a failure replace the completion that was stored before it',
    invariant: 'I3',
    file: workflows,
    text: 'if (state.failed ?? state.completed)\n        return;\n    state.failed =',
    replacement: 'state.failed =',
    faults: ['contradict'],
  },
  {
    name: 'neverAsk',
    does: 'gives up at the deadline without asking Graph',
    invariant: 'I3',
    file: workflows,
    text: "await whileAsking(state, 'reconciling', (until) => unless(",
    replacement:
      "if (state.askedMs < 0) await whileAsking(state, 'reconciling', (until) => unless(",
    faults: ['drop', 'cutResponse'],
  },
  {
    name: 'forgetTheDeadline',
    does: 'waits without an end',
    invariant: 'I1',
    file: workflows,
    text: '.then(() => {\n        state.passed = true;',
    replacement: '.then(() => {\n        state.passed = false;',
    faults: ['drop'],
  },
  {
    name: 'throwInHandler',
    does: 'fails its workflow task for ever when facts contradict each other',
    invariant: 'I5',
    file: workflows,
    text: 'if (state.completed)\n        state.contradictions += 1;',
    replacement: "if (state.completed)\n        throw new Error('completed already');",
    faults: ['contradict'],
  },
  {
    name: 'endWithAnError',
    does: 'ends with status 1 when it is asked to stop',
    invariant: 'I5',
    file: 'runtime/run-main.js',
    text: 'if (life.failed)\n',
    replacement: 'if (life.closing)\n',
    faults: [],
  },
  {
    name: 'logThePeople',
    does: 'logs who was in a roster',
    invariant: 'I6',
    file: receiver,
    text: 'participantCount: item.participants.length',
    replacement: 'participants: item.participants',
    faults: ['duplicate'],
  },
];

export const brokenNames: readonly string[] = brokenProducts.map(({ name }) => name);
