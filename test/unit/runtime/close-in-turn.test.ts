import { expect, test } from 'vitest';
import { closeInTurn } from '../../../runtime/close-in-turn.ts';

test('closes everything once and in turn, also after one that cannot be closed', async () => {
  const closed: string[] = [];
  const closing = (name: string, error?: Error) => async () => {
    await Promise.resolve();
    closed.push(name);
    if (error) throw error;
  };
  const close = closeInTurn([closing('a'), closing('b', new Error('b is stuck')), closing('c')]);
  const both = await Promise.allSettled([close(), close()]);
  expect(closed).toEqual(['a', 'b', 'c']);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(close()).rejects.toThrow('b is stuck');
});
