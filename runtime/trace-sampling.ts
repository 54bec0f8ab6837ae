import type { Environment } from './environment.ts';

/** Whether the spans of a trace are recorded; every process with the same settings says the same of it. */
export type IsSampled = (traceId: string) => boolean;

/**
 * As `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG` say: `always_on` (the default), `always_off` and `traceidratio`,
 * each also as `parentbased_…`, which is the same here: a span and its parent share their trace id. Anything else counts
 * as `always_on`, and a ratio that is none as 1, as OpenTelemetry's specification has it.
 */
export function traceSampling(env: Environment): IsSampled {
  const name = (env['OTEL_TRACES_SAMPLER'] ?? '').replace(/^parentbased_/, '');
  if (name === 'always_off') return () => false;
  if (name !== 'traceidratio') return () => true;
  const limit = ratioOf(env['OTEL_TRACES_SAMPLER_ARG']) * 2 ** randomBits;
  return (traceId) => randomPart(traceId) < limit;
}

function ratioOf(text = ''): number {
  const ratio = text.trim() === '' ? 1 : Number(text);
  return ratio >= 0 && ratio <= 1 ? ratio : 1;
}

/** As many as a number holds exactly; of the last 56, which W3C Trace Context asks to be random. */
const randomBits = 52;

function randomPart(traceId: string): number {
  return Number.parseInt(traceId.slice(-13), 16);
}
