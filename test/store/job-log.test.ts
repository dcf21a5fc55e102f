import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import type { JobLog } from '../../src/model/job-log.ts';
import { NEXT_STATES, type StepState } from '../../src/model/event.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import { address, idOf, makeFolder, planOf, START, tickingClock, waitStep, waitSteps } from './scene.ts';

describe('the job log', () => {
  let folder: ReturnType<typeof makeFolder>;
  let log: JobLog;
  const file = (): string => folder.path('job.db');

  beforeEach(() => {
    folder = makeFolder();
    log = openJobLog(file(), { clock: tickingClock(), mode: 'create', newJobId: () => '0123456789ab' });
  });

  afterEach(() => {
    log.close();
    folder.remove();
  });

  function reopen(): void {
    log.close();
    log = openJobLog(file(), { clock: tickingClock(), mode: 'write' });
  }

  it('keeps the id that was drawn when it was made', () => {
    reopen();
    expect(log.jobId).toBe('0123456789ab');
    log.close();
    log = openJobLog(file(), { clock: tickingClock(), mode: 'create', newJobId: () => 'ffffffffffff' });
    expect(log.jobId).toBe('0123456789ab');
  });

  it('gives back a plan and its steps, in plan order, after it was closed', () => {
    const steps = [waitStep(3), waitStep(1), waitStep(2)];
    const saved = log.savePlan(planOf(steps));
    reopen();
    expect(log.currentPlan()).toEqual(saved);
    expect(saved.number).toBe(1);
    expect([...log.steps()].map((record) => record.step)).toEqual(steps);
    expect([...log.steps()].map((record) => record.state)).toEqual(['planned', 'planned', 'planned']);
  });

  it('finds the newest line of a name', async () => {
    expect(log.lastEvent('run.started')).toBeUndefined();
    await log.note('run.started', { selection: { batch: 'pilot' } });
    await log.note('run.started', { selection: {} });
    await log.note('run.finished', { done: 1 });
    expect(log.lastEvent('run.started')).toEqual([...log.events()][1]);
  });

  it('has no plan while none was saved', () => {
    expect(log.currentPlan()).toBeUndefined();
    expect([...log.steps()]).toEqual([]);
    expect(log.states().size).toBe(0);
  });

  it('saves nothing of a plan that breaks off', () => {
    function* breaksOff(): Generator<ReturnType<typeof waitStep>> {
      yield* waitSteps(10);
      throw new Error('the planner stumbled');
    }
    expect(() => log.savePlan(planOf(breaksOff()))).toThrow('the planner stumbled');
    expect(log.currentPlan()).toBeUndefined();
    expect([...log.steps()]).toEqual([]);
    expect(log.savePlan(planOf(waitSteps(1))).number).toBe(1);
  });

  it('refuses a plan that holds one step twice', () => {
    expect(() => log.savePlan(planOf([waitStep(1), waitStep(1)]))).toThrow(`holds the step ${idOf(1)} twice`);
  });

  it('writes a transition and its event together', async () => {
    log.savePlan(planOf(waitSteps(2)));
    await log.record({ id: idOf(1), to: 'started', attempt: 1 });
    await log.record({ id: idOf(1), to: 'done', attempt: 1, how: 'made', evidence: { id: 'abc' } });
    reopen();
    expect(log.step(idOf(1))).toEqual({
      step: waitStep(1),
      state: 'done',
      attempt: 1,
      at: START + 4,
      evidence: { id: 'abc' },
    });
    expect([...log.events({ stepId: idOf(1) })].map(({ number, name, facts }) => ({ number, name, facts }))).toEqual([
      { number: 2, name: 'step.started', facts: { attempt: 1 } },
      { number: 3, name: 'step.done', facts: { attempt: 1, how: 'made', evidence: { id: 'abc' } } },
    ]);
  });

  it('keeps the failure until the next transition, and the evidence until there is newer', async () => {
    log.savePlan(planOf(waitSteps(1)));
    const failure = { kind: 'refused', operation: 'PATCH /users', said: 'no' } as const;
    await log.record({ id: idOf(1), to: 'started', attempt: 1, evidence: { before: 'x' } });
    await log.record({ id: idOf(1), to: 'failed', attempt: 1, failure });
    expect(log.step(idOf(1))).toMatchObject({ state: 'failed', failure, evidence: { before: 'x' } });
    await log.record({ id: idOf(1), to: 'planned', attempt: 0, how: 'retry' });
    expect(log.step(idOf(1))).not.toHaveProperty('failure');
    expect(log.step(idOf(1))).toMatchObject({ state: 'planned', attempt: 0, evidence: { before: 'x' } });
  });

  it('commits what is recorded in one turn of the event loop together', async () => {
    const commits: string[] = [];
    log.close();
    log = openJobLog(file(), {
      clock: tickingClock(),
      mode: 'write',
      failpoint: (name) => {
        commits.push(name);
      },
    });
    log.savePlan(planOf(waitSteps(50)));
    commits.length = 0;
    const all = Array.from({ length: 50 }, (_, index) =>
      log.record({ id: idOf(index + 1), to: 'started', attempt: 1 }),
    );
    all.push(log.note('apply.started', { people: 50 }));
    expect(log.step(idOf(1))?.state).toBe('planned');
    await Promise.all(all);
    expect(commits).toEqual(['record.before-commit', 'record.after-commit']);
    expect([...log.steps({ states: ['started'] })]).toHaveLength(50);
    expect([...log.events()]).toHaveLength(52);
  });

  it('judges two transitions of one step in the same turn one after the other', async () => {
    log.savePlan(planOf(waitSteps(1)));
    await Promise.all([
      log.record({ id: idOf(1), to: 'started', attempt: 1 }),
      log.record({ id: idOf(1), to: 'done', attempt: 1 }),
      expect(log.record({ id: idOf(1), to: 'started', attempt: 2 })).rejects.toThrow('cannot go from done to started'),
    ]);
    expect(log.step(idOf(1))?.state).toBe('done');
  });

  it('lets a step go only where the table of states says', async () => {
    const states = Object.keys(NEXT_STATES) as StepState[];
    const roads: Readonly<Record<StepState, readonly StepState[]>> = {
      planned: [],
      started: ['started'],
      waiting: ['started', 'waiting'],
      done: ['started', 'done'],
      failed: ['started', 'failed'],
      'in-doubt': ['started', 'in-doubt'],
      undone: ['started', 'done', 'undone'],
    };
    const pairs = states.flatMap((from) => states.map((to) => [from, to] as const));
    log.savePlan(planOf(waitSteps(pairs.length)));
    for (const [index, [from, to]] of pairs.entries()) {
      const id = idOf(index + 1);
      await Promise.all(roads[from].map((state) => log.record({ id, to: state, attempt: 1 })));
      const move = log.record({ id, to, attempt: 1 });
      if (NEXT_STATES[from].includes(to)) await move;
      else await expect(move).rejects.toThrow(`cannot go from ${from} to ${to}`);
      expect(log.step(id)?.state).toBe(NEXT_STATES[from].includes(to) ? to : from);
    }
  });

  it('knows no step that no plan held', async () => {
    await expect(log.record({ id: 'user.create/x', to: 'started', attempt: 1 })).rejects.toThrow(
      'knows no step user.create/x',
    );
    expect(log.step('user.create/x')).toBeUndefined();
  });

  it('finds steps by state, batch, person and plan', async () => {
    log.savePlan(planOf(waitSteps(30)));
    await log.record({ id: idOf(10), to: 'done', attempt: 0 });
    log.savePlan(planOf(waitSteps(20)));
    const people = (filter: Parameters<JobLog['steps']>[0]): (string | undefined)[] =>
      [...log.steps(filter)].map((record) => record.step.person);
    expect(people({ batch: 'pilot' })).toEqual([30, 10, 20].map(address));
    expect(people({ batch: 'pilot', currentPlan: true })).toEqual([10, 20].map(address));
    expect(people({ person: address(7) })).toEqual([address(7)]);
    expect(people({ person: address(99) })).toEqual([]);
    expect(people({ states: [] })).toEqual([]);
    expect(people({ states: ['done'] })).toEqual([]);
    await log.record({ id: idOf(11), to: 'done', attempt: 0 });
    expect(people({ states: ['done'], currentPlan: true })).toEqual([address(11)]);
    expect(people({ states: ['planned', 'started'], currentPlan: true })).toHaveLength(19);
    expect(people({ states: ['planned', 'done'], person: address(11) })).toEqual([address(11)]);
  });

  it('walks more steps than a page holds, also while they change', async () => {
    log.savePlan(planOf(waitSteps(2500)));
    const seen: string[] = [];
    const writes: Promise<void>[] = [];
    for (const { step } of log.steps({ states: ['planned'] })) {
      seen.push(step.id);
      writes.push(log.record({ id: step.id, to: 'done', attempt: 0 }));
      if (seen.length % 700 === 0) await Promise.all(writes);
    }
    await Promise.all(writes);
    expect(seen).toEqual(Array.from({ length: 2500 }, (_, index) => idOf(index + 1)));
    expect([...log.steps({ states: ['planned'] })]).toEqual([]);
  });

  it('knows the state of every step by its id, in one small snapshot', async () => {
    log.savePlan(planOf(waitSteps(1200)));
    await log.record({ id: idOf(77), to: 'done', attempt: 0 });
    const states = log.states();
    await log.record({ id: idOf(78), to: 'done', attempt: 0 });
    expect(states.size).toBe(1200);
    expect(states.get(idOf(77))).toBe('done');
    expect(states.get(idOf(78))).toBe('planned');
    expect(states.has('user.create/nobody')).toBe(false);
    expect(new Map(states)).toEqual(
      new Map([...log.steps()].map(({ step, state }) => [step.id, step.id === idOf(78) ? 'planned' : state])),
    );
  });

  describe('when it is planned again', () => {
    it('takes a step that was done or failed back to planned, with its new body', async () => {
      log.savePlan(planOf(waitSteps(3)));
      await log.record({ id: idOf(1), to: 'done', attempt: 0, evidence: { id: 'old' } });
      await log.record({ id: idOf(2), to: 'started', attempt: 1, evidence: { before: 'x' } });
      await log.record({ id: idOf(2), to: 'failed', attempt: 1 });
      const changed = { ...waitStep(1), batch: 'later' };
      log.savePlan(planOf([waitStep(2), changed]));
      expect(log.step(idOf(1))).toEqual(expect.not.objectContaining({ evidence: expect.anything() }));
      expect(log.step(idOf(1))).toMatchObject({ state: 'planned', attempt: 0, step: changed });
      expect(log.step(idOf(2))).toMatchObject({ state: 'planned', attempt: 0, evidence: { before: 'x' } });
      expect([...log.steps({ currentPlan: true })].map(({ step }) => step.id)).toEqual([idOf(2), idOf(1)]);
    });

    it('never forgets that a step was started or is in doubt', async () => {
      log.savePlan(planOf(waitSteps(2)));
      await log.record({ id: idOf(1), to: 'started', attempt: 2 });
      await log.record({ id: idOf(2), to: 'started', attempt: 1, evidence: { draft: 'd1' } });
      await log.record({ id: idOf(2), to: 'in-doubt', attempt: 1 });
      log.savePlan(planOf(waitSteps(2)));
      expect(log.step(idOf(1))).toMatchObject({ state: 'started', attempt: 2 });
      expect(log.step(idOf(2))).toMatchObject({ state: 'in-doubt', attempt: 1, evidence: { draft: 'd1' } });
    });

    it('leaves a step that no newer plan holds out of the current plan, but knows it', () => {
      log.savePlan(planOf(waitSteps(2)));
      log.savePlan(planOf(waitSteps(1)));
      expect([...log.steps({ currentPlan: true })].map(({ step }) => step.id)).toEqual([idOf(1)]);
      expect(log.step(idOf(2))?.state).toBe('planned');
    });
  });

  describe('the chain of events', () => {
    async function fill(): Promise<void> {
      log.savePlan(planOf(waitSteps(5)));
      await Promise.all([1, 2, 3, 4, 5].map((person) => log.record({ id: idOf(person), to: 'started', attempt: 1 })));
      await log.note('apply.ended', { done: 0 });
    }

    /** Does to the file what nobody should: the triggers are dropped first. */
    function meddle(sql: string): void {
      log.close();
      const database = new DatabaseSync(file(), { enableForeignKeyConstraints: false });
      for (const trigger of ['changed', 'deleted']) database.exec(`DROP TRIGGER event_is_never_${trigger}`);
      database.exec(sql);
      database.close();
      log = openJobLog(file(), { clock: tickingClock(), mode: 'write' });
    }

    it('is whole after everything that the program does', async () => {
      await fill();
      expect(log.firstBrokenEvent()).toBeUndefined();
      reopen();
      await log.note('apply.started', {});
      expect(log.firstBrokenEvent()).toBeUndefined();
    });

    it('is numbered 1, 2, 3 without gaps, and each person can see their own lines', async () => {
      await fill();
      expect([...log.events()].map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
      expect([...log.events({ person: address(3) })].map(({ number, stepId }) => [number, stepId])).toEqual([
        [4, idOf(3)],
      ]);
    });

    it.each([
      ['a fact', 'UPDATE event SET facts = \'{"attempt":9}\' WHERE number = 3', 3],
      ['a time', 'UPDATE event SET at = at + 1 WHERE number = 2', 2],
      ['a name', "UPDATE event SET name = 'step.done' WHERE number = 5", 5],
      ['a hash', 'UPDATE event SET hash = upper(hash) WHERE number = 1', 1],
      ['whose step it was', 'UPDATE event SET step = step + 1 WHERE number = 2', 2],
      ['that it happened', 'DELETE FROM event WHERE number = 4', 4],
      ['whose job it was', "UPDATE meta SET value = 'aaaaaaaaaaaa' WHERE key = 'jobId'", 1],
    ])('shows that somebody changed %s', async (_what, sql, broken) => {
      await fill();
      meddle(sql);
      expect(log.firstBrokenEvent()).toBe(broken);
    });

    it.each([
      "UPDATE event SET name = 'x'",
      'DELETE FROM event',
      "INSERT INTO event (number, at, name, facts, hash) VALUES (1, 0, 'x', '{}', '')",
      "INSERT OR REPLACE INTO event (number, at, name, facts, hash) VALUES (1, 0, 'x', '{}', '')",
      "INSERT INTO event (number, at, name, facts, hash) VALUES (9, 0, 'x', '{}', '')",
    ])('is kept by the database itself: %s', async (sql) => {
      await fill();
      const database = new DatabaseSync(file());
      expect(() => {
        database.exec(sql);
      }).toThrow(/^an event is/);
      database.close();
    });
  });

  it('can be read while another connection writes it', async () => {
    log.savePlan(planOf(waitSteps(3)));
    const reader = openJobLog(file(), { clock: tickingClock(), mode: 'read' });
    await log.record({ id: idOf(1), to: 'started', attempt: 1 });
    expect(reader.step(idOf(1))?.state).toBe('started');
    expect(() => reader.savePlan(planOf([]))).toThrow('for reading only');
    await expect(reader.note('x', {})).rejects.toThrow('for reading only');
    reader.close();
  });

  it('writes what is waiting when it is closed', async () => {
    log.savePlan(planOf(waitSteps(1)));
    const write = log.record({ id: idOf(1), to: 'started', attempt: 1 });
    reopen();
    await write;
    expect(log.step(idOf(1))?.state).toBe('started');
  });
});
