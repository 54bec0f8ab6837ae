/** What is known of an invite, as lines for the Temporal UI: counts, codes and times, never a person. Pure. */
import type { GraphErrorInfo, ResultInfo } from '../contracts/types.ts';
import { awaitedInvitees, originalCallId, type InviteState, type Source } from './invite-state.ts';

export function knownFacts(state: InviteState): readonly string[] {
  const { callEnded, cancelRequested } = state;
  return [
    `- POST: ${postText(state)}`,
    `- Operation: ${operationText(state)}`,
    `- Roster: ${rosterText(state)}`,
    ...originalCallLine(state),
    ...(callEnded ? [`- Call: ended, ${saidBy[callEnded.source]}`] : []),
    ...(cancelRequested ? [`- Cancel: ${cancelText(state)}`] : []),
  ];
}

/** To the second: `2026-11-21 21:54:41 UTC`. */
export function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `with 500#0, in its text 580#5201`: the second pair is the true one where it differs. Graph's text itself can name the person. */
export function codesText({ code, subcode, diagnosticCode }: ResultInfo): string {
  const outer = code == null ? undefined : `${code}#${subcode ?? 0}`;
  if (diagnosticCode == null || diagnosticCode === outer) {
    return outer === undefined ? 'without a code' : `with ${outer}`;
  }
  return `with ${outer ?? 'no code'}, in its text ${diagnosticCode}`;
}

const saidBy: Readonly<Record<Source, string>> = {
  notification: 'by notification',
  response: "by Graph's answer to the POST",
  reconciliation: 'by asking Graph',
};

function postText({ post, postedAt, graphError }: InviteState): string {
  const at = postedAt === undefined ? '' : ` at ${utc(postedAt)}`;
  const answer = graphError === undefined ? '' : `; Graph answered ${errorText(graphError)}`;
  switch (post) {
    case 'notPosted':
      return `not executed${answer}`;
    case 'inFlight':
      return `sent${at}, no answer yet`;
    case 'accepted':
      return `accepted, sent${at}`;
    case 'unclear':
      return `unclear, sent${at}; Graph may have executed it${answer}`;
  }
}

function cancelText({ completed, outcome }: InviteState): string {
  if (outcome === 'canceled') return 'requested, and done';
  return completed ? 'came too late, the operation has completed' : 'requested';
}

/** Graph's status and code; its text can name the person. */
export function errorText({ status, code }: GraphErrorInfo): string {
  return code === undefined || code === `${status}` ? `${status}` : `${status} ${code}`;
}

function operationText({ post, completed, failed }: InviteState): string {
  if (completed) return `completed at ${utc(completed.at)}, ${saidBy[completed.source]}`;
  if (failed) {
    return `failed ${codesText(failed.resultInfo ?? {})}, ${saidBy[failed.source]}`;
  }
  return post === 'notPosted' ? 'none' : 'no end known';
}

function rosterText({ invite, inRoster }: InviteState): string {
  const awaited = awaitedInvitees(invite);
  if (awaited.length === 0) return 'nobody is awaited there (hidden, or confirmRoster is false)';
  const sources = awaited.flatMap(({ key }) => inRoster.get(key) ?? []);
  const source = sources.includes('reconciliation') ? 'reconciliation' : 'notification';
  const said = sources.length === 0 ? '' : `, ${saidBy[source]}`;
  return `${sources.length} of ${awaited.length} seen in the call${said}`;
}

function originalCallLine({ invite, originalCallEnded }: InviteState): readonly string[] {
  if (originalCallId(invite) === undefined) return [];
  if (originalCallEnded === undefined) return ['- Original call: not known to have ended'];
  return [`- Original call: ended, ${saidBy[originalCallEnded.source]}`];
}
