import { z } from 'zod';
import {
  allowsInsecureLoopback,
  booleanText,
  readEnvironment,
  secureUrl,
  type Environment,
} from '../../runtime/environment.ts';
import { isLoopbackHost } from './loopback-host.ts';
import type { TokenRules } from './token-check.ts';

export interface CodecServerSettings {
  readonly keysFile: string;
  /** Undefined on loopback only: whoever can connect there has an account on the machine that holds the keys. */
  readonly tokenRules: TokenRules | undefined;
}

const tokenVariables = [
  'CODEC_SERVER_ISSUER',
  'CODEC_SERVER_AUDIENCE',
  'CODEC_SERVER_JWKS_URL',
] as const;

/**
 * What the codec server is told by the environment.
 * @throws ConfigurationError naming every problem: no key file, or no tokens though other machines may connect
 */
export function readCodecServerSettings(env: Environment, host: string): CodecServerSettings {
  const set = readEnvironment(schemaFor(env, host), env);
  const { CODEC_SERVER_ISSUER: issuer, CODEC_SERVER_AUDIENCE: audience } = set;
  const keySetUrl = set.CODEC_SERVER_JWKS_URL;
  const complete = issuer !== undefined && audience !== undefined && keySetUrl !== undefined;
  return {
    keysFile: set.PAYLOAD_ENCRYPTION_KEYS_FILE ?? '',
    tokenRules: complete ? { issuer, audience, keySetUrl } : undefined,
  };
}

function schemaFor(env: Environment, host: string) {
  const schema = z.object({
    PAYLOAD_ENCRYPTION_KEYS_FILE: z.string().optional(),
    CODEC_SERVER_ISSUER: z.string().optional(),
    CODEC_SERVER_AUDIENCE: z.string().optional(),
    CODEC_SERVER_JWKS_URL: secureUrl({
      allowInsecureLoopback: allowsInsecureLoopback(env),
    }).optional(),
    ALLOW_INSECURE_LOOPBACK: booleanText().default(false),
  });
  return schema.superRefine((set, context) => {
    const refuse = (name: string, why: string) => {
      context.addIssue({ code: 'custom', path: [name], message: `is required${why}` });
    };
    if (set.PAYLOAD_ENCRYPTION_KEYS_FILE === undefined) {
      refuse('PAYLOAD_ENCRYPTION_KEYS_FILE', ': the keys to decrypt with (graph-invite new-key)');
    }
    const missing = tokenVariables.filter((name) => set[name] === undefined);
    // Half of a setting is a mistake: without this, a misspelt name would leave the server open.
    const why = isLoopbackHost(host) ? ' with the other two' : ' where other machines can connect';
    if (missing.length < tokenVariables.length || !isLoopbackHost(host)) {
      for (const name of missing) refuse(name, why);
    }
  });
}
