// Commands in the wrong place, wrong words, and a reader that has gone: each ends as it should, and none looks like a bug.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { migrateCommand } from '../story/on-stage.ts';
import { Running } from '../story/stage.ts';

jest.setTimeout(120_000);

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), '移行 作業 '));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it.each([
  [['status'], 'migrate init'],
  [['done', 'hand.task/x', '--evidence', 'a ticket'], 'migrate init'],
  [['apply'], 'migrate init'],
  [['sandbox', 'start', '--scale', '0'], 'migrate --help'],
  [['credentials', 'print', '--nothing'], 'migrate --help'],
])('migrate %j in an empty folder', async (args, todo) => {
  const ended = await new Running([await migrateCommand(), '--workspace', folder, ...args], process.env).ended;
  expect(ended.code).toBe(2);
  expect(ended.told).toContain(todo);
  expect(ended.told).not.toMatch(/\bat \S+:\d+:\d+/u);
});

it('a reader that stops reading ends nothing and is no bug', async () => {
  const running = new Running([await migrateCommand(), '--help'], process.env);
  running.child.stdout?.destroy();
  const ended = await running.ended;
  expect(ended.told).not.toContain('EPIPE');
  expect(ended.code).toBe(0);
});
