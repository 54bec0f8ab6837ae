/** A process that bundles workflows, and replays histories so that each loads a workflow. */
import { readFile, writeFile } from 'node:fs/promises';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { z } from 'zod';
import { answerParent } from '../support/answer-parent.ts';
import { QuestionSchema, type BundledSchema, type LoadedSchema } from './load-protocol.ts';
import { codeWithoutMap } from './without-map.ts';

type Question = z.infer<typeof QuestionSchema>;
type Asked<Kind extends Question['kind']> = Extract<Question, { readonly kind: Kind }>;

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

answerParent((asked) => {
  const question = QuestionSchema.parse(asked);
  return question.kind === 'bundle' ? bundle(question) : load(question);
});

async function bundle(question: Asked<'bundle'>): Promise<z.infer<typeof BundledSchema>> {
  const { workflowsPath, payloadConverterPath, target } = question;
  const [begun, before] = [performance.now(), process.cpuUsage()];
  const { code } = await bundleWorkflowCode({
    ...{ workflowsPath, logger: new DefaultLogger('ERROR') },
    ...(payloadConverterPath !== undefined && { payloadConverterPath }),
  });
  const spent = { ms: performance.now() - begun, cpuMs: cpuSince(before) };
  if (target !== undefined) await writeFile(target, code);
  const bytesWithoutMap = Buffer.byteLength(codeWithoutMap(code));
  return { ...spent, bytes: Buffer.byteLength(code), bytesWithoutMap };
}

async function load(question: Asked<'load'>): Promise<z.infer<typeof LoadedSchema>> {
  const { codePath, workflowId, count } = question;
  const history = historyFromJSON(JSON.parse(await readFile(question.history, 'utf8')));
  const histories = Array.from({ length: count }, () => ({ workflowId, history }));
  const failures: string[] = [];
  const before = process.cpuUsage();
  const results = Worker.runReplayHistories({ workflowBundle: { codePath } }, histories);
  for await (const { error } of results) if (error) failures.push(error.message);
  return { cpuMs: cpuSince(before), failures: [...new Set(failures)] };
}

/** Of all threads, the native ones too. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
