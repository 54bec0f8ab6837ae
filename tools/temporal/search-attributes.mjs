import { runStep } from '../step.mjs';

/** @typedef {{ cliPath: string, address: string, namespace: string, env: NodeJS.ProcessEnv }} Target */

/**
 * @param {Target} target
 * @returns {Promise<{ names: Set<string> } | { error: string }>} the custom and system search
 *   attributes of a namespace; an error while the server is not serving yet
 */
export async function listSearchAttributes(target) {
  const { code, output } = await operator(target, ['list', '--output', 'json']);
  if (code !== 0) return { error: output.trim() };
  return { names: new Set(Array.from(output.matchAll(/"(\w+)"/g), ([, name = '']) => name)) };
}

/**
 * Registers Keyword attributes. Needed beside the flag of `start-dev`, which is silently without
 * effect when the namespace exists already in the database file.
 * @param {Target} target
 * @param {readonly string[]} names
 * @returns {Promise<string | undefined>} why they are not registered
 */
export async function createSearchAttributes(target, names) {
  const named = names.flatMap((name) => ['--name', name]);
  const { code, output } = await operator(target, ['create', ...named, '--type', 'Keyword']);
  return code === 0 ? undefined : `search attributes are not registered: ${output.trim()}`;
}

/** @param {Target} target @param {readonly string[]} args */
function operator({ cliPath, address, namespace, env }, args) {
  const connection = ['--address', address, '--namespace', namespace];
  const full = ['operator', 'search-attribute', ...args, ...connection];
  return runStep({ command: cliPath, args: full, env, output: 'capture', deadlineMs: 10_000 });
}
