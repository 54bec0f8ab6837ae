import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The environment for what talks to our own dev server: a person's TEMPORAL_* variables (API key,
 * TLS, profile) are meant for another server, and so is their configuration file.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} folder where a configuration file that sets nothing is put
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutTemporalSettings(env, folder) {
  const file = join(folder, 'temporal.toml');
  // `@temporalio/envconfig` 1.24 throws a TypeError for a file without any profile.
  writeFileSync(file, '[profile.default]\n');
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_'));
  return { ...Object.fromEntries(kept), TEMPORAL_CONFIG_FILE: file };
}
