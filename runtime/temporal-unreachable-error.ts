/** No Temporal server answered at the address; the message says what to do. */
export class TemporalUnreachableError extends Error {
  override readonly name = 'TemporalUnreachableError';
  readonly address: string;

  constructor(address: string, options?: ErrorOptions) {
    super(
      `Cannot reach Temporal at ${address}: start it with \`npm start\`, or set TEMPORAL_ADDRESS` +
        ' (and TEMPORAL_API_KEY or TEMPORAL_TLS_* where the server asks for them).',
      options,
    );
    this.address = address;
  }
}
