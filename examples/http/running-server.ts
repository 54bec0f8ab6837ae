export interface RunningServer {
  readonly url: string;
  /** Takes no new requests, ends those that wait for an invite, and settles when all are answered. */
  close(): Promise<void>;
}
