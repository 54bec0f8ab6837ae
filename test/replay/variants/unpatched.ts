/** The change and nothing else: the last step, and as a first one the mistake that running invites do not survive. */
import * as asTheyAre from '../../../workflows/index.ts';
import { withMoreCommands } from './more-commands.ts';

const always = () => true;

export const inviteParticipants = withMoreCommands(asTheyAre.inviteParticipants, always);
export const callRegistry = withMoreCommands(asTheyAre.callRegistry, always);
