import { describe, expect, it } from 'vitest';
import { judge } from '../../../bench/support/budget.ts';
import { readOptions } from '../../../bench/webhooks/options.ts';
import { reportMarkdown } from '../../../bench/support/report-markdown.ts';
import type { BenchReport } from '../../../bench/support/report.ts';

const report: BenchReport = {
  benchmark: 'webhooks',
  at: '2026-11-21T12:00:00.000Z',
  machine: {
    cores: 2,
    cpu: 'Some Processor',
    memoryGib: 8,
    node: 'v20.20.0',
    os: 'Linux 6',
    loadBefore: [0.5, 0.25, 0.1],
    revision: null,
  },
  settings: { ...readOptions([]) },
  title: 'Webhook benchmark',
  rounds: '3 of 6 s',
  parts: [
    {
      part: 'stub',
      title: 'a title',
      circumstances: ['Measured somehow.'],
      figures: [
        { what: 'accepted', unit: '/s', values: [3_000.4, 5_000, 4_000.6] },
        { what: 'p99', unit: 'ms', values: [12.345] },
        { what: 'nothing', unit: 'ms', values: [] },
      ],
      verdicts: [
        judge({ what: 'accepted', unit: '/s', bound: 'atLeast', limit: 3_000 }, 4_000),
        judge({ what: 'p99', unit: 'ms', bound: 'atMost', limit: 10 }, 12.345),
        judge({ what: 'lost', unit: '', bound: 'atMost', limit: 0 }, 1),
      ],
      wrong: ['One got 500.'],
    },
  ],
};
const lines = reportMarkdown(report).split('\n');

describe('the report for people', () => {
  it('gives the median, least and most of all rounds', () => {
    expect(lines).toContain('| accepted | 4001 | 3000 | 5000 | /s |');
    expect(lines).toContain('| p99 | 12.3 | 12.3 | 12.3 | ms |');
  });

  it('shows a figure without values as such', () => {
    expect(lines).toContain('| nothing | – | – | – | ms |');
  });

  it('says of each budget whether it was met, and by how much', () => {
    expect(lines).toContain('| stub | accepted ≥ 3000 /s | 4000 /s | met, 33.3 % to spare |');
    expect(lines).toContain('| stub | p99 ≤ 10 ms | 12.3 ms | **missed** by 23.5 % |');
    expect(lines).toContain('| stub | lost ≤ 0 | 1 | **missed** |');
  });

  it('tells the machine with its load, and wrong answers', () => {
    expect(lines).toContain('- Load average before: 0.5, 0.25, 0.1');
    expect(lines).toContain('- When: 2026-11-21T12:00:00.000Z, revision unknown, seed 1');
    expect(lines).toContain('- **Wrong**: One got 500.');
  });
});
