import { readPayloadKeys } from '../../runtime/payload-keys.ts';
import { createLogger } from '../../runtime/logger.ts';
import { codecServerLogFields, startCodecServer } from '../codec/codec-server.ts';
import { readCodecServerSettings } from '../codec/config.ts';
import { createTokenCheck } from '../codec/token-check.ts';
import { UsageError } from '../exit-codes.ts';
import type { Io } from '../io.ts';

export interface CodecServerFlags {
  readonly host: string;
  readonly port: string;
  readonly uiOrigin?: readonly string[];
}

/** Runs the codec server until SIGTERM or SIGINT. The log goes to stdout as JSON lines, the rest to stderr. */
export async function codecServer(flags: CodecServerFlags, io: Io): Promise<void> {
  const { host, uiOrigin = [] } = flags;
  const port = portOf(flags.port);
  const uiOrigins = new Set(uiOrigin.map(originOf));
  const { keysFile, tokenRules } = readCodecServerSettings(io.env, host);
  const server = await listen({
    host,
    port,
    uiOrigins,
    keys: readPayloadKeys(keysFile),
    tokenCheck: tokenRules && createTokenCheck(tokenRules),
    logger: createLogger({ name: 'codec-server', level: 'info', fields: codecServerLogFields }),
  });
  io.err(announcement(server.url, uiOrigins, tokenRules !== undefined));
  await signalToStop();
  await server.close();
}

async function listen(options: Parameters<typeof startCodecServer>[0]) {
  try {
    return await startCodecServer(options);
  } catch (cause) {
    const code: unknown = cause instanceof Error && 'code' in cause ? cause.code : 'unknown error';
    throw new UsageError(
      `Cannot listen on ${options.host} port ${options.port} (${String(code)}).`,
      { cause },
    );
  }
}

function portOf(typed: string): number {
  const port = Number(typed);
  if (/^\d+$/.test(typed) && port <= 65_535) return port;
  throw new UsageError('--port must be a whole number from 0 to 65535.');
}

/** Browsers send the bare origin; anything else would match nothing and be a riddle. */
function originOf(typed: string): string {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (url?.origin === typed && /^https?:$/.test(url.protocol)) return typed;
  throw new UsageError(
    `--ui-origin must be as http://127.0.0.1:8233, without a path, not ${typed}.`,
  );
}

function announcement(url: string, origins: ReadonlySet<string>, withTokens: boolean): string {
  const allowed = origins.size === 0 ? 'none (--ui-origin allows one)' : [...origins].join(', ');
  const who = withTokens ? 'with a bearer token only' : 'from this machine only, without a token';
  return `Codec server at ${url}, ${who}\nWeb pages that may ask it: ${allowed}\n${withTokens ? behindProxy : direct(url)}`;
}

function direct(url: string): string {
  return `Temporal's UI finds it by one of
  temporal server start-dev --ui-codec-endpoint ${url}
  TEMPORAL_CODEC_ENDPOINT=${url}   in the environment of temporalio/ui
and the CLI by
  temporal workflow show --codec-endpoint ${url} --workflow-id <id>
`;
}

/** temporalio/ui passes tokens to https addresses only. */
const behindProxy = `Temporal's UI finds it, and passes the token of who is signed in, with
  TEMPORAL_CODEC_ENDPOINT=<the https address of the proxy before this server>
  TEMPORAL_CODEC_PASS_ACCESS_TOKEN=true
`;

/** A second signal finds no listener and ends the process at once. */
function signalToStop(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.off('SIGTERM', stop);
      process.off('SIGINT', stop);
      resolve();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}
