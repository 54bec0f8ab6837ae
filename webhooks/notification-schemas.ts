/**
 * Loose readers of what Graph sends: unknown members are dropped, and an optional member of another type, `null`, or one
 * that is too long counts as absent, so that one odd member never costs the fact. Bounds: docs/reliability.md 4.
 */
import { z } from 'zod';
import { maxIdLength } from '../contracts/rules.ts';

const maxUrlLength = 512;
const maxOperationParticipants = 50;

const id = z.string().min(1).max(maxIdLength).optional().catch(undefined);
const url = z.string().min(1).max(maxUrlLength).optional().catch(undefined);
/** Enumerations come in any letter case (docs/protocol.md, quirk 1). */
const word = z.string().max(100).toLowerCase().optional().catch(undefined);
/** `#microsoft.graph.call` and `microsoft.graph.call` are both `call` (quirk 15). */
const typeName = z
  .string()
  .max(100)
  .toLowerCase()
  .transform((name) => name.replace(/^#?(?:microsoft\.graph\.)?/, ''))
  .optional()
  .catch(undefined);

export const EnvelopeSchema = z.object({ value: z.array(z.unknown()) });

export const NotificationSchema = z.object({
  '@odata.type': typeName,
  changeType: word,
  resource: url,
  resourceUrl: url,
  resourceData: z.unknown().optional(),
});
export type Notification = z.infer<typeof NotificationSchema>;

export const TypedSchema = z.object({ '@odata.type': typeName, '@odata.id': url });

export const OperationSchema = z.object({
  id,
  '@odata.id': url,
  status: word,
  clientContext: id,
  resultInfo: z.unknown().optional(),
  participants: z
    .unknown()
    .refine((list) => !Array.isArray(list) || list.length <= maxOperationParticipants)
    .optional(),
});

export const CallSchema = z.object({
  state: word,
  callState: word,
  resultInfo: z.unknown().optional(),
});

export const RosterSchema = z.array(z.unknown());
export const DeltaRosterSchema = z.object({ participants: z.array(z.unknown()) });
