import { UsageError } from './options.ts';

/** Takes `--json FILE` off a command line, which every benchmark has beside options of its own. @throws UsageError */
export function takeJsonOption(args: readonly string[]): {
  readonly jsonFile: string | undefined;
  readonly rest: readonly string[];
} {
  const at = args.indexOf('--json');
  if (at < 0) return { jsonFile: undefined, rest: args };
  const jsonFile = args[at + 1];
  if (jsonFile === undefined || jsonFile.startsWith('--')) {
    throw new UsageError('--json needs the name of a file.');
  }
  return { jsonFile, rest: [...args.slice(0, at), ...args.slice(at + 2)] };
}
