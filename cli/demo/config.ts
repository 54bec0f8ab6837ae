import { ConfigurationError } from '../../runtime/configuration-error.ts';
import type { Environment } from '../../runtime/environment.ts';
import { readCliConfig, type CliConfig } from '../config.ts';

export interface DemoConfig extends CliConfig {
  readonly simulatorUrl: string;
  /** Where the simulated calls send their notifications: the address of the webhooks. */
  readonly notificationUrl: string;
}

/** @throws ConfigurationError with all problems together */
export function readDemoConfig(env: Environment): DemoConfig {
  const problems = ['SIMULATOR_URL', 'DEMO_NOTIFICATION_URL'].flatMap((name) => {
    if (!env[name]) return [`${name} is required`];
    return URL.canParse(env[name]) ? [] : [`${name} must be a URL`];
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return {
    ...readCliConfig(env),
    simulatorUrl: env['SIMULATOR_URL'] ?? '',
    notificationUrl: env['DEMO_NOTIFICATION_URL'] ?? '',
  };
}
