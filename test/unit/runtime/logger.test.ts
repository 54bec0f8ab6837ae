import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../runtime/logger.ts';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): unknown[] {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  write(createLogger({ name: 'worker', level: 'info', destination }));
  return lines.map((line): unknown => JSON.parse(line));
}

describe('createLogger', () => {
  it('writes JSON lines with the name, the level in words and ISO times, from its level up', () => {
    const lines = logged((logger) => {
      logger.debug('no');
      logger.info({ workflowId: 'w1' }, 'yes');
    });
    expect(lines).toEqual([
      expect.objectContaining({ name: 'worker', level: 'info', workflowId: 'w1', msg: 'yes' }),
    ]);
    expect(lines[0]).toHaveProperty('time', expect.stringMatching(/^\d{4}-.*Z$/));
  });

  it('keeps what errors carry beside their message out of the log', () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const error = Object.assign(new Error('failed', { cause }), {
      headers: { authorization: 'Bearer secret-token' },
    });
    const [line] = logged((logger) => {
      logger.error({ err: error }, 'no');
    });
    expect(line).toMatchObject({
      err: { type: 'Error', message: 'failed', cause: { code: 'ECONNREFUSED' } },
    });
    expect(JSON.stringify(line)).not.toContain('secret-token');
  });
});
