// A provider that falls silent in the middle: the batch is held, and the way out is two commands, not one for each person.

import { expect, it, jest } from '@jest/globals';
import { migrateCommand } from '../story/on-stage.ts';
import { Stage, withoutOldMailboxes } from '../story/stage.ts';

jest.setTimeout(120_000);

const SILENCE = [
  { match: { method: 'POST', path: '/users$' }, kind: 'reset-before' },
  { match: { method: 'GET', path: '/users/' }, kind: '504-before' },
];

it('does not take the whole company into doubt, and what a look does not find is settled together', async () => {
  const stage = await Stage.open({
    provider: 'microsoft-365',
    people: 9,
    migrate: await migrateCommand(),
    sandbox: ['--profile', 'fast', '--scale', '600'],
    edit: withoutOldMailboxes,
  });
  try {
    await stage.must('plan');
    await stage.control('PUT', 'faults', SILENCE);
    const silent = await stage.run('apply', '--yes');
    expect(silent.code).toBe(4);
    expect(silent.said).toMatch(/have failed or are in doubt/u);
    expect(silent.said).not.toContain('batch sales: started');
    await stage.control('DELETE', 'faults');

    const looked = await stage.run('settle');
    expect(looked.code).toBe(4);
    expect(looked.said).toContain('migrate settle --as not-done');
    expect((await stage.run('settle', '--as', 'done')).code).toBe(2);
    await stage.must('settle', '--as', 'not-done');
    await stage.must('resume');
    const created = (await stage.ledger()).filter(({ kind }) => kind === 'user.create').map(({ key }) => key);
    expect(new Set(created).size).toBe(9);
    expect(created).toHaveLength(9);
  } finally {
    await stage.close();
  }
});
