import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packagesOf } from '../../../bench/startup/import-order.ts';

const files = new Map([
  ['main.js', "import { run } from './run.js';\nimport last from 'last';\nawait import('later');"],
  [
    'run.js',
    "import 'side-effect';\nimport { b } from './deep/b.js';\nexport { c } from 'common';",
  ],
  [
    join('deep', 'b.js'),
    "import fs from 'node:fs';\nimport '../run.js';\nimport 'common';\nimport 'deep/part';",
  ],
]);
const read = (file: string) => files.get(file) ?? '';

describe('the packages that a process loads', () => {
  test('come once each, in the order in which they are first asked for', () => {
    expect(packagesOf('main.js', read)).toEqual(['side-effect', 'common', 'deep/part', 'last']);
  });

  test('are not those that are imported later, nor Node’s own', () => {
    const packages = packagesOf('main.js', read);
    expect(packages).not.toContain('later');
    expect(packages).not.toContain('node:fs');
  });
});
