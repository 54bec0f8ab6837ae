export interface DevServer {
  readonly address: string;
  readonly uiUrl: string;
  readonly namespace: string;
  readonly uiHasCodec: boolean;
  readonly pid: number;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  readonly logTail: () => string;
  readonly stop: () => Promise<void>;
}

export const SEARCH_ATTRIBUTES: readonly string[];

export function startDevServer(options: {
  cliPath: string;
  dbFile?: string | undefined;
  namespace?: string | undefined;
  port?: number | undefined;
  uiPort?: number | undefined;
  uiCodecEndpoint?: string | undefined;
  dynamicConfig?: readonly string[] | undefined;
  env?: NodeJS.ProcessEnv | undefined;
  log?: ((line: string) => void) | undefined;
}): Promise<DevServer>;
