import type { Environment } from './environment.ts';

/** For commands and libraries whose only configuration is Temporal's own; each process parses its own schema. */
export function processEnvironment(): Environment {
  return process.env;
}
