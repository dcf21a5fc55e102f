// A step that was cut off and cannot even be looked at: it is one doubt among others, and no command ends in it.

import { expect, it, jest } from '@jest/globals';
import { openJobLog } from '../../src/store/job-log.ts';
import { effects, factsOf, migrateCommand, patient, stepStates } from '../story/on-stage.ts';
import { Stage, withoutOldMailboxes } from '../story/stage.ts';

// Every command is a process of its own, and the machine may be busy with others.
jest.setTimeout(120_000);

const LOST = 'p1@aozora-trading.example';
const LICENCE = `licence.assign/${LOST}/SPE_E3`;

/** As a log looks whose evidence of the account has been lost: the licence was started, and nobody knows for whom. */
async function loseTheAccount(stage: Stage): Promise<void> {
  const log = openJobLog(stage.path('data/job.db'), { clock: { now: Date.now }, mode: 'write' });
  await log.record({ id: `user.create/${LOST}`, to: 'done', attempt: 0, how: 'made' });
  await log.record({ id: LICENCE, to: 'started', attempt: 1 });
  log.close();
}

it('is in doubt, with the reason, and everybody else is moved', async () => {
  const stage = await Stage.open({
    provider: 'microsoft-365',
    people: 2,
    migrate: await migrateCommand(),
    sandbox: ['--profile', 'free'],
    edit: (settings) => patient(withoutOldMailboxes(settings)),
  });
  try {
    await stage.must('plan');
    await loseTheAccount(stage);
    const looked = await stage.run('settle', '--json');
    expect(looked.code).toBe(4);
    expect(factsOf(looked).filter(({ type }) => type === 'doubt')).toMatchObject([
      { id: LICENCE, failure: { said: expect.stringContaining('left no account id') } },
    ]);
    await stage.must('settle', LICENCE, '--as', 'failed', '--by', 'Sato');
    expect((await stage.run('apply', '--yes')).told).not.toContain('bug');
    expect(stepStates(stage)[LICENCE]).toBe('failed');
    expect(await effects(stage, 'licence.assign')).toHaveLength(1);
  } finally {
    await stage.close();
  }
});
