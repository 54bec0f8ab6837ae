import { readFileSync } from 'node:fs';

/**
 * The most memory (RSS) that this process has taken so far; MB. What `getrusage` tells of a process that was forked is at
 * least the size of its parent (getrusage(2)), so that it is asked only where there is no /proc.
 */
export function peakRssMb(): number {
  return (peakKilobytes() ?? process.resourceUsage().maxRSS) / 1024;
}

function peakKilobytes(): number | undefined {
  try {
    const [, kilobytes] =
      /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes);
  } catch {
    return undefined;
  }
}
