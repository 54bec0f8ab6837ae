import type { IncomingMessage } from 'node:http';

const faulty = new WeakSet<object>();

/**
 * Whether nobody can be sure where this request ends, or began: HTTP/1.0 knows no transfer codings, so that another reader
 * on the way may have seen another end (RFC 9112, section 6.1, asks to close the connection). Node takes the coding and,
 * when told to keep the connection, goes on with whatever follows; so nothing that follows is believed either.
 */
export function isFaultilyFramed({ httpVersion, headers, socket }: IncomingMessage): boolean {
  if (httpVersion === '1.0' && headers['transfer-encoding'] !== undefined) faulty.add(socket);
  return faulty.has(socket);
}
