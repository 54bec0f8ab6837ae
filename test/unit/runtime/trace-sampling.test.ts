import { describe, expect, test } from 'vitest';
import { inviteSpan } from '../../../runtime/invite-trace.ts';
import { traceSampling } from '../../../runtime/trace-sampling.ts';

const traces = Array.from({ length: 2_000 }, (_, number) => inviteSpan(`invite-${number}`).traceId);

const kept = (env: Record<string, string>) => traces.filter(traceSampling(env));

describe('sampling', () => {
  test.each([
    [{}],
    [{ OTEL_TRACES_SAMPLER: 'always_on' }],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_on' }],
    [{ OTEL_TRACES_SAMPLER: 'traceidratio' }],
    [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: 'half' }],
    [{ OTEL_TRACES_SAMPLER: 'jaeger_remote' }],
  ])('by %o keeps every trace', (env) => {
    expect(kept(env)).toHaveLength(traces.length);
  });

  test.each([
    [{ OTEL_TRACES_SAMPLER: 'always_off' }],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' }],
  ])('by %o keeps none', (env) => {
    expect(kept(env)).toEqual([]);
  });

  test('by a ratio keeps about as many, and of a smaller one a part of the same', () => {
    const ratio = (OTEL_TRACES_SAMPLER_ARG: string) =>
      kept({ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG });
    const [quarter, tenth] = [ratio('0.25'), ratio('0.1')];
    expect(quarter.length / traces.length).toBeCloseTo(0.25, 1);
    expect(tenth.length / traces.length).toBeCloseTo(0.1, 1);
    expect(tenth.every((trace) => quarter.includes(trace))).toBe(true);
  });
});

test('the ids of a trace are a digest that never changes', () => {
  expect(inviteSpan('ticket-4711')).toEqual({
    traceId: 'e8240b7c9d69af1ab96f5bc449d4bf68',
    spanId: '74c12730bac9a76d',
  });
});
