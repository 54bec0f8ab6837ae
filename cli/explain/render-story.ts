import { retryAdviceText } from '../exit-codes.ts';
import { clock } from '../status-line.ts';
import type { Story, StoryLine, StoryWait } from './story.ts';

/** For a person: a head, a line for each fact with clock and seconds since the start, and what to do. */
export function renderStory(story: Story, url: string | null): string {
  const { lines, waiting } = story;
  return [
    headOf(story),
    ...(url === null ? [] : [url]),
    '',
    ...lines.map((line) => lineOf(line, widthOf(lines))),
    ...(waiting.length === 0 ? [] : ['', 'Waiting for', ...waiting.map(waitOf)]),
    ...adviceOf(story),
    '',
  ].join('\n');
}

function headOf({ inviteId, state, outcome, startedAt, endedAt }: Story): string {
  const started = startedAt === undefined ? '' : `, started ${dateOf(startedAt)}`;
  const took =
    startedAt === undefined || endedAt === undefined
      ? ''
      : `, took ${((Date.parse(endedAt) - Date.parse(startedAt)) / 1000).toFixed(2)} s`;
  return `Invite ${inviteId}: ${outcome ?? states[state]}${started}${took}`;
}

const states: Readonly<Record<Story['state'], string>> = {
  running: 'running',
  joined: 'joined',
  failed: 'failed',
  canceled: 'canceled',
  terminated: 'terminated',
  timedOut: 'timed out',
  unreadable: 'ended without an outcome',
};

function lineOf({ at, sinceStartMs, kind, text }: StoryLine, width: number): string {
  const since = `+${(sinceStartMs / 1000).toFixed(2)} s`.padStart(width);
  return `${clock(at)} ${since}  ${kind.padEnd(8)}  ${text}`;
}

function widthOf(lines: readonly StoryLine[]): number {
  return Math.max(
    9,
    ...lines.map(({ sinceStartMs }) => `+${(sinceStartMs / 1000).toFixed(2)} s`.length),
  );
}

function waitOf({ text, until }: StoryWait): string {
  return `  ${text}${until === undefined ? '' : `, until ${clock(until)}`}`;
}

function adviceOf({ advice, state }: Story): readonly string[] {
  if (advice === undefined) return [];
  const { retryAdvice, operator } = advice;
  return [
    '',
    `What to do: ${operator}.`,
    ...(state === 'failed' && retryAdvice ? [`Again? ${retryAdviceText[retryAdvice]}`] : []),
  ];
}

/** The day as a person reads it, in local time as the clock is. */
function dateOf(time: string): string {
  const date = new Date(time);
  const month = String(date.getMonth() + 1).padStart(2, '0');
  return `${date.getFullYear()}-${month}-${String(date.getDate()).padStart(2, '0')} ${clock(date)}`;
}
