import type { CommandCompletion, Completion, FlagCompletion } from './completion-of.ts';

/** For ~/.config/fish/completions/graph-invite.fish. */
export function fishScript({ commands }: Completion): string {
  const lines = commands.flatMap((command) => [
    `complete -c graph-invite -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.description)}`,
    ...command.values.map(
      (value) => `complete -c graph-invite -n ${within(command)} -a ${quoted(value)}`,
    ),
    ...command.flags.map(
      (flag) =>
        `complete -c graph-invite -n ${within(command)} -l ${flag.flag.slice(2)}${valueOf(flag)} -d ${quoted(flag.description)}`,
    ),
  ]);
  return `# Completion of graph-invite for fish: graph-invite completion fish > ~/.config/fish/completions/graph-invite.fish
complete -c graph-invite -f
complete -c graph-invite -n __fish_use_subcommand -l version -d 'output the version number'
${lines.join('\n')}
`;
}

function within({ name }: CommandCompletion): string {
  return quoted(`__fish_seen_subcommand_from ${name}`);
}

function valueOf({ value }: FlagCompletion): string {
  if (value === 'none') return '';
  if (value === 'file') return ' -r -F';
  return value.length === 0 ? ' -x' : ` -x -a ${quoted(value.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
