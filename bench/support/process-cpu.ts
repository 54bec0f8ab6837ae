import { readFileSync } from 'node:fs';

/** Linux counts the time of processes in hundredths of a second for everyone who reads /proc (proc_pid_stat(5)). */
const millisecondsPerTick = 10;

/**
 * What a process, with all its threads, has used of the processors since it began; milliseconds. Null where the system does
 * not tell (anything but Linux), and of a process that is gone.
 */
export function cpuMsOf(pid: number): number | null {
  try {
    return cpuMsIn(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return null;
  }
}

/** Of the line in /proc/<pid>/stat: its user and its system time together. */
export function cpuMsIn(stat: string): number | null {
  // The second field is a name in brackets, in which anything may stand.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(/\s+/);
  const [user, system] = fields.slice(11, 13).map(Number);
  if (user === undefined || system === undefined) return null;
  const ticks = user + system;
  return Number.isFinite(ticks) ? ticks * millisecondsPerTick : null;
}
