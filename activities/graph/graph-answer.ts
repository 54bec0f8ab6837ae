/** What came back over HTTP, read to its end. */
export interface GraphAnswer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** The parsed body; undefined when it was empty or no JSON. */
  readonly json: unknown;
}
