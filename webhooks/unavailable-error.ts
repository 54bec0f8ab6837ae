/** Temporal could not be reached in time, or could not say: the notification must not be acknowledged. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}
