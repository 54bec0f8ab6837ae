/** The invite's signal handlers: guard, latch, or log and drop. Total functions: a throw here would fail the run. */
import { setDefaultSignalHandler, setHandler } from '@temporalio/workflow';
import {
  isCallTerminated,
  isOperationCompleted,
  isOperationFailed,
  isRosterUpdated,
} from '../contracts/guards.ts';
import {
  callTerminatedSignal,
  inviteStatusQuery,
  operationCompletedSignal,
  operationFailedSignal,
  originalCallTerminatedSignal,
  rosterUpdatedSignal,
  type FactOrigin,
} from '../contracts/messages.ts';
import { countDropped } from './dropped-facts.ts';
import { statusOf } from './invite-report.ts';
import { concernsOriginal, concernsTarget, type InviteState } from './invite-state.ts';
import {
  latchCallEnded,
  latchCompleted,
  latchFailed,
  latchOriginalCallEnded,
  latchRoster,
} from './latches.ts';
import { showDetails } from './phase.ts';

export function latchFacts(state: InviteState): void {
  const onTarget = (fact: FactOrigin) => concernsTarget(state, fact);
  const onOriginal = (fact: FactOrigin) => concernsOriginal(state, fact);
  const onEither = (fact: FactOrigin) => onTarget(fact) || onOriginal(fact);

  const onCompleted = shown(state, (fact) => {
    if (accepted(fact, isOperationCompleted, onTarget)) {
      latchCompleted(state, fact, 'notification', Date.now());
    }
  });
  const onFailed = shown(state, (fact) => {
    if (accepted(fact, isOperationFailed, onTarget)) {
      latchFailed(state, fact, 'notification', Date.now());
    }
  });
  const onRoster = shown(state, (fact) => {
    if (accepted(fact, isRosterUpdated, onEither)) {
      latchRoster(state, fact, 'notification', Date.now());
    }
  });
  const onOriginalCallEnd = shown(state, (fact) => {
    if (accepted(fact, isCallTerminated, onOriginal)) {
      latchOriginalCallEnded(state, fact, 'notification', Date.now());
    }
  });
  const onCallEnd = shown(state, (fact) => {
    if (accepted(fact, isCallTerminated, onTarget)) {
      latchCallEnded(state, fact, 'notification', Date.now());
    }
  });

  const latches = new Map([
    [operationCompletedSignal.name, onCompleted],
    [operationFailedSignal.name, onFailed],
    [rosterUpdatedSignal.name, onRoster],
    [originalCallTerminatedSignal.name, onOriginalCallEnd],
    [callTerminatedSignal.name, onCallEnd],
  ]);
  // First of all: setting a named handler hands out the buffered signals of that name only, and a default one all of them
  // in the order in which they were stored. Of completed and failed the first one counts.
  setDefaultSignalHandler((signalName, fact) => {
    const latch = latches.get(signalName);
    if (latch) latch(fact);
    else countDropped('unknownSignal', 'Dropped a signal of an unknown name');
  });
  setHandler(operationCompletedSignal, onCompleted);
  setHandler(operationFailedSignal, onFailed);
  setHandler(rosterUpdatedSignal, onRoster);
  setHandler(originalCallTerminatedSignal, onOriginalCallEnd);
  setHandler(callTerminatedSignal, onCallEnd);
  setHandler(inviteStatusQuery, () => statusOf(state));
}

/** Current details follow each fact, also between two phases. */
function shown(state: InviteState, latch: (fact: unknown) => void): (fact: unknown) => void {
  return (fact) => {
    latch(fact);
    showDetails(state);
  };
}

function accepted<T extends FactOrigin>(
  fact: unknown,
  isWellFormed: (value: unknown) => value is T,
  concernsUs: (fact: T) => boolean,
): fact is T {
  if (!isWellFormed(fact)) {
    countDropped('illFormed', 'Dropped an ill-formed fact');
    return false;
  }
  if (!concernsUs(fact)) {
    countDropped('foreign', 'Dropped a fact of another call or tenant than the invite names');
    return false;
  }
  return true;
}
