// A rehearsal on the sandbox is not the migration: its job log is refused at the real tenant, where nothing has been done yet.

import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, jest } from '@jest/globals';
import { migrateCommand } from '../story/on-stage.ts';
import { Stage, withoutOldMailboxes } from '../story/stage.ts';

jest.setTimeout(120_000);

it('a job log that was made at the sandbox is refused by every command that works on the real tenant', async () => {
  const stage = await Stage.open({
    provider: 'microsoft-365',
    people: 2,
    migrate: await migrateCommand(),
    sandbox: ['--profile', 'free'],
    edit: withoutOldMailboxes,
  });
  try {
    await stage.must('plan');
    const file = path.join(stage.folder, 'migrate.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^sandbox:.*$/mu, ''));
    for (const command of [['plan'], ['resume'], ['undo', '--yes']]) {
      const ended = await stage.start(command, { MIGRATE_CLIENT_SECRET: 'unused' }).ended;
      expect(ended.code).toBe(2);
      expect(ended.said + ended.told).toContain('belongs to Microsoft 365 (sandbox), tenant');
    }
  } finally {
    await stage.close();
  }
});
