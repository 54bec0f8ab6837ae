import { Argument, type Command } from 'commander';
import { addCommand } from './command.ts';
import { completionOf } from './completion/completion-of.ts';
import { scripts, shells, type Shell } from './completion/scripts.ts';
import type { Io } from './io.ts';

export function addCompletionCommand(program: Command, io: Io): void {
  addCommand(program, {
    name: 'completion',
    description: 'print a script that completes commands, flags and values in your shell',
    json: 'own',
    examples: [
      'source <(graph-invite completion bash)   # in ~/.bashrc',
      'source <(graph-invite completion zsh)   # in ~/.zshrc, after compinit',
      'graph-invite completion fish > ~/.config/fish/completions/graph-invite.fish',
    ],
  })
    .addArgument(new Argument('<shell>').choices(shells))
    .action((shell: Shell) => {
      io.out(scripts[shell](completionOf(program)));
    });
}
