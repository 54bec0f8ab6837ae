import type { FoundTemporal } from './temporal/find-server.mjs';

export interface LocalStack {
  readonly temporal: { address: string; namespace: string; uiUrl: string | null };
  readonly simulatorUrl: string | null;
  readonly notificationUrl: string;
  readonly codecServer: { url: string; inUi: boolean } | null;
  readonly taskQueue: string;
  readonly logFolder: string;
  readonly clientEnv: NodeJS.ProcessEnv;
  readonly failed: Promise<string>;
  readonly stop: () => Promise<void>;
}

export function startStack(options: {
  root: string;
  temporal: FoundTemporal;
  withSimulator: boolean;
  encrypted?: boolean;
  env: NodeJS.ProcessEnv;
  log: (line: string) => void;
  dbFile?: string;
}): Promise<LocalStack>;
