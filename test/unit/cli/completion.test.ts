import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionOf } from '../../../cli/completion/completion-of.ts';
import { scripts, shells } from '../../../cli/completion/scripts.ts';
import { createProgram } from '../../../cli/program.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { inviteFailureTypes } from '../../../contracts/errors.ts';
import { ioWith } from './io.ts';

const program = createProgram(ioWith().io);
const completion = completionOf(program);

/** What a real bash offers after these words, the last of which is being typed. */
function completed(...words: readonly string[]): string[] {
  const script = `${scripts.bash(completion)}
COMP_WORDS=(graph-invite "$@"); COMP_CWORD=$#
_graph_invite
for reply in "\${COMPREPLY[@]}"; do printf '%s\\n' "$reply"; done`;
  const out = execFileSync('bash', ['--norc', '-u', '-c', script, 'bash', ...words], {
    encoding: 'utf8',
    cwd: new URL('../../../', import.meta.url),
  });
  return out.split('\n').filter((line) => line !== '');
}

const isThere = (shell: string) => spawnSync(shell, ['--version']).error === undefined;

describe('completion in bash', () => {
  it('offers every command, and the ones that begin so', () => {
    const names = program.commands.map((command) => command.name());
    expect(names).toContain('explain');
    expect(completed('')).toEqual(expect.arrayContaining(names));
    expect(completed('s')).toEqual(['start', 'status', 'setup', 'schema']);
    expect(completed('--v')).toEqual(['--version']);
  });

  it('offers the flags of the command', () => {
    expect(completed('start', '--op')).toEqual(['--operation-ms']);
    expect(completed('start', '--user', 'u1', '--wa')).toEqual(['--wait']);
    expect(completed('watch', '--')).toEqual(['--json', '--help']);
  });

  it('offers values of closed lists, after a blank or a sign', () => {
    const outcomes = ['joined', 'canceled', 'canceledUnconfirmed', ...inviteFailureTypes];
    expect(completed('list', '--outcome', '')).toEqual(outcomes);
    expect(completed('list', '--outcome', '=', 'RosterU')).toEqual(['RosterUnconfirmed']);
    expect(completed('list', '--outcome', '=')).toEqual(outcomes);
    expect(completed('start', '--on-unknown-outcome', 'r')).toEqual(['repostOnce']);
    expect(completed('completion', 'f')).toEqual(['fish']);
    expect(completed('schema', 'invite-re')).toEqual(['invite-request', 'invite-result']);
  });

  it('offers files where a file is asked for, and nothing where nobody can know', () => {
    expect(completed('start', '--input', 'package')).toContain('package.json');
    expect(completed('start', '--call', '')).toEqual([]);
    expect(completed('nope', '')).toEqual([]);
  });
});

describe('the completion script', () => {
  it.each(shells)('of %s names each command, flag and value', (shell) => {
    const script = scripts[shell](completion);
    for (const command of program.commands) {
      expect(script).toContain(command.name());
      for (const { long } of command.options) expect(script).toContain(long?.slice(2));
    }
    expect(script).toContain('canceledUnconfirmed');
    expect(script).not.toMatch(/undefined|\[object/);
  });

  it.each(shells)('of %s is one that the shell reads', (shell) => {
    // Not every machine has every shell; their scripts are looked at below and above in any case.
    if (!isThere(shell)) return;
    const { status, stderr } = spawnSync(shell, ['-n'], {
      input: scripts[shell](completion),
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.each(shells)('of %s has as many opening quotes as closing ones', (shell) => {
    // As all three read them: what stands between two is taken as it is, but for \' in fish.
    const bare = scripts[shell](completion).replaceAll("\\'", '');
    const lines = bare.split('\n').filter((line) => !line.trimStart().startsWith('#'));
    for (const line of lines) expect(line.replace(/[^']/g, '').length % 2, line).toBe(0);
  });

  it('of fish completes values and files behind the flags of one command', () => {
    const lines = scripts.fish(completion).split('\n');
    expect(lines).toContainEqual(
      expect.stringMatching(/'__fish_seen_subcommand_from start' -l input -r -F -d /),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/'__fish_seen_subcommand_from list' -l outcome -x -a 'joined /),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/'__fish_seen_subcommand_from start' -l wait -d /),
    );
  });

  it('of zsh describes flags without ending their description early', () => {
    const script = scripts.zsh(completion);
    expect(script).toContain(`'--input[the whole request as JSON; - reads stdin]:file:_files'`);
    expect(script).toContain(`'*--user[invite this Teams user; may be repeated]:value: '`);
    expect(script).toContain(String.raw`'*--id[of the key; default\: the month`);
  });

  it('is printed without asking anybody', async () => {
    const { io, written } = ioWith({ env: { TEMPORAL_ADDRESS: '127.0.0.1:1' } });
    expect(await runCli(['completion', 'bash'], io)).toBe(0);
    expect(written.out).toBe(scripts.bash(completion));
    expect(await runCli(['completion', 'tcsh'], ioWith().io)).toBe(2);
  });
});
