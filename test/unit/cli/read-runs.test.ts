import { readFileSync } from 'node:fs';
import { defaultDataConverter } from '@temporalio/common';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Client } from '@temporalio/client';
import { expect, it } from 'vitest';
import { readInviteHistory } from '../../../cli/explain/read-runs.ts';
import { historiesFolder } from '../../support/histories.ts';
import { eventsIn } from './explain-parts.ts';

const pageSize = 4;

it('reads a history that comes in pages to its end', async () => {
  const text = readFileSync(`${historiesFolder}call-ended.json`, 'utf8');
  const all = historyFromJSON(JSON.parse(text)).events ?? [];
  let pages = 0;
  const client = {
    options: { namespace: 'default', loadedDataConverter: defaultDataConverter },
    withDeadline: (_deadline: number, make: () => unknown) => make(),
    workflowService: {
      getWorkflowExecutionHistory: ({ nextPageToken }: { nextPageToken: Uint8Array }) => {
        pages += 1;
        const from = nextPageToken[0] ?? 0;
        const next = from + pageSize;
        return Promise.resolve({
          history: { events: all.slice(from, next) },
          nextPageToken: next < all.length ? Uint8Array.of(next) : new Uint8Array(),
        });
      },
    },
  } as unknown as Client;
  const { events, incomplete } = await readInviteHistory(client, 'ticket-4711');
  expect(events).toEqual(await eventsIn('call-ended'));
  expect(incomplete).toBe(false);
  expect(pages).toBe(Math.ceil(all.length / pageSize));
});
