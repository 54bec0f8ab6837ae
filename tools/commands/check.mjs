import { checkAdvisories } from '../audit-step.mjs';
import { bootstrap } from '../bootstrap.mjs';
import { explained } from '../explained.mjs';
import { checkPackage } from '../package-checks.mjs';
import { runStep } from '../step.mjs';
import { endingWithCount, runTests } from './test.mjs';

const TSC = 'node_modules/typescript/bin/tsc';
const ROOMS = 'contracts workflows activities worker client webhooks simulator cli runtime';

const STEPS = [
  {
    name: 'format',
    args: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'],
    fix: 'npx prettier --write .',
  },
  {
    name: 'lint',
    args: ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'],
    fix: 'npx eslint --fix .',
  },
  {
    name: 'types',
    args: [TSC, '-p', 'tsconfig.json', '--noEmit'],
    fix: 'correct the types named above',
  },
  {
    name: 'types of the workflow isolate',
    args: [TSC, '-p', 'workflows/tsconfig.json', '--noEmit'],
    fix: 'use only what exists in a workflow isolate: no Node, no DOM',
  },
  {
    name: 'dependency rules',
    args: [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      ...['--config', '.dependency-cruiser.cjs', ...ROOMS.split(' ')],
    ],
    fix: 'import only what the room may import (.dependency-cruiser.cjs)',
  },
  {
    name: 'unused code',
    args: ['node_modules/knip/bin/knip.js'],
    fix: 'remove what is unused, or name it in the knip configuration',
  },
];

/**
 * Everything that CI checks, cheapest first; the tests are the last step.
 * @param {import('../run.mjs').CommandOptions} options
 * @returns {Promise<number>}
 */
export function check(options) {
  return endingWithCount(options.log, async () => {
    await bootstrap(options);
    for (const step of STEPS) await pass(step, options);
    await checkAdvisories(options);
    await checkPackage(options);
    return runTests(options);
  });
}

/**
 * @param {(typeof STEPS)[number]} step
 * @param {import('../run.mjs').CommandOptions} options
 */
async function pass({ name, args, fix }, { root, env, log }) {
  const started = Date.now();
  const step = { command: process.execPath, args, cwd: root, env };
  const { code } = await runStep({ ...step, output: 'stderr' });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name}, ${seconds} s`);
  if (code !== 0) throw explained(`The check stops at: ${name}. How to fix it: ${fix}`);
}
