import type { CommandCompletion, Completion, FlagCompletion } from './completion-of.ts';

/** Also for bash 3.2, which macOS has: no mapfile, no associative arrays. */
export function bashScript({ commands }: Completion): string {
  return `# Completion of graph-invite for bash: source <(graph-invite completion bash)
_graph_invite() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}"
  local command='' words='' i
  COMPREPLY=()
  # bash splits --flag=value at the sign.
  if [[ $cur == '=' ]]; then prev="\${COMP_WORDS[COMP_CWORD - 1]}" cur=''
  elif [[ $prev == '=' ]]; then prev="\${COMP_WORDS[COMP_CWORD - 2]}"; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ \${COMP_WORDS[i]} != -* ]]; then command="\${COMP_WORDS[i]}"; break; fi
  done
  case "$command $prev" in
${commands.flatMap(flagCases).join('\n')}
  esac
  case "$command" in
    '') words='${[...commands.map(({ name }) => name), '--help', '--version'].join(' ')}' ;;
${commands.map(commandCase).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _graph_invite graph-invite
`;
}

function flagCases({ name, flags }: CommandCompletion): string[] {
  return flags.flatMap((flag) => {
    const words = replyOf(flag);
    return words === undefined ? [] : [`    '${name} ${flag.flag}') ${words}return ;;`];
  });
}

/** Undefined for a flag after which something else follows; empty where nobody can guess its value. */
function replyOf({ value }: FlagCompletion): string | undefined {
  if (value === 'none') return undefined;
  if (value === 'file') return `local IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$cur")); `;
  return value.length === 0 ? '' : `COMPREPLY=($(compgen -W '${value.join(' ')}' -- "$cur")); `;
}

function commandCase({ name, flags, values }: CommandCompletion): string {
  return `    ${name}) words='${[...values, ...flags.map(({ flag }) => flag)].join(' ')}' ;;`;
}
