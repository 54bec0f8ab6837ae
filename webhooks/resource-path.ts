import { callIdPattern } from '../contracts/rules.ts';

/** What a notification's path says; ids as written, not normalised. */
export interface ResourcePath {
  readonly callId: string;
  /** Lower case: `operations`, `participants` or another; absent when the path is the call itself. */
  readonly collection?: string;
  readonly resourceId?: string;
}

/**
 * Reads `…/calls/{call}[/{collection}[/{id}]]`. What stands before it varies: `/app`, `/communications`, with or without
 * the leading slash (docs/protocol.md, quirks 2 and 3), so it is not looked at.
 */
export function parseResourcePath(path: string | undefined): ResourcePath | undefined {
  if (path === undefined) return undefined;
  const [withoutQuery = ''] = path.split(/[?#]/, 1);
  const segments = withoutQuery.split('/').filter((segment) => segment !== '');
  const calls = segments.findIndex((segment) => segment.toLowerCase() === 'calls');
  const callId = calls < 0 ? undefined : segments[calls + 1];
  // Any other id cannot be one that an invite was posted to.
  if (callId === undefined || !callIdPattern.test(callId)) return undefined;
  const collection = segments[calls + 2]?.toLowerCase();
  const resourceId = segments[calls + 3];
  return {
    callId,
    ...(collection !== undefined && { collection }),
    ...(resourceId !== undefined && { resourceId }),
  };
}
