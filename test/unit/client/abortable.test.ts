import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { abortable } from '../../../client/abortable.ts';

const never = () => new Promise<never>(() => undefined);

describe('abortable', () => {
  it('gives what was made, without a signal and with one', async () => {
    const { signal } = new AbortController();
    expect(await abortable(undefined, (own) => Promise.resolve(own))).toBeUndefined();
    expect(await abortable(signal, () => Promise.resolve(7))).toBe(7);
    const failed = new Error('failed');
    await expect(abortable(signal, () => Promise.reject(failed))).rejects.toBe(failed);
  });

  it('throws the reason of a signal that aborts, and tells what it waited for', async () => {
    const controller = new AbortController();
    const reason = { why: 'the caller went away' };
    let told: AbortSignal | undefined;
    const given = abortable(controller.signal, (own) => {
      told = own;
      return never();
    });
    controller.abort(reason);
    await expect(given).rejects.toBe(reason);
    expect(told?.aborted).toBe(true);
  });

  it('makes nothing after the signal aborted', async () => {
    let made = 0;
    const make = () => Promise.resolve((made += 1));
    await expect(abortable(AbortSignal.abort(), make)).rejects.toThrow(/abort/i);
    expect(made).toBe(0);
  });

  it('gives the reason of the signal where what it waited for failed of it', async () => {
    const controller = new AbortController();
    const given = abortable(controller.signal, () => {
      controller.abort('gone');
      return Promise.reject(new Error('CANCELLED'));
    });
    await expect(given).rejects.toBe('gone');
  });

  it('leaves no listener on a signal that lives on', async () => {
    const { signal } = new AbortController();
    for (let call = 0; call < 20; call += 1) {
      await abortable(signal, () => Promise.resolve());
      await abortable(signal, () => Promise.reject(new Error('no'))).catch(() => undefined);
    }
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
