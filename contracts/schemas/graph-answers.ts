import { z } from 'zod';
import { maxIdLength } from '../rules.ts';

const id = z.string().min(1).max(maxIdLength).nullish().catch(undefined);
/** Enumerations come in any letter case (docs/protocol.md, quirk 1). */
const word = z.string().max(100).toLowerCase().nullish().catch(undefined);

/** An inviteParticipantsOperation, as the answer of the POST or of a reading. */
export const OperationAnswerSchema = z.object({
  id,
  status: word,
  resultInfo: z.unknown().optional(),
  participants: z.array(z.unknown()).nullish().catch(undefined),
});

/** A participant of that answer: `id` was null in every published one, `participantId` echoes a move's source. */
export const InvitedParticipantSchema = z.object({
  id,
  identity: z
    .record(z.string(), z.object({ id: z.string() }).nullish().catch(undefined))
    .optional()
    .catch(undefined),
});

export const CallAnswerSchema = z.object({
  state: word,
  callState: word,
  resultInfo: z.unknown().optional(),
});

export const RosterAnswerSchema = z.object({ value: z.array(z.unknown()) });

/** A number or a text; other values are no code. */
const code = z.union([z.string(), z.number().transform(String)]).pipe(z.string().max(100));

/** Both shapes of Graph's error bodies (docs/protocol.md 6): the code, and the code inside a second JSON text. */
export const ErrorAnswerSchema = z.object({
  error: z.object({
    code: code.catch(''),
    message: z.string().catch(''),
    innerError: z.object({ 'request-id': id }).nullish().catch(undefined),
  }),
});
export const InnerErrorSchema = z.object({ errorCode: code });
