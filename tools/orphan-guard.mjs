// A process of its own that outlives a killed parent. It reads lines from a pipe whose other end
// only the parent holds: `+process <pid>`, `-process <pid>`, `+folder <path>`, `-folder <path>`.
// When the pipe closes, the parent is gone, however it ended: the processes it left behind are
// stopped, newest first, then its temporary folders removed.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { signalGroup } from './signal-group.mjs';

const GRACE_MS = 10_000;
/** @type {Set<string>} */
const left = new Set();

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  if (line.startsWith('+')) left.add(line.slice(1));
  else left.delete(line.slice(1));
});
lines.on('close', () => {
  const pids = named('process ').map(Number).reverse();
  const running = pids.filter((pid) => signalGroup(pid, 'SIGTERM'));
  const deadline = Date.now() + GRACE_MS;
  const finish = () => {
    const alive = running.filter((pid) => signalGroup(pid, 0));
    if (alive.length > 0 && Date.now() < deadline) {
      setTimeout(finish, 100);
      return;
    }
    for (const pid of alive) signalGroup(pid, 'SIGKILL');
    for (const folder of named('folder ')) rmSync(folder, { recursive: true, force: true });
  };
  finish();
});

/** @param {string} kind */
function named(kind) {
  return [...left]
    .filter((entry) => entry.startsWith(kind))
    .map((entry) => entry.slice(kind.length));
}
