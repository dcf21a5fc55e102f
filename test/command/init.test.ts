// migrate init where the program itself lies: refused in words, and nothing is written.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { root } from '../build/build-record.ts';

it.each(['.', 'templates/notices/our-move'])('refuses %s of its own folder', (folder) => {
  const place = path.join(root, folder);
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, 'src', 'start.mjs'), 'init', place], {
    encoding: 'utf8',
  });
  expect(stderr).toContain('[init.in-program]');
  expect(status).toBe(2);
  expect(existsSync(path.join(place, 'migrate.yaml'))).toBe(false);
});
