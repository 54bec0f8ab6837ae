/**
 * Signals a child that leads its own process group, and whatever it has started itself (a wrapper
 * script that does not `exec`). Windows has no groups: there the child alone.
 * @param {number} pid
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} false when nothing of it is left
 */
export function signalGroup(pid, signal) {
  try {
    return process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    return false;
  }
}
