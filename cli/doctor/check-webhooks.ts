import type { Environment } from '../../runtime/environment.ts';
import { usableKeys } from '../../webhooks/key-set-answer.ts';
import { readWebhooksConfig } from '../../webhooks/config.ts';
import { ask, problemOf, shown, type Answer } from './ask.ts';
import { settingsOf } from './check-settings.ts';
import { failed, ok, warning, type Finding, type Report } from './finding.ts';

/** Whose clock differs more refuses valid tokens, or takes stale ones (docs/reliability.md 3). */
const clockToleranceMs = 5 * 60_000;

/** Whether the signing keys can be had, and whether this machine's clock fits. */
export async function checkWebhooks(env: Environment, report: Report): Promise<void> {
  const config = settingsOf(
    { check: 'webhooks settings', sign: 'NOTIFICATION_AUDIENCE', read: readWebhooksConfig },
    env,
    report,
  );
  if (config === undefined) return;
  report(audienceFinding(config.audience));
  report(issuersFinding(config.issuers));
  try {
    const answer = await ask(config.keySetUrl);
    report(await keysFinding(shown(config.keySetUrl), answer));
    const clock = clockFinding(answer.date);
    if (clock) report(clock);
  } catch (error) {
    report(
      failed(
        'signing keys',
        `${shown(config.keySetUrl)} cannot be reached: ${problemOf(error)}; every notification would get 503`,
        'Let the webhooks connect to it (DNS, firewall, proxy), or correct NOTIFICATION_JWKS_URL.',
      ),
    );
  }
}

function audienceFinding(audience: string): Finding {
  const check = 'notification audience';
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(audience)
    ? ok(check, audience)
    : failed(
        check,
        'NOTIFICATION_AUDIENCE is no application id: every notification would get 401',
        "Set it to the bot's application (client) id, a GUID, as Entra ID shows it.",
      );
}

/** docs/security.md names those of the other clouds. */
const microsoftIssuer =
  /^https:\/\/(?:api\.botframework\.(?:com|us)|graph\.microsoft\.(?:com|us)|dod-graph\.microsoft\.us)\/?$/;

function issuersFinding(issuers: readonly string[]): Finding {
  const check = 'notification issuers';
  const others = issuers.filter((issuer) => !microsoftIssuer.test(issuer));
  return others.length === 0
    ? ok(check, issuers.join(', '))
    : warning(
        check,
        `${others.join(', ')}: no issuer of Microsoft's; notifications of any issuer that is not listed get 401`,
        'Right for a simulator only, and then exactly as it signs. Else leave NOTIFICATION_ISSUERS out.',
      );
}

async function keysFinding(url: string, { status, body }: Answer): Promise<Finding> {
  const check = 'signing keys';
  try {
    const { keys } = await usableKeys(
      new Response(new Uint8Array(body), { status: inRange(status) }),
    );
    return ok(check, `${keys.length} at ${url}`);
  } catch (error) {
    return failed(
      check,
      `${url} gives none: ${problemOf(error)}`,
      'Correct NOTIFICATION_JWKS_URL; docs/security.md lists the addresses of the clouds.',
    );
  }
}

/** `Response` takes no other. */
function inRange(status: number): number {
  return status >= 200 && status <= 599 ? status : 599;
}

function clockFinding(theirs: Date | undefined): Finding | undefined {
  if (theirs === undefined) return undefined;
  const check = 'clock';
  const offMs = Math.abs(Date.now() - theirs.getTime());
  if (offMs <= clockToleranceMs / 5) return ok(check, 'agrees with that of the key server');
  const found = `differs by ${Math.round(offMs / 1000)} s from that of the key server`;
  const fix = 'Let this machine keep time (NTP): from 5 minutes on valid tokens are refused.';
  return offMs <= clockToleranceMs ? warning(check, found, fix) : failed(check, found, fix);
}
