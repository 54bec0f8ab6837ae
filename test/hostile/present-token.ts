import { expect } from 'vitest';
import { exchange, requestText, type Stand } from './stand.ts';

/** The one answer to every token that is not accepted, all but its date. */
const refusal =
  'HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Bearer\r\ncontent-length: 0\r\nConnection: close\r\n\r\n';

/** Sends a good body with these Authorization headers over a connection of its own. */
export async function present(at: Stand, authorizations: readonly string[]) {
  const headers = authorizations.map((value) => `Authorization: ${value}`);
  const answer = await exchange(at.url, requestText(headers));
  const text = answer.replace(/^date: .*\r\n/im, '');
  return { status: Number(/^HTTP\/1\.1 (\d+) /.exec(text)?.[1]), text };
}

/** That the answer has this status and no body, says no more than any other refusal, and that nobody saw the body sent. */
export async function expectRefused(
  at: Stand,
  values: string | readonly string[],
  status = 401,
): Promise<void> {
  const before = at.bodies();
  const answer = await present(at, typeof values === 'string' ? [values] : values);
  expect(answer.status).toBe(status);
  expect(answer.text).toMatch(/\r\ncontent-length: 0\r\n[^]*\r\n\r\n$/i);
  if (status === 401) expect(answer.text).toBe(refusal);
  expect(at.bodies()).toBe(before);
}
