// What the check makes of npm's report of advisories: the policy is docs/supply-chain.md.

/**
 * @typedef {{ id: string, package: string, severity: string, title: string, production: boolean }} Advisory
 * @typedef {{ advisory: string, package: string, reason: string, expires: string }} Exception
 */

/** Older ones have had their time: what stands still is looked at again. */
const LONGEST_EXCEPTION_DAYS = 90;
/** Everything else fails, a severity that we do not know too. */
const LISTED_ONLY = ['info', 'low', 'moderate'];

/**
 * The advisories of a report, or why it is none: then nothing was checked.
 * @param {string} text what `npm audit --json` wrote
 * @param {{ packages?: Record<string, { dev?: boolean }> }} lockfile
 * @returns {{ advisories: Advisory[] } | { notChecked: string }}
 */
export function readAudit(text, lockfile) {
  const report = parsed(text);
  if (report === undefined) return { notChecked: 'npm wrote no report' };
  if (report.auditReportVersion !== 2 || typeof report.vulnerabilities !== 'object') {
    return { notChecked: failureOf(report) };
  }
  const entries = Object.values(report.vulnerabilities ?? {});
  const advisories = entries.flatMap((entry) => advisoriesOf(entry, lockfile));
  // The same advisory stands in the entries of several versions of one package.
  return { advisories: [...new Map(advisories.map((one) => [keyOf(one), one])).values()] };
}

/**
 * @param {readonly Advisory[]} advisories
 * @param {unknown} exceptions what stands in tools/audit-exceptions.json
 * @param {string} today such as 2026-11-21
 * @returns {{ failures: string[], listed: string[] }}
 */
export function judgeAudit(advisories, exceptions, today) {
  const read = readExceptions(exceptions, today);
  const excepted = (one) =>
    read.valid.some(({ advisory, package: name }) => advisory === one.id && name === one.package);
  const grave = advisories.filter((one) => one.production && !LISTED_ONLY.includes(one.severity));
  const blocking = grave.filter((one) => !excepted(one));
  const rest = advisories.filter((one) => !blocking.includes(one));
  const unused = read.valid.filter(({ advisory }) => !grave.some(({ id }) => id === advisory));
  return {
    failures: [...read.problems, ...blocking.map(lineOf)],
    listed: [
      ...rest.map((one) => `${lineOf(one)}${grave.includes(one) ? ', excepted' : ''}`),
      ...unused.map(({ advisory }) => `the exception for ${advisory} is needed no more`),
    ],
  };
}

function advisoriesOf(entry, { packages = {} }) {
  const production = (entry.nodes ?? []).some((path) => packages[path]?.dev !== true);
  const own = (entry.via ?? []).filter((via) => typeof via === 'object' && via !== null);
  return own.map(({ url, source, name, severity, title }) => ({
    // The end of the address is the name that everybody uses: GHSA-….
    id:
      String(url ?? '')
        .split('/')
        .pop() || String(source),
    package: String(name ?? entry.name),
    severity: String(severity),
    title: String(title),
    production,
  }));
}

/** @param {unknown} exceptions @param {string} today */
function readExceptions(exceptions, today) {
  if (!Array.isArray(exceptions)) {
    return { valid: [], problems: ['the exceptions are no list'] };
  }
  const judged = exceptions.map((one) => ({ one, problem: problemOf(one, today) }));
  return {
    valid: judged.filter(({ problem }) => problem === undefined).map(({ one }) => one),
    problems: judged.flatMap(({ one, problem }) =>
      problem === undefined ? [] : [`the exception for ${one?.advisory ?? '?'} ${problem}`],
    ),
  };
}

/** @returns {string | undefined} */
function problemOf(exception, today) {
  const { advisory, package: name, reason, expires } = exception ?? {};
  const isText = (value) => typeof value === 'string' && value.trim() !== '';
  if (![advisory, name, reason, expires].every(isText)) {
    return 'needs an advisory, a package, a reason and a date at which it expires';
  }
  const days = (Date.parse(expires) - Date.parse(today)) / 86_400_000;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(expires) || Number.isNaN(days)) {
    return 'needs a date such as 2026-11-21';
  }
  if (days < 0) return `expired on ${expires}`;
  if (days > LONGEST_EXCEPTION_DAYS) return `lasts longer than ${LONGEST_EXCEPTION_DAYS} days`;
  return undefined;
}

/** npm puts the reason into one of these; an empty one is no reason. */
function failureOf({ message, error }) {
  const reasons = [error?.summary, error?.detail, message];
  return reasons.find((one) => typeof one === 'string' && one !== '') ?? 'npm gave no report';
}

function parsed(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Advisory} one */
function lineOf({ id, package: name, severity, title, production }) {
  return `${severity} ${id} in ${name} (${production ? 'production' : 'development'}): ${title}`;
}

/** @param {Advisory} one */
function keyOf({ id, package: name, production }) {
  return `${id} ${name} ${production}`;
}
