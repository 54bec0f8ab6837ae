import { runStep } from '../step.mjs';

/** Where the UI has payloads decrypted. */
export const CODEC_FLAG = '--ui-codec-endpoint';

/** Settings of the server, `key=value`. */
export const DYNAMIC_CONFIG = [
  // False by default up to server 1.31 (temporalio/temporal#10651).
  'system.enableActivityEagerExecution=true',
  // The stock 20 reads per second and shard make each task wait up to 50 ms on the single shard of
  // a dev server.
  'history.transferProcessorMaxPollRPS=2000',
  // Of the stock four partitions of a task queue each takes its turn when a poller comes by: while it is busy, some first
  // tasks wait for seconds (docs/benchmarks/engine.md, settings). One process serves one partition just as well.
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
];

/**
 * The arguments of `temporal server start-dev`.
 * @param {{ port: number, uiPort: number, namespace: string, dbFile?: string | undefined,
 *   searchAttributes: readonly string[], uiCodecEndpoint?: string | undefined,
 *   dynamicConfig?: readonly string[] | undefined, help: string }} options `help` is what this CLI says of itself: an unknown flag would end an
 *   older one
 * @returns {string[]}
 */
export function devServerFlags(options) {
  const { port, uiPort, namespace, dbFile, searchAttributes, uiCodecEndpoint, help } = options;
  const { dynamicConfig = DYNAMIC_CONFIG } = options;
  const flags = ['server', 'start-dev', '--ip', '127.0.0.1', '--log-level', 'error'];
  flags.push('--port', `${port}`, '--ui-port', `${uiPort}`, '--namespace', namespace);
  for (const setting of dynamicConfig) flags.push('--dynamic-config-value', setting);
  for (const name of searchAttributes) flags.push('--search-attribute', `${name}=Keyword`);
  if (dbFile !== undefined) {
    flags.push('--db-filename', dbFile);
    flags.push('--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL');
  }
  if (help.includes('--ui-disable-news-fetch')) flags.push('--ui-disable-news-fetch');
  if (uiCodecEndpoint !== undefined && help.includes(CODEC_FLAG)) {
    flags.push(CODEC_FLAG, uiCodecEndpoint);
  }
  return flags;
}

/**
 * @param {string} cliPath
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} the help text of `server start-dev`
 */
export async function startDevHelp(cliPath, env) {
  const args = ['server', 'start-dev', '--help'];
  const step = { command: cliPath, args, env, deadlineMs: 20_000 };
  return (await runStep({ ...step, output: 'capture' })).output;
}
