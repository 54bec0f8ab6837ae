export function downloadThroughSdk(options: {
  target: string;
  version: string;
  env: NodeJS.ProcessEnv;
  log: (line: string) => void;
  deadlineMs?: number;
  script?: string;
}): Promise<string | undefined>;
