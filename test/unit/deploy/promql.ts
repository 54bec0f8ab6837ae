/** PromQL, parsed by Prometheus' own grammar for editors. */
import type { SyntaxNodeRef } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

export interface Parsed {
  /** What stands where the grammar has no place for it. */
  readonly errors: readonly string[];
  /** Names of metrics, as written. */
  readonly metrics: readonly string[];
}

/** Grafana fills its variables in before Prometheus sees the expression. */
function filledIn(expression: string): string {
  return expression.replaceAll('$__rate_interval', '5m').replaceAll(/\$\{?\w+\}?/g, 'x');
}

export function parsePromql(written: string): Parsed {
  const expression = filledIn(written);
  const errors: string[] = [];
  const metrics: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to, node }: SyntaxNodeRef) => {
      const text = expression.slice(from, to);
      if (type.isError) errors.push(expression.slice(Math.max(from - 20, 0), to + 20));
      if (type.name === 'Identifier' && node.parent?.name === 'VectorSelector') metrics.push(text);
    },
  });
  return { errors, metrics };
}
