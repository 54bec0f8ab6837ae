#!/usr/bin/env node
// The commands behind the npm scripts. Everything here runs before anything is installed: Node's
// built-ins only. Progress goes to stderr; stdout belongs to results.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';
import { bench, benchHelp } from './commands/bench.mjs';
import { check } from './commands/check.mjs';
import { demo } from './commands/demo.mjs';
import { screenshots, screenshotsHelp } from './commands/screenshots.mjs';
import { start } from './commands/start.mjs';
import { test } from './commands/test.mjs';
import { torture, tortureHelp } from './commands/torture.mjs';
import { describeError } from './explained.mjs';
import { endWithParent } from './parent-watch.mjs';
import { handleInterrupts, isClosing } from './shutdown.mjs';

/**
 * @typedef {{ args: string[], root: string, env: NodeJS.ProcessEnv, log: (line: string) => void }} CommandOptions
 */

const HELP = `node tools/run.mjs <command> [arguments]

  demo [--keep] [--encrypted] [--json]
                          run every documented scenario on a local stack
                          --keep       leave everything running until Ctrl-C
                          --encrypted  payloads encrypted, a codec server for the UI
                          --json       one JSON document on stdout
  start                   the local stack until Ctrl-C; real Graph with GRAPH_CREDENTIAL
  test [vitest arguments] every test tier; the last line is "N passed, N failed"
  torture [--help]        seeded faults and kills, judged by what must never happen
  bench [name] [--help]   benchmarks, which measure and are no tests
  screenshots [--help]    pictures of the Temporal UI, by a headless Chromium
  check                   format, lint, types, dependency rules, unused code,
                          advisories, tests
  build                   install the dependencies and build dist/, when needed

Each command begins with what build does. A Temporal server is taken from
TEMPORAL_ADDRESS, else started with TEMPORAL_CLI_PATH, else with a Temporal CLI
that is found on PATH, in the cache, downloaded or built with Go.
`;

const COMMANDS = { demo, start, test, torture, bench, screenshots, check, build };
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @param {string} line */
function log(line) {
  process.stderr.write(`${line}\n`);
}

/** @param {CommandOptions} options */
async function build({ root, env, log }) {
  await bootstrap({ root, env, log });
  return 0;
}

/** @param {string} name @param {string[]} args */
function helpFor(name, args) {
  if (name === 'torture') return tortureHelp;
  if (name === 'screenshots') return screenshotsHelp;
  return name === 'bench' ? benchHelp(args) : HELP;
}

/** @param {string[]} argv @returns {Promise<number>} */
async function run([name = '', ...args]) {
  if (name === '--help' || name === '-h' || args.includes('--help')) {
    process.stdout.write(helpFor(name, args));
    return 0;
  }
  const command = Object.entries(COMMANDS).find(([known]) => known === name)?.[1];
  if (command === undefined) {
    log(name === '' ? HELP : `Unknown command ${name}.\n\n${HELP}`);
    return 2;
  }
  handleInterrupts(log);
  if (process.env['npm_lifecycle_event'] !== undefined) endWithParent();
  try {
    return await command({ args, root, env: { ...process.env }, log });
  } catch (error) {
    if (!isClosing()) log(`\n${describeError(error)}`);
    return 1;
  }
}

const code = await run(process.argv.slice(2));
// During an interruption its handler decides when and how this process ends.
if (!isClosing()) process.stdout.write('', () => process.exit(code));
