/** What documents list must be what the code has: neither more nor less. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../../cli/exit-codes.ts';
import { inviteErrorCodes } from '../../../client/errors.ts';
import { graphFaultTypes, inviteFailureTypes } from '../../../contracts/errors.ts';
import { defaultDeadlines, deadlineNames } from '../../../contracts/rules.ts';
import { searchAttributeKeys } from '../../../contracts/search-attributes.ts';
import { inviteCounterNames, inviteHistograms } from '../../../contracts/invite-metrics.ts';
import { refusalMetric } from '../../../runtime/payload-refusals.ts';
import { createMetrics } from '../../../webhooks/metrics.ts';
import { createWorkerMetrics } from '../../../worker/metrics.ts';
import { meaningOf } from '../../../workflows/operation-failure.ts';

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFileSync(fileURLToPath(new URL(path, root)), 'utf8');

const errors = read('docs/errors.md');
const operations = read('docs/operations.md');
const observability = read('docs/observability.md');

describe('docs/errors.md', () => {
  test('lists every failure type of an invite', () => {
    expect(namesUnder(errors, 'Failure types')).toEqual([...inviteFailureTypes]);
  });

  test('gives the codes of a failed operation the meaning they have', () => {
    const rows = rowsUnder(errors, 'Codes of a failed operation').flatMap(
      ([pairs = '', type = '', advice = '']) =>
        [...pairs.matchAll(/(\d+)\/(\d+)/g)].map(([pair, code, subcode]) => ({
          pair,
          code: Number(code),
          subcode: Number(subcode),
          listed: { type: unmarked(type), retryAdvice: unmarked(advice) },
        })),
    );
    expect(rows.length).toBeGreaterThan(20);
    for (const { pair, code, subcode, listed } of rows) {
      expect(meaningOf({ code, subcode }), pair).toMatchObject(listed);
    }
  });

  test('lists every class of Graph fault', () => {
    expect(namesUnder(errors, 'Graph faults')).toEqual([...graphFaultTypes]);
  });

  test('lists every code of the client', () => {
    expect(namesUnder(errors, 'Client errors')).toEqual([...inviteErrorCodes]);
  });

  test('lists every exit code of the command line', () => {
    const codes = Object.values(exitCodes).map(String);
    expect(namesUnder(errors, 'Exit codes of graph-invite')).toEqual(codes);
  });

  test('lists every status that the webhooks answer with', () => {
    const declared = /type Status = (.+);/.exec(read('webhooks/answers.ts'))?.[1] ?? '';
    const parsers = read('webhooks/client-error.ts').matchAll(/'(\d{3}) [A-Z]/g);
    const statuses = [...declared.split(' | '), ...[...parsers].map(([, status = '']) => status)];
    const listed = namesUnder(errors, 'Answers of the webhooks');
    expect([...new Set(listed)].sort()).toEqual([...new Set(statuses)].sort());
  });
});

describe('docs/operations.md', () => {
  test.each([
    ['Worker', 'worker/config.ts'],
    ['Webhooks', 'webhooks/config.ts'],
  ])('lists every variable of the %s', (heading, source) => {
    const variables = [...read(source).matchAll(/^ {4}([A-Z][A-Z0-9_]+):/gm)];
    const names = variables.map(([, name = '']) => name);
    expect(names).toContain('LOG_LEVEL');
    expect(namesUnder(operations, heading).sort()).toEqual(names.sort());
  });

  test('lists every search attribute', () => {
    const names = searchAttributeKeys.map(({ name }) => name);
    expect(namesUnder(operations, 'The Temporal UI')).toEqual(names);
  });
});

describe('docs/observability.md', () => {
  test.each([
    ['Metrics of invites', [...inviteCounterNames, ...inviteHistograms]],
    ['Metrics of a worker', namesOf(createWorkerMetrics())],
    ['Webhooks metrics', namesOf(createMetrics())],
    ['Metrics of both', [refusalMetric]],
  ])('lists every metric under %s', (heading, names) => {
    expect(namesUnder(observability, heading).sort()).toEqual([...names].sort());
  });

  test('has a recipe for each alert, in the order of the rules, and no other', () => {
    const [, after = ''] = observability.split(/^## Alerts$/m);
    const [section = ''] = after.split(/^## /m);
    const recipes = [...section.matchAll(/^### (\w+)\n\n\S/gm)].map(([, name]) => name);
    const alerts = read('deploy/prometheus/alerts.yml').matchAll(/^ +- alert: (\w+)$/gm);
    expect(recipes).toEqual([...alerts].map(([, name]) => name));
  });
});

describe('docs/client.md', () => {
  test('lists every deadline with its default', () => {
    const rows = rowsUnder(read('docs/client.md'), 'Deadlines');
    const listed = Object.fromEntries(
      rows.map(([name = '', byDefault = '']) => [unmarked(name), byDefault]),
    );
    const inCode = deadlineNames.map((name) => [
      name,
      name === 'ringMs' ? 'none' : String(defaultDeadlines[name]),
    ]);
    expect(listed).toEqual(Object.fromEntries(inCode));
  });
});

function namesOf({ registry }: Pick<ReturnType<typeof createMetrics>, 'registry'>): string[] {
  return registry.getMetricsAsArray().map(({ name }) => name);
}

/** What stands in code marks in the first column of the table under a heading. */
function namesUnder(markdown: string, heading: string): string[] {
  return rowsUnder(markdown, heading).flatMap(([first = '']) =>
    [...first.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
}

function unmarked(cell: string): string {
  return cell.replaceAll('`', '');
}

/** The rows of the first table between a heading and the next one, cells trimmed. */
function rowsUnder(markdown: string, heading: string): string[][] {
  const [, after = ''] = markdown.split(new RegExp(`^#+ ${heading}$`, 'm'));
  const [section = ''] = after.split(/^#+ /m);
  const table = /(?:^\|.*\n)+/m.exec(section)?.[0] ?? '';
  return table
    .trimEnd()
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
