import { expect, test } from 'vitest';
import { createSlots } from '../../torture/slots.ts';

test('never more than so many at a time, in the order of asking', async () => {
  const { run } = createSlots(3);
  const begun: number[] = [];
  let now = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 12 }, (_none, index) =>
      run(async () => {
        begun.push(index);
        now += 1;
        most = Math.max(most, now);
        await new Promise(setImmediate);
        now -= 1;
      }),
    ),
  );
  expect(most).toBe(3);
  expect(begun).toEqual(Array.from({ length: 12 }, (_none, index) => index));
});

test('a task that fails gives its slot back', async () => {
  const { run } = createSlots(1);
  await expect(run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await run(() => Promise.resolve('yes'))).toBe('yes');
});
