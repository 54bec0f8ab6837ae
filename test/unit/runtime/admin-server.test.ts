import { afterEach, describe, expect, it } from 'vitest';
import { startAdminServer, type AdminServer } from '../../../runtime/admin-server.ts';

let server: AdminServer | undefined;

afterEach(async () => {
  await server?.close();
});

async function get(
  path: string,
  options: { isReady?: () => boolean | Promise<boolean>; metrics?: () => Promise<string> } = {},
) {
  server = await startAdminServer({
    host: '127.0.0.1',
    port: 0,
    isReady: options.isReady ?? (() => true),
    metrics: {
      contentType: 'text/plain; version=0.0.4',
      metrics: options.metrics ?? (() => Promise.resolve('up 1\n')),
    },
  });
  const response = await fetch(`${server.url}${path}`);
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: await response.text(),
  };
}

describe('the admin server', () => {
  it('answers /healthz while the process lives, ready or not', async () => {
    expect(await get('/healthz', { isReady: () => false })).toMatchObject({ status: 200 });
  });

  it.each<[string, () => boolean | Promise<boolean>, number]>([
    ['ready', () => Promise.resolve(true), 200],
    ['not ready', () => false, 503],
    ['a check that fails', () => Promise.reject(new Error('no')), 503],
  ])('answers /readyz: %s', async (_case, isReady, status) => {
    expect((await get('/readyz?verbose', { isReady })).status).toBe(status);
  });

  it('hands out the metrics with their content type', async () => {
    expect(await get('/metrics')).toEqual({
      status: 200,
      type: 'text/plain; version=0.0.4',
      body: 'up 1\n',
    });
  });

  it('answers 500 without the reason when metrics cannot be collected', async () => {
    const answer = await get('/metrics', { metrics: () => Promise.reject(new Error('secret')) });
    expect(answer.status).toBe(500);
    expect(answer.body).not.toContain('secret');
  });

  it('answers 404 to anything else', async () => {
    expect((await get('/')).status).toBe(404);
    const url = server?.url ?? '';
    expect((await fetch(`${url}/healthz`, { method: 'POST' })).status).toBe(404);
  });

  it('refuses to start on a taken port', async () => {
    await get('/healthz');
    const taken = Number(new URL(server?.url ?? '').port);
    const metrics = { contentType: 'text/plain', metrics: () => Promise.resolve('') };
    const second = startAdminServer({
      host: '127.0.0.1',
      port: taken,
      isReady: () => true,
      metrics,
    });
    await expect(second).rejects.toThrow(/EADDRINUSE/);
  });
});
