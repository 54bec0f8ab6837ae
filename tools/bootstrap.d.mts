export function checkNode(version: string): void;

export function bootstrap(options: {
  root: string;
  env: NodeJS.ProcessEnv;
  log: (line: string) => void;
}): Promise<void>;
