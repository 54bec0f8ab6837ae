export type FoundTemporal =
  | { readonly kind: 'address'; readonly address: string }
  | {
      readonly kind: 'cli';
      readonly cliPath: string;
      readonly source: string;
      readonly server: string;
      readonly ui: string;
    };

/** Leaves an executable at `target`, or says why not. */
type Fetch = (options: {
  target: string;
  version: string;
  env: NodeJS.ProcessEnv;
  log: (line: string) => void;
}) => Promise<string | undefined>;

export function findTemporal(options: {
  env: NodeJS.ProcessEnv;
  log: (line: string) => void;
  download?: Fetch;
  build?: Fetch;
}): Promise<FoundTemporal>;
