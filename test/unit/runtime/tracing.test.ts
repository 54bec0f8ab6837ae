import { describe, expect, test } from 'vitest';
import { inviteSpan } from '../../../runtime/invite-trace.ts';
import { startTracing } from '../../../runtime/tracing.ts';

const nowhere = 'http://127.0.0.1:1';
const start = (env: Record<string, string>) =>
  startTracing({ env, serviceName: 'test', onLost: () => undefined });

describe('tracing', () => {
  test.each([
    [{}],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: nowhere, OTEL_SDK_DISABLED: 'true' }],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: nowhere, OTEL_TRACES_EXPORTER: 'none' }],
    [{ OTEL_SERVICE_NAME: 'worker' }],
  ])('is off with %o', async (env) => {
    expect(await start(env)).toBeUndefined();
  });

  test.each(['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'])(
    'is on with %s, gives the root of an invite its ids, and closes without a collector',
    async (name) => {
      const tracing = await start({ [name]: nowhere, OTEL_TRACES_SAMPLER: 'always_off' });
      const inviteId = 'ticket-4711';
      const common = { kind: 'internal', inviteId, attributes: {} } as const;
      const root = tracing?.begin({ ...common, name: 'invite', isRoot: true });
      const child = tracing?.begin({ ...common, name: 'postInvite' });
      expect(root?.ref).toEqual(inviteSpan(inviteId));
      expect(child?.ref.traceId).toBe(inviteSpan(inviteId).traceId);
      expect(child?.ref.spanId).not.toBe(inviteSpan(inviteId).spanId);
      child?.end({ error: 'GraphUnclear' });
      root?.end();
      await tracing?.close();
    },
  );
});
