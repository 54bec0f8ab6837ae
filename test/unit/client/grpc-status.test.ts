import { expect, test } from 'vitest';
import { grpcStatus } from '../../../client/temporal-call.ts';

const failed = (code: number, message: string) =>
  Object.assign(new Error(message), { code, details: '', metadata: {} });

test("a deadline of ours counts as one, also where a worker's connection calls it canceled", () => {
  expect(grpcStatus(failed(4, 'context deadline exceeded'))).toBe(4);
  expect(grpcStatus(failed(1, 'Timeout expired'))).toBe(4);
  expect(grpcStatus(new Error('no result', { cause: failed(1, 'Timeout expired') }))).toBe(4);
});

test('what somebody canceled, and what is no gRPC error, stays what it is', () => {
  expect(grpcStatus(failed(1, 'Cancelled on client'))).toBe(1);
  expect(grpcStatus(new Error('Timeout expired'))).toBeUndefined();
});
