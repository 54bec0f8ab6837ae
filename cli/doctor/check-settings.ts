import { ConfigurationError } from '../../runtime/configuration-error.ts';
import { payloadEncryption } from '../../runtime/payload-encryption.ts';
import type { Environment } from '../../runtime/environment.ts';
import { failed, ok, skipped, type Report } from './finding.ts';

interface Part<T> {
  readonly check: 'worker settings' | 'webhooks settings';
  /** The variable whose presence shows that this environment is meant for the process. */
  readonly sign: string;
  readonly read: (env: Environment) => T;
}

/** The settings of one process, as it would read them itself; undefined when they are not here or not usable. */
export function settingsOf<T>(
  { check, sign, read }: Part<T>,
  env: Environment,
  report: Report,
): T | undefined {
  if (!env[sign]) {
    const found = `${sign} is not set in this environment`;
    report(skipped(check, found, 'Run this with the variables of that process to check it too.'));
    return undefined;
  }
  try {
    const settings = read(env);
    report(ok(check, 'are usable'));
    return settings;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    report(failed(check, error.problems.join('; '), 'Correct these variables.'));
    return undefined;
  }
}

export function checkKeyFile(env: Environment, report: Report): boolean {
  const file = env['PAYLOAD_ENCRYPTION_KEYS_FILE'];
  if (!file) return true;
  try {
    payloadEncryption(file);
    report(ok('payload keys', 'the key file is usable'));
    return true;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const fix =
      'Correct PAYLOAD_ENCRYPTION_KEYS_FILE or the file that it names; graph-invite new-key prints a good one.';
    report(failed('payload keys', error.problems.join('; '), fix));
    return false;
  }
}
