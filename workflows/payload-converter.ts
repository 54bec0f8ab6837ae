/**
 * How payloads become values inside workflows. The SDK's own converter throws at a payload that it cannot read, and does
 * so before any handler: the workflow task would fail and be retried for ever, with every deadline of the invite standing
 * still. Here such a payload becomes a value that every guard refuses, so it is dropped like any other ill-formed fact.
 */
import { defaultPayloadConverter, type PayloadConverter } from '@temporalio/workflow';

const unreadable = defaultPayloadConverter.toPayload({ unreadablePayload: true });

export const payloadConverter: PayloadConverter = {
  toPayload: (...value) => defaultPayloadConverter.toPayload(...value),
  fromPayload: (...payload) => {
    try {
      return defaultPayloadConverter.fromPayload(...payload);
    } catch {
      return defaultPayloadConverter.fromPayload(unreadable);
    }
  },
};
