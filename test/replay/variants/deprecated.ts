/** Second step: no run is left that began without the change. */
import { deprecatePatch } from '@temporalio/workflow';
import * as asTheyAre from '../../../workflows/index.ts';
import { withMoreCommands } from './more-commands.ts';

const deprecated = (patchId: string) => {
  deprecatePatch(patchId);
  return true;
};

export const inviteParticipants = withMoreCommands(asTheyAre.inviteParticipants, deprecated);
export const callRegistry = withMoreCommands(asTheyAre.callRegistry, deprecated);
