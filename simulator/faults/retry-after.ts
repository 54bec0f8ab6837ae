import { drawFrom } from './rates.ts';

/** The forms of a Retry-After header that clients have to live with. */
export const retryAfterForms = [
  'seconds',
  'fraction',
  'httpDate',
  'absent',
  'zero',
  'negative',
  'absurd',
  'garbage',
] as const;
export type RetryAfterForm = (typeof retryAfterForms)[number];

/** An HTTP date has whole seconds only, so a nearer one could be over on arrival. */
const dateMs = 2_000;

/** Any form, decided by the seed. */
export function drawRetryAfter(random: () => number): RetryAfterForm {
  return drawFrom(retryAfterForms, random);
}

/** A form in which there is a header, decided by the seed. */
export function drawPresentRetryAfter(random: () => number): RetryAfterForm {
  return drawFrom(
    ['seconds', 'fraction', 'httpDate', 'zero', 'negative', 'absurd', 'garbage'],
    random,
  );
}

/** The header in a form; none for `absent`. `now` in milliseconds since 1970. */
export function retryAfterHeader(
  form: RetryAfterForm,
  now: number,
): Readonly<Record<string, string>> {
  if (form === 'absent') return {};
  if (form === 'httpDate') return { 'retry-after': new Date(now + dateMs).toUTCString() };
  return { 'retry-after': texts[form] };
}

const texts = {
  seconds: '1',
  fraction: '0.7',
  zero: '0',
  negative: '-5',
  absurd: '1000000000',
  garbage: 'soon',
} as const satisfies Partial<Record<RetryAfterForm, string>>;
