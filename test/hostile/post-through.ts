import type { Pool } from 'undici';

/** Posts a notification on a kept connection. @returns the status @throws Error when the answer has a body */
export async function postThrough(
  pool: Pool,
  authorization: string,
  body: Buffer | string,
): Promise<number> {
  const { statusCode, body: answer } = await pool.request({
    method: 'POST',
    path: '/notifications',
    headers: { authorization, 'content-type': 'application/json' },
    body,
  });
  if ((await answer.text()) !== '') throw new Error(`An answer of ${statusCode} has a body.`);
  return statusCode;
}
