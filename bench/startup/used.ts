import { readFileSync } from 'node:fs';
import { cpuMsOf } from '../support/process-cpu.ts';

/** What one start took. */
export interface StartCost {
  /** From spawning it. */
  readonly readyMs: number;
  /** CPU until then; null where the system does not tell. */
  readonly cpuMs: number | null;
  /** Memory (RSS) then; null likewise. */
  readonly rssMb: number | null;
}

/** Of a process that runs, at this moment. */
export function costSince(pid: number, begun: number): StartCost {
  return { readyMs: performance.now() - begun, cpuMs: cpuMsOf(pid), rssMb: residentMb(pid) };
}

function residentMb(pid: number): number | null {
  try {
    return residentMbIn(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return null;
  }
}

/** Of the text of /proc/<pid>/status, which is there on Linux only. */
export function residentMbIn(status: string): number | null {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}
