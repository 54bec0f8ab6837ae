import type { Usage } from './engine-protocol.ts';

export function ownUsage(): Usage {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000 };
}
