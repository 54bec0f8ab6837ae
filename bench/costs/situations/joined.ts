import {
  completes,
  joinsApart,
  joinsTogether,
  originalCallEnds,
  rosterShows,
  type Situation,
} from './situation.ts';

const ends = 'joined';

/** Notifications tell everything, and the invite joins. */
export const joined: readonly Situation[] = [
  {
    ...{ name: 'add, facts apart', ends, plan: {}, drive: joinsApart },
    budget: { events: 25, tasks: 4 },
  },
  {
    ...{ name: 'add, facts together', ends, plan: {}, drive: joinsTogether, together: true },
    budget: { events: 20, tasks: 3 },
  },
  { name: 'addSeveral (3 people)', ends, plan: { people: 3 }, drive: joinsApart },
  { name: 'dialOut', ends, plan: { kind: 'phone' }, drive: joinsApart },
  { name: 'move', ends, plan: { from: 'meeting' }, drive: joinsApart },
  {
    ...{ name: 'replace', ends, plan: { from: 'peerToPeer' } },
    drive: async (invite) => {
      await joinsApart(invite);
      await originalCallEnds(invite);
    },
  },
  {
    ...{ name: 'replace, the roster comes for the original call', ends },
    plan: { from: 'peerToPeer', script: { answer: { kind: 'answer', afterMs: 1 } } },
    drive: async (invite) => {
      await invite.inPhase('awaitingOutcome');
      await completes(invite);
      await invite.inPhase('awaitingRoster');
      await rosterShows(invite, invite.originalCallId);
      await originalCallEnds(invite);
    },
  },
  {
    ...{ name: 'add, confirmRoster: false', ends, plan: { request: { confirmRoster: false } } },
    drive: async (invite) => {
      await invite.inPhase('awaitingOutcome');
      await completes(invite);
    },
  },
  {
    ...{ name: 'add, ringMs set, answered in time', ends },
    plan: { request: { deadlines: { ringMs: 60_000 } } },
    drive: joinsApart,
  },
  {
    ...{ name: "add, completed in the POST's answer", ends },
    plan: { script: { answer: { kind: 'completedInAnswer' } } },
    drive: async (invite) => {
      await invite.inPhase('awaitingRoster');
      await rosterShows(invite);
    },
  },
  {
    ...{ name: 'add, the completion told twice', ends, plan: {} },
    drive: async (invite) => {
      await invite.inPhase('awaitingOutcome');
      await completes(invite);
      await invite.inPhase('awaitingRoster');
      await completes(invite);
      await rosterShows(invite);
    },
  },
];
