import type { Environment } from '../../runtime/environment.ts';
import { createAccessToken } from '../../worker/access-token.ts';
import { readWorkerConfig, type WorkerConfig } from '../../worker/config.ts';
import type { TokenFailure } from '../../worker/token-failure.ts';
import { ask, problemOf } from './ask.ts';
import { settingsOf } from './check-settings.ts';
import { failed, ok, skipped, warning, type Finding, type Report } from './finding.ts';
import { claimsOf, type TokenClaims } from './token-claims.ts';
import { fixOfTokenFailure } from './token-fixes.ts';

/** Milliseconds; a managed identity that is not there takes longer, and is then not there. */
const tokenWithinMs = 30_000;
/** How tokens name Graph where they do not name its host. */
const graphAppId = '00000003-0000-0000-c000-000000000000';

/** Whether a token can be had, is for Graph, is of the bot, has the roles, and whether Graph takes it. */
export async function checkGraph(env: Environment, report: Report): Promise<void> {
  const config = settingsOf(
    { check: 'worker settings', sign: 'GRAPH_CREDENTIAL', read: readWorkerConfig },
    env,
    report,
  );
  if (config === undefined) return;
  const token = await tokenOf(config, report);
  if (token === undefined) return;
  const claims = claimsOf(token);
  if (claims === undefined) {
    const found = 'the token cannot be looked into (the simulator takes any)';
    report(skipped('graph roles', found, 'Against Microsoft Graph, use another GRAPH_CREDENTIAL.'));
  } else {
    report(lifeFinding(claims));
    report(audienceFinding(claims, config.graphBaseUrl));
    const bot = applicationFinding(claims, env['NOTIFICATION_AUDIENCE']);
    if (bot) report(bot);
    for (const finding of roleFindings(claims)) report(finding);
  }
  report(await answerFinding(config.graphBaseUrl, token));
}

async function tokenOf(config: WorkerConfig, report: Report): Promise<string | undefined> {
  const check = 'graph token';
  const failures: TokenFailure[] = [];
  try {
    const accessToken = createAccessToken(config, {
      onFailure: (failure) => {
        failures.push(failure);
      },
    });
    const token = await withinTime(accessToken({}), tokenWithinMs);
    report(ok(check, `there is one, by ${config.credential.kind}`));
    return token;
  } catch (error) {
    const { reason, code } = failures.at(-1) ?? { reason: problemOf(error), code: undefined };
    const found = `none by ${config.credential.kind}: ${[reason, code].filter(Boolean).join(', ')}`;
    report(failed(check, found, fixOfTokenFailure({ reason, ...(code && { code }) })));
    return undefined;
  }
}

function lifeFinding({ expiresAt, isOfUser }: TokenClaims): Finding {
  const check = 'graph token kind';
  if (isOfUser) {
    const fix =
      'Use a credential of the application: there are no delegated permissions for invites.';
    return failed(check, 'the token is of a user', fix);
  }
  return expiresAt !== undefined && expiresAt.getTime() < Date.now()
    ? failed(check, `the token has expired, ${expiresAt.toISOString()}`, 'Get a new one.')
    : ok(check, 'of an application, and not expired');
}

function audienceFinding({ audience }: TokenClaims, graphBaseUrl: string): Finding {
  const check = 'graph audience';
  const { origin } = new URL(graphBaseUrl);
  const isForGraph = [origin, `${origin}/`, graphAppId].includes(audience);
  return isForGraph
    ? ok(check, `the token is for ${audience}`)
    : failed(
        check,
        `the token is for ${audience || 'nobody'}, not for ${origin}`,
        'Set GRAPH_BASE_URL to the Graph of the cloud that the application is in, and AZURE_AUTHORITY_HOST to its authority.',
      );
}

/** Notifications are for the bot, and so is the token that invites: two ids mean that one of them is wrong. */
function applicationFinding({ appId }: TokenClaims, botId: string | undefined) {
  if (appId === undefined || !botId) return undefined;
  const check = 'application';
  return appId.toLowerCase() === botId.toLowerCase()
    ? ok(check, `the token is of the bot ${appId}`)
    : failed(
        check,
        `the token is of application ${appId}, but NOTIFICATION_AUDIENCE is ${botId}: its notifications will be refused`,
        "Set NOTIFICATION_AUDIENCE, of the webhooks, to the application id of the bot that makes the calls, and the worker's credential to the same application.",
      );
}

const consent =
  'as an application permission of Microsoft Graph, with admin consent in this tenant (Entra ID, App registrations, API permissions), then wait for a new token: an old one may serve for a day';

function roleFindings({ roles }: TokenClaims): readonly Finding[] {
  const has = (...names: readonly string[]) => names.some((name) => roles.includes(name));
  return [
    // Pages of 2019 to 2022 spell it with an s (docs/protocol.md 1).
    has('Calls.InitiateGroupCall.All', 'Calls.InitiateGroupCalls.All')
      ? ok('role to invite', 'Calls.InitiateGroupCall.All')
      : failed(
          'role to invite',
          `the token has no Calls.InitiateGroupCall.All; it has ${roles.join(', ') || 'no role at all'}`,
          `Grant Calls.InitiateGroupCall.All ${consent}.`,
        ),
    has('Calls.Initiate.All', 'Calls.AccessMedia.All')
      ? ok('role to read rosters', 'is there')
      : warning(
          'role to read rosters',
          'the token has neither Calls.Initiate.All nor Calls.AccessMedia.All: lost notifications may stay lost',
          `Grant Calls.Initiate.All ${consent}.`,
        ),
    has('Calls.JoinGroupCall.All')
      ? ok('role to take back', 'Calls.JoinGroupCall.All')
      : warning(
          'role to take back',
          'the token has no Calls.JoinGroupCall.All: a cancel may end as canceledUnconfirmed',
          `Grant Calls.JoinGroupCall.All ${consent}.`,
        ),
  ];
}

/** Reads a call that does not exist: whoever accepts the token says so with 404. */
async function answerFinding(graphBaseUrl: string, token: string): Promise<Finding> {
  const check = 'graph';
  const { origin } = new URL(graphBaseUrl);
  try {
    const { status } = await ask(`${graphBaseUrl}/communications/calls/${crypto.randomUUID()}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (status === 401) {
      return failed(
        check,
        `${origin} refuses the token (401)`,
        'Look at the token findings above, and at the clock of this machine.',
      );
    }
    if (status === 403) {
      return failed(
        check,
        `${origin} takes the token, but forbids to read calls (403)`,
        'Grant the roles named above with admin consent.',
      );
    }
    if (status === 404) return ok(check, `${origin} answers and takes the token`);
    return status === 429 || status >= 500
      ? warning(check, `${origin} answers ${status}`, 'Wait, and look at the service health.')
      : failed(
          check,
          `${origin} answers ${status} where Graph answers 404: it is not Graph, or something before it`,
          'Correct GRAPH_BASE_URL, or the proxy on the way.',
        );
  } catch (error) {
    return failed(
      check,
      `${origin} cannot be reached: ${problemOf(error)}`,
      'Let this machine connect to it (DNS, firewall, proxy), or correct GRAPH_BASE_URL.',
    );
  }
}

function withinTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${ms / 1000} s`));
    }, ms);
  });
  return Promise.race([work, timeUp]).finally(() => {
    clearTimeout(timer);
  });
}
