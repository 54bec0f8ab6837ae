/** First step: new code beside the old, chosen by `patched`. */
import { patched } from '@temporalio/workflow';
import * as asTheyAre from '../../../workflows/index.ts';
import { withMoreCommands } from './more-commands.ts';

export const inviteParticipants = withMoreCommands(asTheyAre.inviteParticipants, patched);
export const callRegistry = withMoreCommands(asTheyAre.callRegistry, patched);
