import { defaultTaskQueue } from '../contracts/messages.ts';
import { ConfigurationError } from '../runtime/configuration-error.ts';
import type { Environment } from '../runtime/environment.ts';

export interface CliConfig {
  readonly taskQueue: string;
  /** Where links point to; without it none are shown. */
  readonly uiUrl: string | undefined;
}

/** What the commands need beside Temporal's own variables; an empty variable counts as unset. */
export function readCliConfig(env: Environment): CliConfig {
  const uiUrl = env['TEMPORAL_UI_URL'] || undefined;
  if (uiUrl !== undefined && !URL.canParse(uiUrl)) {
    throw new ConfigurationError(['TEMPORAL_UI_URL must be a URL']);
  }
  return { taskQueue: env['INVITE_TASK_QUEUE'] || defaultTaskQueue, uiUrl };
}
