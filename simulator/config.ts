import type { SimulatorOptions } from './index.ts';

/** What `--help` prints. */
export const helpText = `graph-simulator: a Microsoft Graph cloud-communications simulator for tests and demos.

Configured by the environment:
  SIMULATOR_HOST          address to listen on (127.0.0.1)
  SIMULATOR_PORT          port, 0 for a free one (9090)
  SIMULATOR_APP_ID        app id of the bot, the audience of the tokens
  SIMULATOR_TENANT_ID     tenant of calls that name none
  SIMULATOR_ISSUER        issuer of the tokens (https://graph-simulator.invalid)
  SIMULATOR_LEDGER_FILE   append the ledger to this file as JSON lines
  SIMULATOR_SEED          seed of the fault decisions, a whole number (1)
  SIMULATOR_STATIC_TOKEN  accept only this bearer token (any)

It listens until SIGTERM or SIGINT. GET /healthz answers 200.
`;

const defaultAppId = '5c1a51c0-0000-4000-8000-00000000b001';
const defaultTenantId = '5c1a51c0-0000-4000-8000-00000000a001';

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the options from the environment. Throws with all problems, one a line, and no values. */
export function readSimulatorConfig(environment: Environment): SimulatorOptions {
  const problems: string[] = [];
  const text = (name: string): string | undefined => environment[name] || undefined;
  const whole = (name: string, byDefault: number, most: number): number => {
    const value = text(name);
    if (value === undefined) return byDefault;
    const number = /^\d{1,10}$/.test(value) ? Number(value) : NaN;
    if (number <= most) return number;
    problems.push(`${name} must be a whole number from 0 to ${most}`);
    return byDefault;
  };
  const options: SimulatorOptions = {
    host: text('SIMULATOR_HOST'),
    port: whole('SIMULATOR_PORT', 9090, 65_535),
    appId: text('SIMULATOR_APP_ID') ?? defaultAppId,
    tenantId: text('SIMULATOR_TENANT_ID') ?? defaultTenantId,
    issuer: text('SIMULATOR_ISSUER') ?? 'https://graph-simulator.invalid',
    ledgerFile: text('SIMULATOR_LEDGER_FILE'),
    seed: whole('SIMULATOR_SEED', 1, 2 ** 32 - 1),
    staticToken: text('SIMULATOR_STATIC_TOKEN'),
  };
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return options;
}

/** The environment of this process. */
export function ownEnvironment(): Environment {
  return process.env;
}
