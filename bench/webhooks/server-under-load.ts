import { z } from 'zod';
import type { BuiltCopy } from '../support/built-copy.ts';
import { appId, issuer, type CallingService } from './calling-service.ts';
import { startChild } from '../support/child.ts';
import { UsageSchema, type Behind, type ServerUsage } from './server-protocol.ts';

export interface ServerUnderLoad {
  /** Origin of the public port. */
  readonly url: string;
  usage(): Promise<ServerUsage>;
  stop(): Promise<void>;
}

export const serverProcess = 'bench/webhooks/server-process.ts';

/** The path that notifications go to by default. */
export const notificationPath = '/notifications';

/** Starts a webhooks server in a process of its own. */
export async function startServerUnderLoad(
  copy: BuiltCopy,
  { keySetUrl }: CallingService,
  behind: Behind,
): Promise<ServerUnderLoad> {
  const child = startChild(copy.fileOf(serverProcess));
  const settings = { audience: appId, issuer, keySetUrl, behind };
  const usage = async () => UsageSchema.parse(await child.ask({ kind: 'usage' }));
  try {
    const { url } = UrlSchema.parse(await child.ask({ kind: 'start', settings }));
    return {
      url,
      usage,
      stop: () => child.stop(),
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

const UrlSchema = z.object({ url: z.string() });
