import { z } from 'zod';
import {
  allowsInsecureLoopback,
  booleanText,
  commaList,
  port,
  readEnvironment,
  secureUrl,
  wholeNumber,
  type Environment,
} from '../runtime/environment.ts';
import { logLevels } from '../runtime/logger.ts';

const publicKeySet = 'https://api.aps.skype.com/v1/keys';
const publicIssuers = 'https://api.botframework.com,https://graph.microsoft.com';

/**
 * Settings of a webhooks process; Temporal's are read by the connection itself.
 * @throws ConfigurationError with every problem
 */
export function readWebhooksConfig(env: Environment = process.env) {
  const set = readEnvironment(environmentSchema(env), env);
  return {
    host: set.WEBHOOK_HOST,
    port: set.WEBHOOK_PORT,
    path: set.WEBHOOK_PATH,
    /** Bytes. */
    bodyLimit: set.WEBHOOK_BODY_LIMIT,
    audience: set.NOTIFICATION_AUDIENCE,
    issuers: set.NOTIFICATION_ISSUERS,
    keySetUrl: set.NOTIFICATION_JWKS_URL,
    /** Empty: any tenant that a valid token names. */
    tenants: set.NOTIFICATION_TENANTS,
    payloadKeysFile: set.PAYLOAD_ENCRYPTION_KEYS_FILE,
    adminHost: set.ADMIN_HOST,
    adminPort: set.ADMIN_PORT,
    logLevel: set.LOG_LEVEL,
  };
}

export type WebhooksConfig = Readonly<ReturnType<typeof readWebhooksConfig>>;

function environmentSchema(env: Environment) {
  const keySetUrl = secureUrl({ allowInsecureLoopback: allowsInsecureLoopback(env) });
  return z.object({
    WEBHOOK_HOST: z.string().default('127.0.0.1'),
    WEBHOOK_PORT: port().default(8080),
    // Nothing that the router takes for a pattern.
    WEBHOOK_PATH: z
      .string()
      .regex(/^(?:\/[A-Za-z0-9._~-]+)+$/, 'must be a path such as /notifications')
      .default('/notifications'),
    WEBHOOK_BODY_LIMIT: wholeNumber({ min: 1024, max: 16 * 1024 * 1024 }).default(1_048_576),
    NOTIFICATION_AUDIENCE: z.string(),
    NOTIFICATION_ISSUERS: commaList()
      .refine((issuers) => issuers.length > 0, 'must name at least one issuer')
      .prefault(publicIssuers),
    NOTIFICATION_JWKS_URL: keySetUrl.default(publicKeySet),
    NOTIFICATION_TENANTS: commaList().prefault(''),
    ALLOW_INSECURE_LOOPBACK: booleanText().default(false),
    ADMIN_HOST: z.string().default('127.0.0.1'),
    ADMIN_PORT: port().default(9465),
    LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
    PAYLOAD_ENCRYPTION_KEYS_FILE: z.string().optional(),
  });
}
