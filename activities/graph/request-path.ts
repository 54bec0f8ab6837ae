import { graphFailure } from './classify-error.ts';

/** The longest id that a request or a fact may hold is 256 characters; Graph's own are far shorter. */
const maxSegmentLength = 1_024;

/**
 * Ids can never change the URL's shape: each is one segment, and none is `.` or `..`.
 * @throws ApplicationFailure GraphRefused
 */
export function pathOf(segments: readonly string[]): string {
  if (!segments.every(isSegment)) {
    throw graphFailure('GraphRefused', 'An id is no path segment; nothing was sent.');
  }
  return `/${segments.map(encodeURIComponent).join('/')}`;
}

function isSegment(text: string): boolean {
  const isDots = /^\.{1,2}$/.test(text);
  // Half a pair has no UTF-8: encodeURIComponent throws at it.
  const hasLoneSurrogate = /\p{Surrogate}/u.test(text);
  return text !== '' && text.length <= maxSegmentLength && !isDots && !hasLoneSurrogate;
}
