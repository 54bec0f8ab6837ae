import { isGrpcServiceError } from '@temporalio/client';
import { defaultTaskQueue } from '../../contracts/messages.ts';
import { searchAttributes } from '../../contracts/search-attributes.ts';
import { ConfigurationError } from '../../runtime/configuration-error.ts';
import type { Environment } from '../../runtime/environment.ts';
import { compareSearchAttributes } from '../../runtime/search-attributes.ts';
import { taskQueuePollers } from '../../runtime/task-queue-pollers.ts';
import { connectTemporal, type TemporalConnection } from '../../runtime/temporal-connection.ts';
import { TemporalUnreachableError } from '../../runtime/temporal-unreachable-error.ts';
import { checkKeyFile } from './check-settings.ts';
import { failed, ok, skipped, warning, type Finding, type Report } from './finding.ts';

/** Milliseconds for each question. */
const answerWithinMs = 5_000;

/** Whether the key file can be used, Temporal answers, has the namespace and its search attributes, and whether workers poll. */
export async function checkTemporal(env: Environment, report: Report): Promise<void> {
  const temporal = checkKeyFile(env, report) ? await connected(env, report) : undefined;
  if (temporal === undefined) {
    for (const check of ['namespace', 'search attributes', 'workers']) report(notChecked(check));
    return;
  }
  try {
    if (!(await reported(namespaceFinding(temporal), report))) {
      for (const check of ['search attributes', 'workers']) report(notChecked(check));
      return;
    }
    await reported(searchAttributesFinding(temporal), report);
    await reported(workersFinding(temporal, env['INVITE_TASK_QUEUE'] || defaultTaskQueue), report);
  } finally {
    await temporal.close();
  }
}

function notChecked(check: string): Finding {
  return skipped(check, 'needs what has just failed', 'Mend that first.');
}

async function connected(env: Environment, report: Report) {
  try {
    const temporal = await connectTemporal({ env });
    report(ok('temporal', `${temporal.address} answers`));
    return temporal;
  } catch (error) {
    if (error instanceof ConfigurationError) {
      report(failed('temporal', error.problems.join('; '), 'Correct these variables.'));
      return undefined;
    }
    if (!(error instanceof TemporalUnreachableError)) throw error;
    report(
      failed(
        'temporal',
        `nobody answers at ${error.address}`,
        'Start Temporal (on a development machine: npm start), or set TEMPORAL_ADDRESS, and TEMPORAL_API_KEY or TEMPORAL_TLS_* where the server asks for them.',
      ),
    );
    return undefined;
  }
}

async function reported(finding: Promise<Finding>, report: Report): Promise<boolean> {
  const found = await finding;
  report(found);
  return found.status !== 'failed';
}

async function namespaceFinding({ connection, namespace }: TemporalConnection): Promise<Finding> {
  const check = 'namespace';
  try {
    const { config } = await connection.withDeadline(Date.now() + answerWithinMs, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    const days = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / 86_400;
    if (days > 0 && days < 1) {
      return warning(
        check,
        `${namespace} forgets ended invites after ${(days * 24).toFixed(0)} hours, and with them that their ids were used`,
        'Set a longer retention: 7 to 30 days suit most.',
      );
    }
    return ok(
      check,
      `${namespace}, keeps ended invites for ${days.toFixed(0)} ${days < 1.5 ? 'day' : 'days'}`,
    );
  } catch (error) {
    return failed(check, `${namespace} cannot be used: ${wordsOf(error)}`, namespaceFix(error));
  }
}

/** gRPC's numbers. */
const notFound: number = 5;
const refused: readonly number[] = [7, 16];

function namespaceFix(error: unknown): string {
  const code: number | undefined = isGrpcServiceError(error) ? error.code : undefined;
  if (code === notFound) {
    return 'Set TEMPORAL_NAMESPACE to one that exists, or make it: temporal operator namespace create --namespace NAME --retention 168h';
  }
  return code !== undefined && refused.includes(code)
    ? 'Give TEMPORAL_API_KEY, or TEMPORAL_TLS_*, of an account that may use this namespace.'
    : 'Look at the Temporal server and its log.';
}

async function searchAttributesFinding(temporal: TemporalConnection): Promise<Finding> {
  const check = 'search attributes';
  const { namespace } = temporal;
  try {
    const { missing, ofOtherType } = await temporal.connection.withDeadline(
      Date.now() + answerWithinMs,
      () => compareSearchAttributes({ ...temporal, attributes: searchAttributes }),
    );
    const [first] = ofOtherType;
    if (first !== undefined) {
      return failed(
        check,
        `of another type than Keyword: ${ofOtherType.map(({ name }) => name).join(', ')}`,
        `Remove each and set up again: temporal operator search-attribute remove --name ${first.name}, then graph-invite setup.`,
      );
    }
    if (missing.length > 0) {
      return failed(
        check,
        `missing in namespace ${namespace}: ${missing.map(({ name }) => name).join(', ')}; starts are refused`,
        'Run: graph-invite setup',
      );
    }
    return ok(check, `all ${searchAttributes.length} are registered`);
  } catch (error) {
    return warning(
      check,
      `cannot be listed: ${wordsOf(error)}`,
      'Have somebody who administers the namespace run: graph-invite setup',
    );
  }
}

async function workersFinding(temporal: TemporalConnection, taskQueue: string): Promise<Finding> {
  const check = 'workers';
  try {
    const { workflows, activities } = await taskQueuePollers({
      ...temporal,
      taskQueue,
      timeoutMs: answerWithinMs,
    });
    return workflows > 0 && activities > 0
      ? ok(check, `${workflows} polled task queue ${taskQueue} in the last minutes`)
      : failed(
          check,
          `none polls task queue ${taskQueue}: invites start and then wait`,
          'Start a worker (node dist/worker/main.js), and give it and all clients the same INVITE_TASK_QUEUE and TEMPORAL_NAMESPACE.',
        );
  } catch (error) {
    const fix = 'Look at the task queue in the Temporal UI.';
    return warning(check, `cannot be seen: ${wordsOf(error)}`, fix);
  }
}

function wordsOf(error: unknown): string {
  if (isGrpcServiceError(error)) return error.details;
  return error instanceof Error ? error.message : 'unknown reason';
}
