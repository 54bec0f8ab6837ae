import type { Client, DataConverter } from '@temporalio/client';
import { defaultTaskQueue } from '../contracts/messages.ts';
import { processEnvironment } from '../runtime/config.ts';
import { ConfigurationError } from '../runtime/configuration-error.ts';
import { loadTemporalConfig, type TemporalConfig } from '../runtime/temporal-config.ts';
import { openTemporal } from '../runtime/temporal-connection.ts';
import type { AbortOptions } from './abortable.ts';
import { inviteHandle, type InviteHandle } from './invite-handle.ts';
import { listInvites, type InviteRow, type ListOptions } from './list-invites.ts';
import type { StartInviteRequest } from './check-start-request.ts';
import { startInvite } from './start-invite.ts';

export interface InviteClientOptions {
  /** A Temporal client of the caller, who also closes its connection. */
  readonly client?: Client;
  /** Without `client`: where Temporal is; default from the environment (`TEMPORAL_ADDRESS` and its kin). */
  readonly connection?: InviteConnection;
  /** Default `graph-invites`. */
  readonly taskQueue?: string | undefined;
  /** Of one exchange with Temporal; default 10000. */
  readonly timeoutMs?: number;
  /**
   * For a `client` on the `NativeConnection` of a worker in the same process, which then takes each new invite with the answer
   * to its start, when it has a free slot; else the start is an ordinary one. Such a worker counts as the current version.
   * Default false; on any other connection Temporal's client refuses to start.
   */
  readonly eagerStart?: boolean;
}

export type InviteConnection = Partial<TemporalConfig['connectionOptions']> & {
  readonly namespace?: string;
  /** Default: as `PAYLOAD_ENCRYPTION_KEYS_FILE` says, encrypted with that file, or in clear. */
  readonly dataConverter?: DataConverter;
};

export interface InviteClient {
  /**
   * Starts the invite. Starting it again with the same `inviteId` and an equal request attaches to the first one, also
   * long after. When aborted it may have started all the same: starting it again tells.
   * @throws InvalidInviteRequestError, InviteConflictError, InviteUnreadableError, TemporalUnavailableError
   */
  start(request: StartInviteRequest, options?: AbortOptions): Promise<InviteHandle>;
  /** A handle by id. */
  get(inviteId: string): InviteHandle;
  list(options?: ListOptions): Promise<readonly InviteRow[]>;
  /** Closes the connection, when it is this client's own. */
  close(): Promise<void>;
}

/**
 * Connects with the first call that needs it.
 * @throws ConfigurationError for unusable settings, or a client in clear where encryption is asked for
 */
export function createInviteClient(options: InviteClientOptions = {}): InviteClient {
  const { client, end } = options.client
    ? { client: encrypting(options.client), end: () => Promise.resolve() }
    : openOwn(options.connection);
  const context = { client, timeoutMs: options.timeoutMs ?? 10_000 };
  const { taskQueue = defaultTaskQueue, eagerStart = false } = options;
  const starting = { ...context, taskQueue, eagerStart };
  return {
    start: async (request, startOptions = {}) =>
      inviteHandle(context, await startInvite(starting, request, startOptions)),
    get: (inviteId) => inviteHandle(context, { inviteId }),
    list: (listOptions = {}) => listInvites(context, listOptions),
    close: end,
  };
}

/** A client that writes in clear where encryption was asked for would leave personal data behind, and the worker would refuse it. */
function encrypting(client: Client): Client {
  const isAsked = Boolean(processEnvironment()['PAYLOAD_ENCRYPTION_KEYS_FILE']);
  if (isAsked && client.options.loadedDataConverter.payloadCodecs.length === 0) {
    throw new ConfigurationError([
      'PAYLOAD_ENCRYPTION_KEYS_FILE is set, but the Temporal client has no codec: make it with dataConverter: payloadEncryption(file)',
    ]);
  }
  return client;
}

function openOwn(connection: InviteConnection | undefined) {
  const temporal = openTemporal(ownOptions(connection));
  return { client: temporal.client, end: () => temporal.close() };
}

function ownOptions(connection: InviteConnection | undefined) {
  if (connection === undefined) return { config: loadTemporalConfig() };
  const { namespace = 'default', dataConverter, ...settings } = connection;
  const address = settings.address ?? 'localhost:7233';
  const config = { address, namespace, connectionOptions: { ...settings, address } };
  return { config, ...(dataConverter && { dataConverter }) };
}
