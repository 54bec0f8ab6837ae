import type { Io } from '../../../cli/io.ts';

interface Given extends Partial<Pick<Io, 'env' | 'terminal' | 'outTerminal' | 'stdinTerminal'>> {
  readonly stdin?: string;
}

/** An outside world for a command, with what it wrote, and a Ctrl-C to press. */
export function ioWith({ stdin = '', env = {}, ...more }: Given = {}) {
  const written = { out: '', err: '' };
  const listeners = new Set<() => void>();
  const io: Io = {
    env: { TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml', ...env },
    terminal: false,
    outTerminal: false,
    stdinTerminal: false,
    columns: () => 80,
    out: (text) => (written.out += text),
    err: (text) => (written.err += text),
    readStdin: () => Promise.resolve(stdin),
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...more,
  };
  const interrupt = () => {
    for (const listener of listeners) listener();
    return listeners.size;
  };
  return { io, written, interrupt };
}
