import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isShown } from './known-metrics.ts';
import { parsePromql } from './promql.ts';
import { alertRules, dashboard, deployFolder, readYaml } from './shipped.ts';

const rules = alertRules();
const panels = dashboard().panels;
const expressions = [
  ...rules.map(({ alert, expr }) => ({ where: alert, expr })),
  ...panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, refId }) => ({ where: `${title} ${refId}`, expr })),
  ),
];

describe('an expression of an alert or a panel', () => {
  test.each(expressions)('is PromQL: $where', ({ expr }) => {
    expect(parsePromql(expr).errors).toEqual([]);
  });

  test.each(expressions)('names only metrics that a process shows: $where', ({ expr }) => {
    const { metrics } = parsePromql(expr);
    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.filter((name) => !isShown(name))).toEqual([]);
  });

  test('is found wrong when it is', () => {
    expect(parsePromql('sum by (job (rate(up[5m]))').errors).not.toEqual([]);
    expect(parsePromql('rate(graph_invite_none_total[5m])').metrics.filter(isShown)).toEqual([]);
  });
});

describe('the alerts', () => {
  test.each(rules)('say how bad, what it is and what to do: $alert', (rule) => {
    expect(rule.alert).toMatch(/^GraphInvite[A-Z][A-Za-z]+$/);
    expect(rule.labels['severity']).toMatch(/^(?:critical|warning|info)$/);
    expect(rule.for ?? '0m').toMatch(/^\d+[mh]$/);
    expect(Object.keys(rule.annotations).sort()).toEqual(['description', 'runbook', 'summary']);
    expect(rule.annotations['summary']?.length).toBeGreaterThan(15);
    expect(rule.annotations['description']?.length).toBeGreaterThan(30);
  });

  test('have names of their own', () => {
    const names = rules.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(10);
  });

  test.each(rules)('lead to their place in docs/observability.md: $alert', (rule) => {
    const [path = '', anchor = ''] = (rule.annotations['runbook'] ?? '').split('#');
    expect(path).toBe('docs/observability.md');
    const text = readFileSync(join(deployFolder, '..', path), 'utf8');
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
    expect(headings.map((heading) => heading.toLowerCase())).toContain(anchor);
    expect(anchor).toBe(rule.alert.toLowerCase());
  });

  test('each have a unit test in which they fire', () => {
    const { tests } = readYaml('prometheus/alerts.test.yml') as {
      readonly tests: readonly { readonly name: string }[];
    };
    const names = tests.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(rules.map(({ alert }) => alert)));
    expect(names).toContain('a healthy deployment');
  });

  test('are loaded by the example configuration, whose jobs they name', () => {
    const config = readYaml('prometheus/prometheus.yml') as {
      readonly rule_files: readonly string[];
      readonly scrape_configs: readonly { readonly job_name: string }[];
    };
    expect(config.rule_files).toEqual(['alerts.yml']);
    const jobs = config.scrape_configs.map(({ job_name }) => job_name);
    const named = expressions.flatMap(({ expr }) => [...expr.matchAll(/job="([^"]+)"/g)]);
    expect(new Set(named.map(([, job = '']) => job))).toEqual(new Set(jobs));
  });
});

describe('the dashboard', () => {
  test('has panels of their own ids that do not overlap', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  });

  test('has a row for invites, phases, Graph, webhooks, the worker and processes', () => {
    const rows = panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    expect(rows).toEqual([
      'Invites',
      'Phases',
      'Graph',
      'Webhooks',
      'Temporal worker',
      'Processes',
    ]);
  });

  test('uses no variable but its own', () => {
    const own = ['__rate_interval', ...dashboard().templating.list.map(({ name }) => name)];
    const used = JSON.stringify(panels).matchAll(/\$\{?(\w+)\}?/g);
    expect([...used].map(([, name = '']) => name).filter((name) => !own.includes(name))).toEqual(
      [],
    );
  });
});

describe('promtool', () => {
  const promtool = findPromtool();
  test.skipIf(promtool === undefined).each([
    ['check', 'rules', 'alerts.yml'],
    ['check', 'config', 'prometheus.yml'],
    ['test', 'rules', 'alerts.test.yml'],
  ])('accepts: %s %s %s (needs promtool)', (...args) => {
    const cwd = join(deployFolder, 'prometheus');
    expect(execFileSync(promtool ?? '', args, { cwd, encoding: 'utf8' })).toContain('SUCCESS');
  });
});

/** By `PROMTOOL_PATH`, else on PATH. */
function findPromtool(): string | undefined {
  const { PROMTOOL_PATH: named, PATH: path = '' } = process.env;
  if (named) return named;
  return path
    .split(delimiter)
    .map((folder) => join(folder, 'promtool'))
    .find(existsSync);
}
