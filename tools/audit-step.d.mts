export function checkAdvisories(options: {
  readonly args: string[];
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
}): Promise<void>;
