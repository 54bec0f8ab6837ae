import { allowsInsecureLoopback, type Environment } from '../../runtime/environment.ts';
import { insecureUrlProblem } from '../../runtime/secure-url.ts';
import { ask, problemOf, shown, type Answer } from './ask.ts';
import { failed, ok, skipped, warning, type Finding, type Report } from './finding.ts';

const check = 'callback';
const soonMs = 14 * 86_400_000;

/**
 * Posts to the callback URL without a token, as nobody from Graph would: the webhooks answer 401 with an empty body. Shows
 * the way from here, not from Microsoft's network.
 * `ALLOW_INSECURE_LOOPBACK` allows a webhook on this machine, by plain http too.
 */
export async function checkCallback(
  url: string | undefined,
  env: Environment,
  report: Report,
): Promise<void> {
  if (url === undefined) {
    const fix = 'Give --callback with the URL that Graph is told to notify.';
    report(skipped(check, 'no URL was given', fix));
    return;
  }
  const allowInsecureLoopback = allowsInsecureLoopback(env);
  const insecure = insecureUrlProblem(url, { allowInsecureLoopback });
  if (insecure !== undefined) {
    report(
      failed(
        check,
        `the URL ${insecure}`,
        'Give it as Graph is told, such as https://bot.example.com/notifications; http only to this machine, with ALLOW_INSECURE_LOOPBACK=true.',
      ),
    );
    return;
  }
  try {
    const answer = await ask(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '2' },
      body: '{}',
    });
    report(await answerFinding(url, answer));
    const certificate = certificateFinding(answer.certificateEnds);
    if (certificate) report(certificate);
  } catch (error) {
    report(
      failed(
        check,
        `${shown(url)} gave no answer: ${problemOf(error)}`,
        'Start the webhooks and let the reverse proxy pass the path on: DNS, firewall, TLS certificate. A certificate must be of a public authority.',
      ),
    );
  }
}

async function answerFinding(url: string, { status, body }: Answer): Promise<Finding> {
  if (status === 401 && body.length === 0) return behindDoorFinding(url);
  const found = `${shown(url)} answers ${status}`;
  if (status === 404 || status === 405) {
    return failed(
      check,
      `${found}: another path, or another service`,
      'End the URL with WEBHOOK_PATH (default /notifications), and let the proxy pass it on unchanged.',
    );
  }
  if (status === 503) {
    return failed(
      check,
      `${found}: the webhooks cannot reach Temporal or the signing keys, or are closing`,
      'Look at /readyz on their ADMIN_PORT and at their log.',
    );
  }
  if (status >= 300 && status < 400) {
    return failed(
      check,
      `${found}, a redirect, which loses notifications`,
      'Give the URL that it leads to.',
    );
  }
  if (status === 502 || status === 504) {
    return failed(
      check,
      `${found}: the proxy does not reach the webhooks`,
      'Start them, or correct the proxy.',
    );
  }
  if (status < 300) {
    return failed(
      check,
      `${found} to a request without a token: these are not the webhooks of this project`,
      'Let the URL lead to them. If a receiver of your own passes requests on, let it give back their status.',
    );
  }
  return failed(
    check,
    `${found}${status === 401 ? ' with a body' : ''}: something before the webhooks answers itself`,
    'Let the proxy ask for no credentials of its own and pass the Authorization header on.',
  );
}

/** A gateway that asks for credentials answers 401 to every method; the webhooks answer a GET of their path with 405. */
async function behindDoorFinding(url: string): Promise<Finding> {
  const { status } = await ask(url);
  return status === 405
    ? ok(check, `${shown(url)} leads to the webhooks, as seen from here`)
    : warning(
        check,
        `${shown(url)} answers 401 as the webhooks do, but a GET with ${status}, where they say 405`,
        'Look whether something before the webhooks asks for credentials of its own: Graph has none but its token.',
      );
}

function certificateFinding(ends: Date | undefined): Finding | undefined {
  if (ends === undefined) return undefined;
  const name = 'callback certificate';
  const day = ends.toISOString().slice(0, 10);
  return ends.getTime() - Date.now() < soonMs
    ? warning(name, `ends on ${day}`, 'Renew it.')
    : ok(name, `is valid until ${day}`);
}
