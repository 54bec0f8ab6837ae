/** How the key set and the document that names it are answered. */
export const keySetStates = [
  'normal',
  /** 500. */
  'serverError',
  /** Never. */
  'silent',
  /** `slowMs` later. */
  'slow',
  /** 200 without any key. */
  'empty',
  /** 200 with HTML. */
  'webPage',
  /** 302 to a path that has the true answer. */
  'redirect',
] as const;
export type KeySetState = (typeof keySetStates)[number];

export type KeyFaultPlan = {
  readonly keySet?: KeySetState | undefined;
  /** For `slow`; default 10,000. */
  readonly slowMs?: number | undefined;
  /** A new key before every so manieth delivery of the simulator; the old ones stay published. Absent: never. */
  readonly rotateKeysEvery?: number | undefined;
};
