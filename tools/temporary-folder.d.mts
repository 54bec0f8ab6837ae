export function temporaryFolder(prefix: string): {
  readonly path: string;
  /** Also when this process is killed, it is removed. */
  readonly remove: () => void;
};
