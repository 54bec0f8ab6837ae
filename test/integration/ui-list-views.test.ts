/** The published list views against a real server: each query is accepted and finds what it says. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callWorkflowId } from '../../contracts/ids.ts';
import { listViews } from '../../contracts/list-views.ts';
import { startCloud, type Cloud } from '../support/cloud.ts';
import {
  showInvites,
  shownTenant,
  startIllFormed,
  type ShownInvite,
  type Situation,
} from '../support/shown-invites.ts';
import { until } from '../support/until.ts';

const wanted = ['ringing', 'joined', 'failed', 'refused', 'unknown', 'notTakenBack'] as const;
let cloud: Cloud;
let shown: Readonly<Record<Situation, ShownInvite>>;
let illFormed: string;
let terminated: string;

beforeAll(async () => {
  cloud = await startCloud();
  shown = await showInvites(cloud, wanted);
  illFormed = await startIllFormed(cloud);
  const { ringing } = await showInvites(cloud, ['ringing']);
  terminated = ringing.handle.workflowId;
  await cloud.client.workflow.getHandle(terminated).terminate();
});
afterAll(async () => {
  await shown.ringing.handle.cancel();
  await shown.ringing.handle.result().catch(() => undefined);
  await cloud.close();
});

/** What a view finds of this file's own runs: other tests share the namespace. */
async function foundBy(name: string, filling: Readonly<Record<string, string>>) {
  const view = listViews.find((one) => one.name === name);
  if (!view) throw new Error(`No list view ${name}`);
  const query = Object.entries(filling).reduce(
    (text, [word, value]) => text.replace(word, value),
    view.query,
  );
  const ids: string[] = [];
  const runs = cloud.client.workflow.list({
    query: `${query} AND TaskQueue = '${cloud.taskQueue}'`,
  });
  for await (const { workflowId } of runs) ids.push(workflowId);
  return ids.sort();
}

const idsOf = (...situations: readonly Situation[]) =>
  situations.map((one) => shown[one].handle.workflowId);
const at = (ms: number) => new Date(Date.now() + ms).toISOString();

/** By view: what is filled in, and the runs to be found. */
const expectations: Readonly<
  Record<string, { filling?: () => Record<string, string>; finds: () => readonly string[] }>
> = {
  'Invites running': { finds: () => idsOf('ringing') },
  'Invites slow': { filling: () => ({ TIME: at(60_000) }), finds: () => idsOf('ringing') },
  Joined: { finds: () => idsOf('joined') },
  Failed: { finds: () => [...idsOf('failed', 'refused', 'unknown'), illFormed] },
  'One outcome': { filling: () => ({ OUTCOME: 'InviteBusy' }), finds: () => idsOf('failed') },
  'Ended unclear': { finds: () => idsOf('unknown', 'notTakenBack') },
  'Canceled unconfirmed': { finds: () => idsOf('notTakenBack') },
  'Set-up or capacity': { finds: () => idsOf('refused') },
  'One call': {
    filling: () => ({ CALL_ID: shown.joined.callId }),
    finds: () => idsOf('joined'),
  },
  'One tenant': { filling: () => ({ TENANT_ID: shownTenant }), finds: () => idsOf('joined') },
  'Took long': { finds: () => [] },
  'Ended from outside': { finds: () => [terminated] },
  Bugs: { finds: () => [] },
};

describe('a published list view', () => {
  test.each(listViews.filter(({ name }) => name !== 'Registers of calls'))(
    'finds what it says: $name',
    async ({ name }) => {
      const { filling, finds } = expectations[name] ?? {};
      if (!finds) throw new Error(`Nothing is expected of the list view ${name}`);
      const expected = [...finds()].sort();
      // Visibility lags behind.
      let last: readonly string[] = [];
      await until(async () => {
        last = await foundBy(name, filling?.() ?? {});
        return last.join() === expected.join();
      }, `${name}: ${expected.join()}`).catch(() => undefined);
      expect(last).toEqual(expected);
    },
  );

  test('finds what it says: Registers of calls', async () => {
    const register = callWorkflowId(shown.ringing.callId);
    await until(async () => {
      const found = await foundBy('Registers of calls', {});
      return found.includes(register) && found.every((id) => id.startsWith('call/'));
    }, 'the register of the ringing invite');
  });

  test('finds nothing slow before it started', async () => {
    expect(await foundBy('Invites slow', { TIME: at(-3_600_000) })).toEqual([]);
  });
});
