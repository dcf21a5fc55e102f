// retry --redo: an account that is gone is made again, for that person only; one that may be there is not.

import { expect, it, jest } from '@jest/globals';
import { createByHand, deleteByHand } from '../story/by-hand.ts';
import { effects, migrateCommand, problemCodes, stepStates } from '../story/on-stage.ts';
import { Stage, withoutOldMailboxes } from '../story/stage.ts';

// Every command is a process of its own, and the machine may be busy with others.
jest.setTimeout(120_000);

const GONE = 'p1@aozora-trading.example';
const REDO = ['retry', '--only', GONE, '--redo'] as const;

it('an account that somebody has deleted is made again with all that belongs to it, and only when nothing is in its place', async () => {
  const stage = await Stage.open({
    provider: 'microsoft-365',
    people: 2,
    migrate: await migrateCommand(),
    sandbox: ['--profile', 'free'],
    edit: withoutOldMailboxes,
  });
  try {
    await stage.must('plan');
    await stage.must('apply', '--yes');
    const ofGone = (): object =>
      Object.fromEntries(Object.entries(stepStates(stage)).filter(([id]) => id.includes(`/${GONE}`)));
    const before = ofGone();

    expect(problemCodes(await stage.run('retry', '--redo'))).toEqual(['arguments.redo-whom']);
    const isThere = await stage.run(...REDO);
    expect([isThere.code, problemCodes(isThere)]).toEqual([2, ['retry.still-there']]);

    await deleteByHand(stage, GONE);
    const unasked = await stage.must('plan');
    expect(unasked.told).toContain(`not there now: ${GONE}`);
    expect(unasked.said).toContain('Nothing to do');
    await createByHand(stage, GONE);
    const isTaken = await stage.run(...REDO);
    expect([isTaken.code, problemCodes(isTaken)]).toEqual([2, ['retry.still-there']]);
    expect(ofGone()).toEqual(before);

    await deleteByHand(stage, GONE);
    expect((await stage.must(...REDO)).said).toContain(`user.create/${GONE} is gone, and counts as undone`);
    expect((await stage.must(...REDO)).said).toContain('has made no account');
    await stage.must('plan');
    await stage.must('apply', '--yes');
    expect(ofGone()).toEqual(before);
    const made = await effects(stage, 'user.create');
    // Ours, the one of somebody else, ours again; and the other person once.
    expect(made.filter((address) => address === GONE)).toHaveLength(3);
    expect(made).toHaveLength(4);
    expect((await effects(stage, 'licence.assign')).filter((key) => key.startsWith(GONE))).toHaveLength(2);
    expect((await stage.must('plan', '--detailed-exitcode')).said).toContain('Nothing to do');
  } finally {
    await stage.close();
  }
});
