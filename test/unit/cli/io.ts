import type { Io } from '../../../cli/io.ts';

/** An outside world for a command, with what it wrote. */
export function ioWith({ stdin = '', env = {} }: { stdin?: string; env?: Io['env'] } = {}) {
  const written = { out: '', err: '' };
  const io: Io = {
    env: { TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml', ...env },
    terminal: false,
    out: (text) => (written.out += text),
    err: (text) => (written.err += text),
    readStdin: () => Promise.resolve(stdin),
  };
  return { io, written };
}
