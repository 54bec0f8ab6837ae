import { setTimeout as pause } from 'node:timers/promises';
import { isGrpcServiceError, type Client } from '@temporalio/client';
import type { CallRegisterReader } from '../contracts/call-register.ts';
import { isRegistration } from '../contracts/guards.ts';
import { callWorkflowId } from '../contracts/ids.ts';
import type { Registration } from '../contracts/types.ts';
import { decodeStored, type StoredPayload } from '../runtime/stored-history.ts';
import { readRegisterHistory } from './register-history.ts';
import { callTemporal } from './temporal-call.ts';

/** A registration lives as long as its invite can, and this much longer for clocks that differ. */
const expiryToleranceMs = 10 * 60_000;
const settlingPauseMs = 50;
const grpcNotFound = 5;

/**
 * Reads who waits on a call straight from the history of its register, `call/<normalised call id>`: strongly consistent,
 * without a worker and while the register sleeps. A register that has ended, or never was, means that nobody waits.
 */
export function createCallRegisterReader(client: Client): CallRegisterReader {
  return {
    lookUp: (callId) =>
      callTemporal(
        client,
        () => lookUp(client, callWorkflowId(callId)),
        (error) => (isWorkflowMissing(error) ? [] : undefined),
      ),
  };
}

/** Again until the history says something; the deadline of the calls inside ends it. */
async function lookUp(client: Client, workflowId: string): Promise<readonly Registration[]> {
  const history = await readRegisterHistory(client, workflowId);
  if (history.kind === 'closed') return [];
  if (history.kind === 'open') {
    const values = await decode(client, workflowId, history.payloads);
    return newestOfEach(values.filter(isRegistration)).filter(isAlive);
  }
  await pause(settlingPauseMs);
  return lookUp(client, workflowId);
}

/**
 * Through the client's own codec. A payload that the converter cannot read is no registration; a codec that fails says
 * nothing about who waits, so its error passes.
 */
async function decode(
  client: Client,
  workflowId: string,
  payloads: readonly StoredPayload[],
): Promise<unknown[]> {
  const { payloadConverter } = client.options.loadedDataConverter;
  const context = { type: 'workflow', namespace: client.options.namespace, workflowId } as const;
  const decoded = await decodeStored(client, workflowId, payloads);
  return decoded.flatMap((payload): readonly unknown[] => {
    try {
      const value: unknown = payloadConverter.fromPayload(payload, context);
      // After a continue-as-new the earlier registrations come as one list.
      return Array.isArray(value) ? value : [value];
    } catch {
      return [];
    }
  });
}

function newestOfEach(registrations: readonly Registration[]): Registration[] {
  return [
    ...new Map(registrations.map((one) => [`${one.role} ${one.inviteId}`, one] as const)).values(),
  ];
}

function isAlive({ expiresAt }: Registration): boolean {
  return Date.parse(expiresAt) + expiryToleranceMs > Date.now();
}

/** A missing namespace has the same status code, but is an outage and not an answer. */
function isWorkflowMissing(error: unknown): boolean {
  if (!isGrpcServiceError(error)) return false;
  const code: number = error.code;
  return (
    code === grpcNotFound &&
    !error.metadata
      .get('grpc-status-details-bin')
      .some((detail) => detail.toString().includes('NamespaceNotFoundFailure'))
  );
}
