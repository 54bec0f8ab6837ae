#!/usr/bin/env node
import { exitCodeOf, explainError } from '../exit-codes.ts';
import { processIo } from '../io.ts';
import { runDemo } from './run-demo.ts';

const json = process.argv.includes('--json');
process.exitCode = await runDemo(processIo, { json }).catch((error: unknown) => {
  processIo.err(`${explainError(error)}\n`);
  return exitCodeOf(error);
});
