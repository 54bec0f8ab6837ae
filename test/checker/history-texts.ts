import { isObject } from '../../contracts/json-values.ts';
import type { HistoryText } from './evidence.ts';
import { decoded, isPayload, textAt, type HistoryJsonEvent } from './history-json.ts';

/** Everything that stands in a history, in clear, with where it stands: for the search for personal data. */
export function historyTexts(events: readonly HistoryJsonEvent[]): readonly HistoryText[] {
  return events.flatMap(textsOf);
}

interface Found {
  readonly path: readonly string[];
  readonly text: string;
}

function textsOf(event: HistoryJsonEvent): readonly HistoryText[] {
  const payloads: Found[] = [];
  const rest = withoutPayloads(event.whole, [], payloads);
  const where = `event ${event.position}, ${event.name}`;
  return [
    { where, place: 'clear', text: JSON.stringify(rest) },
    ...payloads.map(({ path, text }): HistoryText => ({
      where: `${where}, ${path.slice(1).join('.')}`,
      place: placeOf(event, path),
      text,
    })),
  ];
}

function withoutPayloads(value: unknown, path: readonly string[], found: Found[]): unknown {
  if (isPayload(value)) {
    found.push({ path, text: JSON.stringify(decoded(value) ?? null) });
    return null;
  }
  if (Array.isArray(value)) return value.map((one) => withoutPayloads(one, path, found));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      withoutPayloads(one, [...path, name], found),
    ]),
  );
}

/** Temporal indexes or shows these in clear, also where payloads are encrypted. */
const shownMembers = ['searchAttributes', 'memo', 'header', 'userMetadata'];

function placeOf({ name, attributes }: HistoryJsonEvent, path: readonly string[]) {
  if (path.some((member) => shownMembers.includes(member))) return 'clear';
  if (!path.includes('input')) return 'payload';
  if (name === 'workflowExecutionStarted' || name === 'workflowExecutionContinuedAsNew') {
    return 'start';
  }
  return textAt(attributes, 'activityType', 'name') === 'postInvite' ? 'start' : 'payload';
}
