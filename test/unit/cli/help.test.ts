import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../../cli/exit-codes.ts';
import { renderStory } from '../../../cli/explain/render-story.ts';
import { createProgram } from '../../../cli/program.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { storyIn } from './explain-parts.ts';
import { ioWith } from './io.ts';

const names = createProgram(ioWith().io).commands.map((command) => command.name());

async function helpOf(...command: readonly string[]): Promise<string> {
  const { io, written } = ioWith();
  expect(await runCli([...command, '--help'], io)).toBe(0);
  return written.out;
}

function examplesIn(help: string): string[] {
  const [, after = ''] = help.split('\nExamples:\n');
  const [block = ''] = after.split('\n\n');
  return block.split('\n').map((line) => line.trim());
}

/** As a shell would split it, without what pipes and comments add. */
function wordsOf(line: string): string[] {
  const uses = /graph-invite ([^#&|<>)]*)/.exec(line.replace(/"([^"]*)"/g, quote))?.[1] ?? '';
  return uses
    .trim()
    .split(/\s+/)
    .map((word) => decodeURIComponent(word));
}

function quote(_all: string, inside: string): string {
  return encodeURIComponent(inside);
}

/** Parses as the command line would, without doing it. */
async function parses(words: readonly string[]): Promise<Command> {
  const { io } = ioWith();
  const program = createProgram(io);
  let used: Command | undefined;
  for (const command of program.commands) {
    command.action(() => {
      used = command;
    });
  }
  await program.parseAsync(words, { from: 'user' });
  if (!used) throw new Error(`no command in ${words.join(' ')}`);
  return used;
}

describe('the help', () => {
  it.each(names)('of %s has examples that parse, and its exit codes', async (name) => {
    const help = await helpOf(name);
    const examples = examplesIn(help);
    expect(examples.length).toBeGreaterThan(0);
    const ours = examples.filter((line) => line.includes('graph-invite '));
    expect(ours.length).toBeGreaterThan(0);
    for (const line of ours) {
      expect((await parses(wordsOf(line))).name(), line).toBe(wordsOf(line)[0]);
    }
    expect(ours.some((line) => wordsOf(line)[0] === name)).toBe(true);
    expect(help).toMatch(/\nExit codes:\n {2}0 {3}done/);
  });

  it('of a command lists no exit code that it does not have', async () => {
    expect(await helpOf('new-key')).not.toContain('Temporal cannot be reached');
    expect(await helpOf('watch')).toMatch(/\n {2}130 Ctrl-C/);
  });

  it('of all of it lists each exit code and examples that parse', async () => {
    const help = await helpOf();
    for (const code of Object.values(exitCodes)) expect(help).toMatch(new RegExp(`\n  ${code} `));
    for (const line of examplesIn(help)) await parses(wordsOf(line));
  });
});

describe('docs/cli.md', () => {
  const page = readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8');

  it('has a section for each command', () => {
    const headings = [...page.matchAll(/^## `?([\w-]+)`?$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(expect.arrayContaining(names));
  });

  it('shows a story as it is told of a recorded invite', async () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'UTC';
    try {
      expect(page).toContain(
        `$ graph-invite explain ticket-4711\n${renderStory(await storyIn('outcome-unknown'), null)}\`\`\``,
      );
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('lists the exit codes that there are', () => {
    const [, section = ''] = page.split('\n## Exit codes\n');
    const listed = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| `(\d+)`/gm)];
    expect(listed.map(([, code]) => Number(code))).toEqual(Object.values(exitCodes));
  });

  it('shows only command lines that parse', async () => {
    const lines = [...page.matchAll(/^(?:\$ )?(?:source <\()?graph-invite ([^\n]*)$/gm)].map(
      ([line]) => line,
    );
    expect(lines.length).toBeGreaterThan(names.length);
    for (const line of lines) await parses(wordsOf(line));
  });
});
