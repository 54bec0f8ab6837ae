/** What became of one request, as a label of a metric: statuses that mean something, and classes of the others. */
export type RequestResult =
  '2xx' | '3xx' | '401' | '403' | '404' | '429' | '4xx' | '5xx' | 'notSent' | 'broken';

const named = ['401', '403', '404', '429'] as const satisfies readonly RequestResult[];

export function resultOfStatus(status: number): RequestResult {
  if (status < 300) return '2xx';
  if (status < 400) return '3xx';
  if (status >= 500) return '5xx';
  return named.find((one) => one === String(status)) ?? '4xx';
}
