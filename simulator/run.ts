import { helpText, ownEnvironment, readSimulatorConfig } from './config.ts';
import { startSimulator } from './index.ts';

/** Runs the simulator as a process until SIGTERM or SIGINT; exit code 2 for arguments or settings it cannot use. */
export async function run(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    process.stdout.write(helpText);
    return;
  }
  try {
    if (args.length > 0) throw new Error('unknown arguments; see --help');
    await serve();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'failed'}\n`);
    process.exitCode = 2;
  }
}

async function serve(): Promise<void> {
  const simulator = await startSimulator(readSimulatorConfig(ownEnvironment()));
  const { url, graphBaseUrl, jwksUrl } = simulator;
  print({ message: 'Graph simulator listening', url, graphBaseUrl, jwksUrl });
  const stop = (): void => {
    void simulator.close().then(() => {
      print({ message: 'Graph simulator closed' });
    });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function print(line: Readonly<Record<string, string>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
