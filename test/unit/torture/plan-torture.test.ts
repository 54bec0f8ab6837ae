import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { InviteRequestSchema } from '../../../contracts/schemas/invite-request.ts';
import { readNewCall } from '../../../simulator/read-call-input.ts';
import { readScript } from '../../../simulator/read-script.ts';
import { callFaultNames } from '../../torture/call-faults.ts';
import type { TorturePlan } from '../../torture/plan.ts';
import { planTorture } from '../../torture/plan-torture.ts';
import { situationNames } from '../../torture/situations.ts';
import { keyBlows, linkBlows, processBlows } from '../../torture/strikes.ts';

const seeds = [1, 2, 3, 4, 5];
const invitesOf = ({ calls }: TorturePlan) => calls.flatMap(({ invites }) => invites);
/** Of the whole text: two plans that differ would fill pages. */
const digestOf = (plan: TorturePlan) =>
  createHash('sha256').update(JSON.stringify(plan)).digest('hex');
const kindsOf = ({ strikes }: TorturePlan) => strikes.map(({ kind }) => kind);

describe('a plan', () => {
  test('is the same text for the same seed, and another for each other one', () => {
    const digests = () => seeds.map((seed) => digestOf(planTorture({ seed, invites: 60 })));
    expect(digests()).toEqual(digests());
    expect(new Set(digests()).size).toBe(seeds.length);
  });

  test.each([1, 2, 7, 24, 200])(
    'has exactly the %i invites asked for, each with its own id',
    (invites) => {
      for (const seed of seeds) {
        const ids = invitesOf(planTorture({ seed, invites })).map(({ inviteId }) => inviteId);
        expect(new Set(ids).size).toBe(invites);
        expect(ids).toHaveLength(invites);
      }
    },
  );

  test('has calls of one to five invites', () => {
    const sizes = planTorture({ seed: 1, invites: 200 }).calls.map(({ invites }) => invites.length);
    expect(new Set(sizes)).toEqual(new Set([1, 2, 3, 4, 5]));
  });

  test('asks for nothing that the product or the simulator would refuse', () => {
    for (const seed of seeds) {
      const plan = planTorture({ seed, invites: 200 });
      for (const { request } of invitesOf(plan)) InviteRequestSchema.parse(request);
      for (const { calls, scripts } of plan.calls) {
        for (const call of calls) readNewCall({ ...call, callbackUri: 'http://127.0.0.1/here' });
        for (const script of scripts) readScript(script);
      }
    }
  });
});

describe('seed 1 with 200 invites', () => {
  const plan = planTorture({ seed: 1, invites: 200 });

  test('has every fault of calls at least once', () => {
    const happening = new Set<string>(plan.calls.flatMap(({ faults }) => faults));
    expect(callFaultNames.filter((name) => !happening.has(name))).toEqual([]);
  });

  test('forgets the end of a replaced call where there is one', () => {
    const forgetful = plan.calls.filter(({ faults }) => faults.includes('forgetTeardown'));
    const origins = forgetful.flatMap(({ calls }) => calls.slice(1));
    expect(origins.some(({ kind }) => kind === 'peerToPeer')).toBe(true);
  });

  test('strikes processes, each kind of link fault on each link, and keys in every way', () => {
    const links = new Set(
      plan.strikes.flatMap((one) => (one.lane === 'links' ? `${one.kind} ${one.between}` : [])),
    );
    expect(links.size).toBe(linkBlows.length * 5);
    const kinds = new Set<string>(kindsOf(plan));
    expect([...processBlows, ...keyBlows].filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  test('has every situation of an invite, and both answers to an unclear POST', () => {
    const happening = new Set(invitesOf(plan).map(({ situation }) => situation));
    expect(situationNames.filter((name) => !happening.has(name))).toEqual([]);
    const policies = invitesOf(plan).map(({ request }) => request.onUnknownOutcome ?? 'fail');
    expect(new Set(policies)).toEqual(new Set(['fail', 'repostOnce']));
  });

  test('strikes in the order of time, and not while the last invites end', () => {
    const times = plan.strikes.map(({ atMs }) => atMs);
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(Math.max(...times)).toBeLessThan(plan.lengthMs - 3_000);
  });

  test('undoes each strike before the next one of its lane', () => {
    for (const lane of ['links', 'keys']) {
      const strikes = plan.strikes.filter((one) => one.lane === lane);
      const overlapping = strikes.filter((one, index) => {
        const next = strikes[index + 1];
        return next !== undefined && one.atMs + one.forMs > next.atMs;
      });
      expect(overlapping).toEqual([]);
    }
  });
});

describe('what a person asks for', () => {
  test('keeps to the faults that are named', () => {
    const faults = ['drop', 'linkLate', 'linkSilent:workerToGraph'];
    const plan = planTorture({ seed: 3, invites: 60, faults, kills: 0 });
    expect(new Set(plan.calls.flatMap((call) => call.faults))).toEqual(new Set(['drop']));
    expect(new Set(kindsOf(plan))).toEqual(new Set(['linkLate', 'linkSilent']));
    const silent = plan.strikes.filter(({ kind }) => kind === 'linkSilent');
    expect(silent.every((one) => 'between' in one && one.between === 'workerToGraph')).toBe(true);
  });

  test('can be no fault and no kill at all', () => {
    const plan = planTorture({ seed: 1, invites: 20, faults: [], kills: 0 });
    expect(plan.strikes).toEqual([]);
    expect(plan.calls.flatMap(({ faults }) => faults)).toEqual([]);
  });

  test('decides how often processes are hit, and over how long all is spread', () => {
    const plan = planTorture({ seed: 1, invites: 20, kills: 7, lengthMs: 100_000 });
    expect(plan.strikes.filter(({ lane }) => lane === 'processes')).toHaveLength(7);
    expect(plan.calls.at(-1)?.startsAtMs).toBeGreaterThan(70_000);
  });
});
