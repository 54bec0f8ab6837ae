import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { testFolder } from './programs.ts';

const watch = new URL('../../../tools/parent-watch.mjs', import.meta.url).href;

it('ends a command whose shell was ended, as npm ends it', async () => {
  const folder = testFolder();
  const [started, ended] = [join(folder, 'started'), join(folder, 'ended')];
  writeFileSync(
    join(folder, 'command.mjs'),
    `import { writeFileSync } from 'node:fs';
     import { endWithParent } from '${watch}';
     process.on('SIGTERM', () => { writeFileSync('${ended}', ''); process.exit(0); });
     endWithParent();
     setTimeout(() => process.exit(1), 20_000);
     writeFileSync('${started}', '');`,
  );
  // The second command keeps the shell from becoming the first one.
  const script = `${process.execPath} ${join(folder, 'command.mjs')}; true`;
  const shell = spawn('sh', ['-c', script], { stdio: 'ignore' });
  await until(() => existsSync(started), 'the command runs');
  shell.kill('SIGKILL');
  await once(shell, 'exit');
  expect(await until(() => existsSync(ended), 'the command ends')).toBe(true);
});
