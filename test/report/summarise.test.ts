// What a report finds in a real job log: who is done, who is not and why, and what somebody has to do.

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { summarise } from '../../src/report/summarise.ts';
import type { PersonLine, Summary } from '../../src/report/summary.ts';
import { headline } from '../../src/report/words.ts';
import {
  countOf,
  domainSteps,
  DOUBT,
  make,
  openScene,
  REFUSED,
  save,
  say,
  START,
  stepsOf,
  THROTTLED,
  type Scene,
} from './scene.ts';

let scene: Scene;

beforeEach(() => {
  scene = openScene();
});

afterEach(() => scene.remove());

function summary(): Summary {
  return summarise(scene.log, { clock: scene.clock, timeZone: 'Asia/Tokyo', say });
}

function personOf(name: string): PersonLine | undefined {
  return summary().persons.find(({ key }) => key === `${name}@old.example`);
}

describe('a report', () => {
  it('says so while nothing is planned', () => {
    const empty = summary();
    expect(empty).toMatchObject({
      people: 0,
      persons: [],
      batches: [],
      runs: [],
      plan: undefined,
      jobId: '00c0ffee0042',
    });
    expect(headline(empty)).toBe('Nothing has been planned yet.');
  });

  it('puts everybody into exactly one state, the worst first', async () => {
    const { log } = scene;
    const [aoki, baba, chiba, date, endo] = ['aoki', 'baba', 'chiba', 'date', 'endo'].map((name) =>
      stepsOf(name, 'pilot'),
    );
    if (!aoki || !baba || !chiba || !date || !endo) throw new Error('five people were made');
    const all = [aoki, baba, chiba, date, endo].flat().map((step) => ({ ...step, needs: step.needs.slice(0) }));
    save(log, [...domainSteps(), ...all], { batches: [countOf('pilot', 7, { refused: 1 })] });
    await make(
      log,
      ...domainSteps()
        .map(({ id }) => id)
        .filter((id) => !id.startsWith('hand.')),
    );
    await log.record({ id: domainSteps()[1].id, to: 'done', attempt: 0, how: 'by somebody' });
    await make(log, ...aoki.map(({ id }) => id));
    await log.record({ id: baba[0].id, to: 'started', attempt: 1 });
    await log.record({ id: baba[0].id, to: 'failed', attempt: 1, failure: REFUSED });
    await log.record({ id: chiba[0].id, to: 'started', attempt: 1 });
    await log.record({ id: chiba[0].id, to: 'in-doubt', attempt: 1, failure: DOUBT });
    await make(log, date[0].id);
    await log.record({ id: date[1].id, to: 'started', attempt: 1 });

    const found = summary();
    expect(found.persons.map(({ key, state }) => [key.split('@')[0], state])).toEqual([
      ['chiba', 'in-doubt'],
      ['baba', 'failed'],
      ['date', 'unfinished'],
      ['endo', 'unfinished'],
      ['aoki', 'finished'],
    ]);
    expect(found).toMatchObject({ people: 7, alreadyRight: 1, refused: 1 });
    const states = Object.values(found.states).reduce((sum, count) => sum + count, 0);
    expect(states + found.alreadyRight + found.refused).toBe(found.people);
    expect(headline(found)).toBe('2 of 7 people have moved. 3 need attention.');
  });

  it('gives the reason in words, with the way out, and gathers what waits for the same', async () => {
    const { log } = scene;
    const baba = stepsOf('baba', 'pilot', '馬場 花子');
    save(log, baba, { batches: [countOf('pilot', 1)] });
    expect(personOf('baba')).toMatchObject({ reasons: [{ what: '3 steps have not started yet' }] });
    await log.record({ id: baba[0].id, to: 'started', attempt: 1 });
    expect(personOf('baba')?.reasons[0]).toMatchObject({ todo: 'migrate resume' });
    await log.record({ id: baba[0].id, to: 'waiting', attempt: 1, failure: THROTTLED });
    expect(personOf('baba')?.reasons[0]?.what).toBe(
      'create the mailbox baba@new.example: too many requests (tried once, goes on by itself)',
    );
    await log.record({ id: baba[0].id, to: 'started', attempt: 2 });
    await log.record({ id: baba[0].id, to: 'failed', attempt: 2, failure: REFUSED });
    expect(personOf('baba')).toMatchObject({
      displayName: '馬場 花子',
      newAddress: 'baba@new.example',
      attempts: 2,
      throttled: 1,
      reasons: [
        { what: 'create the mailbox baba@new.example: the password is not strong enough', todo: REFUSED.todo },
        { what: '2 steps wait for "create the mailbox baba@new.example"', stepIds: [baba[1].id, baba[2].id] },
      ],
    });
    expect(personOf('baba')?.reasons[1]).not.toHaveProperty('todo');
  });

  it('lets nothing that a provider says steer the terminal or break the line', async () => {
    const [create] = stepsOf('aoki', 'pilot');
    save(scene.log, [create], { batches: [countOf('pilot', 1)] });
    await scene.log.record({ id: create.id, to: 'started', attempt: 1 });
    const said = '\u001b[2Jno\r\n  \u202esuch user';
    await scene.log.record({ id: create.id, to: 'failed', attempt: 1, failure: { ...REFUSED, said } });
    expect(personOf('aoki')?.reasons[0]?.what).toBe('create the mailbox aoki@new.example: [2Jno such user');
  });

  it('calls people held only once the task that they wait for can be done, and counts them at the task', async () => {
    const { log } = scene;
    const [add, publish, verify] = domainSteps();
    save(log, [add, publish, verify, ...stepsOf('aoki', 'pilot'), ...stepsOf('baba', 'pilot')], {
      batches: [countOf('pilot', 2)],
    });
    expect(summary().states).toMatchObject({ unfinished: 2, held: 0 });
    expect(summary().tasks).toEqual([]);
    await make(log, add.id);
    const found = summary();
    expect(found.states).toMatchObject({ unfinished: 0, held: 2 });
    expect(found.tasks).toEqual([
      { stepId: publish.id, batch: '', title: publish.title, lines: publish.lines, file: undefined, holds: 2 },
    ]);
    expect(found.persons[0]?.reasons).toMatchObject([
      { todo: `do it, then migrate done "${publish.id}" --evidence "..."` },
    ]);
    await log.record({ id: publish.id, to: 'done', attempt: 0, how: 'by somebody' });
    expect(summary().states).toMatchObject({ unfinished: 2, held: 0 });
  });

  it('tells of a failure in the way of everybody once, and of the people who wait for it', async () => {
    const { log } = scene;
    const [add, publish, verify] = domainSteps();
    save(log, [add, publish, verify, ...stepsOf('aoki', 'pilot')], { batches: [countOf('pilot', 1)] });
    await log.record({ id: add.id, to: 'started', attempt: 1 });
    await log.record({ id: add.id, to: 'failed', attempt: 1, failure: REFUSED });
    expect(summary().troubles).toMatchObject([{ stepIds: [add.id], todo: REFUSED.todo }]);
    expect(personOf('aoki')).toMatchObject({
      state: 'unfinished',
      reasons: [{ what: `3 steps wait for "${say(add)}"` }],
    });
  });

  it('still counts what an older plan did, and forgets what a newer one no longer wants', async () => {
    const { log } = scene;
    const aoki = stepsOf('aoki', 'pilot');
    const baba = stepsOf('baba', 'pilot');
    save(log, [...aoki, ...baba], { batches: [countOf('pilot', 2)] });
    await make(log, ...aoki.map(({ id }) => id), baba[0].id);
    await log.record({ id: baba[1].id, to: 'started', attempt: 1 });
    await log.record({ id: baba[1].id, to: 'failed', attempt: 1, failure: REFUSED });
    save(log, [], { batches: [countOf('pilot', 2, { settled: 2 })] });
    const found = summary();
    expect(found.states.finished).toBe(2);
    expect(personOf('baba')).toMatchObject({ stepsDone: 1, steps: 1, reasons: [] });
    expect(headline(found)).toBe('All 2 people have moved.');
  });

  it('never loses a doubt, whatever is planned later', async () => {
    const { log } = scene;
    const aoki = stepsOf('aoki', 'pilot');
    save(log, aoki, { batches: [countOf('pilot', 1)] });
    await log.record({ id: aoki[0].id, to: 'started', attempt: 1 });
    await log.record({ id: aoki[0].id, to: 'in-doubt', attempt: 1, failure: DOUBT });
    save(log, [], { batches: [countOf('pilot', 1, { settled: 1 })] });
    expect(personOf('aoki')).toMatchObject({ state: 'in-doubt', reasons: [{ todo: 'migrate settle' }] });
  });

  it('tells runs apart: to the end, stopped, cut off, and still open; and measures steps and waits', async () => {
    const { log, clock } = scene;
    const aoki = stepsOf('aoki', 'pilot');
    save(log, aoki, { batches: [countOf('pilot', 1)] });
    const at = async (seconds: number, work: () => Promise<void>): Promise<void> => {
      clock.set(START + seconds * 1000);
      await work();
    };
    await at(10, () => log.note('run.started', {}));
    await at(11, () => log.record({ id: aoki[0].id, to: 'started', attempt: 1 }));
    await at(12, () => log.record({ id: aoki[0].id, to: 'waiting', attempt: 1, failure: THROTTLED }));
    await at(19, () => log.record({ id: aoki[0].id, to: 'started', attempt: 2 }));
    await at(20, () => log.note('run.started', {}));
    await at(21, () => log.record({ id: aoki[0].id, to: 'done', attempt: 2, how: 'adopted' }));
    await at(22, () => log.note('run.finished', { isStopped: true }));
    await at(30, () => log.note('run.started', {}));
    await at(31, () => make(log, aoki[1].id, aoki[2].id));
    await at(32, () => log.note('run.finished', { isStopped: false }));
    await at(40, () => log.note('run.started', {}));
    const { runs, workedMs, throttle, kinds } = summary();
    expect(runs.map(({ end, done }) => [end, done])).toEqual([
      ['cut-off', 0],
      ['stopped', 1],
      ['finished', 2],
      ['open', 0],
    ]);
    expect(workedMs).toBe(9000 + 2000 + 2000);
    expect(throttle).toEqual({ waits: 1, longestMs: 7000 });
    expect(kinds[0]).toEqual({ kind: 'user.create', done: 1, attempts: 2, medianMs: 10_000, longestMs: 10_000 });
    expect(personOf('aoki')).toMatchObject({ startedAt: START + 11_000, changedAt: START + 31_000, state: 'finished' });
  });

  it('calls people taken back once an undo has reached them', async () => {
    const { log } = scene;
    const [create, wait, forward] = stepsOf('aoki', 'pilot');
    save(log, [create, wait, forward], { batches: [countOf('pilot', 1)] });
    await make(log, create.id, wait.id, forward.id);
    const suspend = {
      id: 'user.suspend/aoki@new.example',
      kind: 'user.suspend',
      batch: 'pilot',
      person: 'aoki@old.example',
      needs: [],
      undoes: create.id,
      account: { id: 'a1', address: 'aoki@new.example' },
    } as const;
    save(log, [suspend], { batches: [countOf('pilot', 1)], purpose: 'undo' });
    expect(summary().states).toMatchObject({ unfinished: 1 });
    await make(log, suspend.id);
    await log.record({ id: create.id, to: 'undone', attempt: 0, how: `taken back by ${suspend.id}` });
    expect(summary().states).toMatchObject({ 'taken-back': 1, finished: 0 });
    expect(headline(summary())).toBe('1 of 1 person taken back.');
  });

  it('takes a name from the lists where the steps do not say it', () => {
    const [, wait] = stepsOf('aoki', 'pilot');
    save(scene.log, [wait], { batches: [countOf('pilot', 1)] });
    const names = new Map([['aoki@old.example', '青木 一郎']]);
    const found = summarise(scene.log, {
      clock: scene.clock,
      timeZone: 'Asia/Tokyo',
      say,
      nameOf: (key) => names.get(key),
    });
    expect(found.persons).toMatchObject([{ displayName: '青木 一郎' }]);
  });
});
