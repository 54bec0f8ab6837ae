import type { Socket } from 'node:net';

/** Closes with a reset where TCP allows one: libuv refuses it while a FIN waits to be sent (uv_tcp_close_reset). */
export function cut(socket: Socket): void {
  if (socket.destroyed) return;
  const finWaits = socket.writableEnded && !socket.writableFinished;
  if (socket.connecting || finWaits) socket.destroy();
  else socket.resetAndDestroy();
}
