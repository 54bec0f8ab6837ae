#!/usr/bin/env node
import { endQuietlyOnClosedPipe } from './closed-pipe.ts';
import { processIo } from './io.ts';
import { runCli } from './run-cli.ts';

endQuietlyOnClosedPipe(process);
process.exitCode = await runCli(process.argv.slice(2), processIo);
