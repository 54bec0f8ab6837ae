export function withLock<T>(
  options: { file: string; onWait?: (pid: number | undefined) => void; everyMs?: number },
  task: () => Promise<T>,
): Promise<T>;

export function tryLock(file: string): (() => void) | undefined;

export function readOwner(
  file: string,
): { readonly pid: number; readonly host: string; readonly token: string } | undefined;
