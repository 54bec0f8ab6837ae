import type { KeySetState } from './faults/keys.ts';
import { errorAnswer, jsonAnswer, type HttpAnswer } from './http-answer.ts';
import type { World } from './world.ts';

/** The longest time that a timer of Node can wait: 24 days. */
const silentMs = 2 ** 31 - 1;

/** The answer to who asks for a document about the keys; `moved` is where a redirect points. */
export async function answerKeyDocument(
  world: World,
  asked: {
    readonly state: KeySetState;
    readonly document: () => unknown;
    readonly moved: string;
  },
): Promise<HttpAnswer> {
  switch (asked.state) {
    case 'normal':
      return jsonAnswer(200, asked.document());
    case 'serverError':
      return errorAnswer(500, 'ServerError', 'A fault of the plan.');
    case 'silent':
      await world.timers.sleep(silentMs);
      return { kind: 'cut' };
    case 'slow': {
      const waited = await world.timers.sleep(world.faults.keys?.slowMs ?? 10_000);
      return waited === 'closed' ? { kind: 'cut' } : jsonAnswer(200, asked.document());
    }
    case 'empty':
      return jsonAnswer(200, { keys: [] });
    case 'webPage':
      return answered(200, 'content-type', 'text/html', '<!doctype html><title>Keys</title>');
    case 'redirect':
      return answered(302, 'location', asked.moved, '');
  }
}

function answered(status: number, header: string, value: string, body: string): HttpAnswer {
  return { kind: 'answered', status, headers: { [header]: value }, body };
}
