import type { IncomingMessage } from 'node:http';

export type Body =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tooLarge' | 'notUtf8' | 'aborted' };

/** The body of a request, up to a limit in bytes; what is longer is not kept. Never rejects. */
export function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    request.resume();
    return Promise.resolve({ kind: 'tooLarge' });
  }
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= limit) parts.push(part);
      else {
        parts.length = 0;
        resolve({ kind: 'tooLarge' });
      }
    });
    request.once('end', () => {
      resolve(textOf(Buffer.concat(parts)));
    });
    // Also after `end`, where it changes nothing any more.
    request.once('close', () => {
      resolve({ kind: 'aborted' });
    });
    request.once('error', () => {
      resolve({ kind: 'aborted' });
    });
  });
}

function textOf(bytes: Buffer): Body {
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { kind: 'notUtf8' };
  }
}
