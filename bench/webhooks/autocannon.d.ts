/** As far as it is used here; the package itself (version 9) brings no types. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  interface Request {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }

  /** One connection. Emits `headers` with `{ statusCode }`, and `response` with status, bytes and milliseconds. */
  export interface Client extends EventEmitter {
    setRequests(requests: Request[]): void;
  }

  interface Options {
    readonly url: string;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    /** Milliseconds between samples; a run ends with a sample. */
    readonly sampleInt: number;
    /** Seconds until a request counts as lost. */
    readonly timeout: number;
    /** Requests on one connection, after which another is opened. */
    readonly reconnectRate: number;
    setupClient(client: Client): void;
  }

  interface Result {
    /** Seconds. */
    readonly duration: number;
    readonly errors: number;
    readonly timeouts: number;
  }

  export default function autocannon(options: Options): Promise<Result>;
}
