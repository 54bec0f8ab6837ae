import type { CallRegisterWriter } from '../contracts/call-register.ts';
import type { GraphClient } from './graph/client.ts';

/** What the activities need from the process they run in. */
export interface ActivityDeps {
  readonly graph: GraphClient;
  readonly register: CallRegisterWriter;
  /** Whether this process stood still a moment ago: a task that it takes now may be one that was given up meanwhile. */
  readonly pausedRecently: () => boolean;
}
