import type { CommandCompletion, Completion, FlagCompletion } from './completion-of.ts';

/** To be sourced after compinit, or kept as `_graph-invite` in a folder of `fpath`. */
export function zshScript({ commands }: Completion): string {
  return `#compdef graph-invite
# Completion of graph-invite for zsh: source <(graph-invite completion zsh)
_graph_invite() {
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
if [[ $funcstack[1] == _graph-invite || $funcstack[1] == _graph_invite ]]; then
  _graph_invite "$@"
else
  compdef _graph_invite graph-invite
fi
`;
}

function commandCase({ name, flags, values }: CommandCompletion): string {
  const argument = values.length === 0 ? [] : [quoted(`1:value:(${values.join(' ')})`)];
  const lines = [...flags.map((flag) => quoted(argumentOf(flag))), ...argument];
  return `    ${name})\n      _arguments \\\n        ${lines.join(' \\\n        ')}\n      ;;`;
}

/** `*`: it may be repeated; zsh would no longer offer it after the first time. */
function argumentOf({ flag, description, value }: FlagCompletion): string {
  const named = `[${description.replace(/[\][:]/g, '\\$&')}]`;
  if (value === 'none') return `${flag}${named}`;
  if (value === 'file') return `${flag}${named}:file:_files`;
  return value.length === 0
    ? `*${flag}${named}:value: `
    : `${flag}${named}:value:(${value.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
