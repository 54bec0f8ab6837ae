/** An invite whose code has a bug: its workflow tasks fail, and it waits for a worker without. */
export function inviteParticipants(): Promise<void> {
  throw new TypeError('a bug');
}
