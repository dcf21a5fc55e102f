// The walk of a plan: what runs when, what a failure stops, and how a run ends.

import { describe, expect, it } from '@jest/globals';
import type { LaneLimit } from '../../src/model/lane.ts';
import type { HandTask, LicenceAssign } from '../../src/model/step.ts';
import { PlanScene } from './plan-scene.ts';
import { ABSENT, aStep, failure, idOf, SEEN } from './scene.ts';

const ONE_AT_A_TIME: readonly LaneLimit[] = [
  { lane: 'mailbox', burst: 100, perSecond: 100, concurrency: 1, name: 'narrow', source: 'test' },
];

function gates(pilot: number, rest = 1): { batches: { name: string; failureThreshold: number }[] } {
  return {
    batches: [
      { name: 'pilot', failureThreshold: pilot },
      { name: 'rest', failureThreshold: rest },
    ],
  };
}

function people(count: number, batch = 'pilot'): ReturnType<typeof aStep>[] {
  return Array.from({ length: count }, (_, index) => aStep(`${batch}${index}`, { batch }));
}

function licenceStep(name: string, batch = 'pilot'): LicenceAssign {
  return {
    kind: 'licence.assign',
    id: `licence.assign/${name}`,
    batch,
    person: `${name}@old.example`,
    needs: [],
    account: { id: name, address: `${name}@new.example` },
    licenceName: 'PLAN',
    licenceId: 'sku',
    way: { by: 'direct', licenceId: 'sku' },
  };
}

const HAND_TASK: HandTask = {
  kind: 'hand.task',
  id: 'hand.task/publish',
  batch: '',
  needs: [],
  task: 'publish-dns',
  title: 'Publish',
  lines: [],
};

describe('the order of a run', () => {
  it('makes everything that is ready at once', async () => {
    const scene = new PlanScene(people(5), { makeMs: () => 1000 });
    const from = scene.time.now();
    expect(await scene.run()).toMatchObject({ done: 5, failed: 0, held: [] });
    expect(scene.time.now() - from).toBeLessThan(2000);
  });

  it('makes a step after those that it needs', async () => {
    const [first, second] = [aStep('first'), aStep('second', { needs: [idOf('first')] })];
    const scene = new PlanScene([second, first]);
    await scene.run();
    expect(scene.ended).toEqual([first.id, second.id]);
  });

  it('opens a batch when the one before has ended', async () => {
    const scene = new PlanScene([...people(2, 'rest'), ...people(2, 'pilot')]);
    await scene.run();
    expect(scene.began.slice(0, 2).every((id) => id.includes('pilot'))).toBe(true);
    expect(scene.events.filter(({ name }) => name !== 'step')).toEqual([
      { name: 'batch-opened', batch: 'pilot' },
      { name: 'batch-finished', batch: 'pilot' },
      { name: 'batch-opened', batch: 'rest' },
      { name: 'batch-finished', batch: 'rest' },
    ]);
  });

  it('does what comes before every batch first', async () => {
    const scene = new PlanScene([aStep('pilot'), aStep('domain', { batch: '' })]);
    await scene.run();
    expect(scene.began).toEqual([idOf('domain'), idOf('pilot')]);
  });

  it('has nothing to do where everything is done', async () => {
    const step = aStep();
    const scene = new PlanScene([step]);
    scene.log.commit({ id: step.id, to: 'done', attempt: 1 });
    expect(await scene.run()).toEqual({ done: 1, failed: 0, inDoubt: 0, held: [], isStopped: false });
    expect(scene.began).toEqual([]);
  });

  it('looks at a step that an earlier process left started before it is called', async () => {
    const [seen, absent] = [aStep('seen'), aStep('absent')];
    const scene = new PlanScene([seen, absent], { look: (step) => (step.id === seen.id ? SEEN : ABSENT) });
    for (const step of [seen, absent]) scene.log.commit({ id: step.id, to: 'started', attempt: 1 });
    expect(await scene.run()).toMatchObject({ done: 2 });
    expect(scene.began).toEqual([absent.id]);
  });
});

describe('a failed step', () => {
  it('stops what needs it, also through others, and nothing else', async () => {
    const steps = [
      aStep('fails'),
      aStep('next', { needs: [idOf('fails')] }),
      aStep('last', { needs: [idOf('next')] }),
      aStep('other'),
      aStep('other-next', { needs: [idOf('other')] }),
    ];
    const scene = new PlanScene(steps, { make: ({ id }) => (id === idOf('fails') ? failure('refused') : {}) });
    const result = await scene.run();
    expect(result).toMatchObject({ done: 2, failed: 1 });
    expect(result.held.map(({ step, why }) => `${step.id}: ${why}`)).toEqual([
      `${idOf('next')}: needs ${idOf('fails')}`,
      `${idOf('last')}: needs ${idOf('fails')}`,
    ]);
    expect(scene.stateOf(aStep('next'))).toBe('planned');
  });

  it('of an earlier run stays failed until somebody has it retried, and holds what needs it', async () => {
    const steps = [aStep('failed'), aStep('next', { needs: [idOf('failed')] }), aStep('other')];
    const scene = new PlanScene(steps);
    scene.log.commit({ id: idOf('failed'), to: 'started', attempt: 1 });
    scene.log.commit({ id: idOf('failed'), to: 'failed', attempt: 1 });
    expect(await scene.run()).toMatchObject({ done: 1, failed: 1, held: [{ why: `needs ${idOf('failed')}` }] });
    expect(scene.began).toEqual([idOf('other')]);
  });

  it('in doubt holds what needs it, and nothing else where so many may fail', async () => {
    const steps = [aStep('doubtful'), aStep('next', { needs: [idOf('doubtful')] }), aStep('later', { batch: 'rest' })];
    const scene = new PlanScene(steps, {
      make: ({ id }) => (id === idOf('doubtful') ? failure('in-doubt') : {}),
      look: () => ({ standing: 'different', said: 'somebody else' }),
    });
    expect(await scene.run(gates(1))).toMatchObject({ done: 1, failed: 0, inDoubt: 1, held: [{}] });
  });

  it('in doubt counts against the batch: a provider that has gone silent does not take everybody into doubt', async () => {
    const scene = new PlanScene([...people(8), ...people(8, 'rest')], {
      make: () => failure('in-doubt'),
      look: () => failure('unavailable'),
      lanes: ONE_AT_A_TIME,
    });
    const result = await scene.run(gates(0.25));
    expect(result.failed).toBe(0);
    expect(scene.began.some((id) => id.includes('rest'))).toBe(false);
    expect(scene.namesOf('batch-held')).toEqual(['pilot']);
    const again = await scene.run(gates(0.25));
    expect(again.inDoubt).toBe(result.inDoubt);
  });
});

describe('a batch that migrate.yaml does not name any more', () => {
  it('is walked last, so that nobody is passed over because it was renamed', async () => {
    const scene = new PlanScene([...people(2, 'renamed'), ...people(1, 'rest')]);
    expect(await scene.run()).toMatchObject({ done: 3, held: [] });
    expect(scene.namesOf('batch-opened')).toEqual(['rest', 'renamed']);
  });

  it('stops at its first failure, since nobody has said how many may fail', async () => {
    const scene = new PlanScene(people(8, 'renamed'), { make: () => failure('refused'), lanes: ONE_AT_A_TIME });
    await scene.run();
    expect(scene.began.length).toBeLessThan(8);
  });
});

describe('the threshold of a batch', () => {
  it('lets exactly the share fail that it names, whatever binary fractions make of it', async () => {
    const scene = new PlanScene([...people(100), ...people(1, 'rest')], {
      make: ({ id }) => (/pilot[0-9]@|pilot1[0-9]@|pilot2[0-8]@/u.test(id) ? failure('refused') : {}),
    });
    expect(await scene.run(gates(0.29))).toMatchObject({ done: 72, failed: 29, held: [] });
  });

  it('is a share of all people of the batch in the plan, also where the run is about a few of them', async () => {
    const scene = new PlanScene([...people(2), ...people(1, 'rest')], {
      make: ({ id }) => (id === idOf('pilot0') ? failure('refused') : {}),
    });
    expect(await scene.run({ ...gates(0.1), peopleIn: () => 10 })).toMatchObject({ done: 2, failed: 1, held: [] });
  });

  it('lets the next batch open where just as many people have failed as may', async () => {
    const scene = new PlanScene([...people(4), ...people(1, 'rest')], {
      make: ({ id }) => (id === idOf('pilot0') ? failure('refused') : {}),
    });
    expect(await scene.run(gates(0.25))).toMatchObject({ done: 4, failed: 1, held: [] });
  });

  it('holds the next batch at the end of one in which one more has failed', async () => {
    const scene = new PlanScene([...people(4), ...people(1, 'rest')], {
      make: ({ id }) => (id === idOf('pilot2') || id === idOf('pilot3') ? failure('refused') : {}),
    });
    const result = await scene.run(gates(0.25));
    expect(result).toMatchObject({
      done: 2,
      failed: 2,
      held: [{ step: { id: idOf('rest0') }, why: 'the batch pilot comes first, and is held' }],
    });
    expect(scene.events).toContainEqual({ name: 'batch-held', batch: 'pilot', failed: 2, people: 4 });
    expect(scene.namesOf('batch-opened')).toEqual(['pilot']);
  });

  it('starts nothing more in the middle of a batch once too many have failed', async () => {
    const scene = new PlanScene(people(8), { make: () => failure('refused'), lanes: ONE_AT_A_TIME });
    const result = await scene.run(gates(0.125));
    // Two failures close the batch; by then the next one is under way, and it is let end.
    expect(scene.began).toHaveLength(3);
    expect(result).toMatchObject({ failed: 3 });
    expect(result.held.map(({ why }) => why)).toEqual(
      Array(5).fill('too many people of its batch have failed or are in doubt'),
    );
  });

  it('counts people and not steps', async () => {
    const steps = ['a', 'b', 'c'].map((name) => aStep(name, { person: 'one@old.example' }));
    const scene = new PlanScene([...steps, aStep('two'), ...people(1, 'rest')], {
      make: ({ person }) => (person === 'one@old.example' ? failure('refused') : {}),
    });
    expect(await scene.run(gates(0.5))).toMatchObject({ done: 2, failed: 3, held: [] });
  });

  it('counts those who failed in an earlier run', async () => {
    const scene = new PlanScene([...people(2), ...people(1, 'rest')]);
    scene.log.commit({ id: idOf('pilot0'), to: 'started', attempt: 1 });
    scene.log.commit({ id: idOf('pilot0'), to: 'failed', attempt: 1 });
    await scene.run(gates(0));
    expect(scene.namesOf('batch-held')).toEqual(['pilot']);
    expect(scene.began).not.toContain(idOf('rest0'));
  });

  it('does not count a rule that cannot be put back: nobody else waits for it', async () => {
    const account = { id: 'a', address: 'a@old.example' };
    const whole = { id: 'rule/1', name: 'r', isOn: true, says: '', forwardsTo: [], hidesMail: false, whole: {} };
    const rule = { ...aStep('rule'), kind: 'rule.restore', account, rule: whole } as const;
    const scene = new PlanScene([rule, ...people(1), ...people(1, 'rest')], {
      make: ({ kind }) => (kind === 'rule.restore' ? failure('refused') : {}),
    });
    expect(await scene.run(gates(0))).toMatchObject({ done: 2, failed: 1, held: [] });
  });

  it('does not cut off the look at a step that was started: nobody is left in doubt for it', async () => {
    const scene = new PlanScene([aStep('lost'), aStep('fails')], {
      make: ({ id }) => failure(id === idOf('lost') ? 'in-doubt' : 'refused'),
      look: () => ABSENT,
      makeMs: ({ id }) => (id === idOf('lost') ? 10 : 1000),
    });
    const result = await scene.run(gates(0));
    expect(scene.stateOf(aStep('lost'))).toBe('waiting');
    expect(result).toMatchObject({
      failed: 1,
      held: [{ why: 'too many people of its batch have failed or are in doubt' }],
    });
  });
});

describe('a step that was left started', () => {
  const left = (scene: PlanScene, id: string): void => {
    scene.log.commit({ id, to: 'started', attempt: 1 });
  };

  it('is looked at also where an earlier batch is held, and nothing starts after it', async () => {
    const steps = [...people(1), ...people(2, 'rest'), aStep('after', { batch: 'rest', needs: [idOf('rest0')] })];
    const scene = new PlanScene(steps, { make: () => failure('refused'), look: () => SEEN });
    left(scene, idOf('rest0'));
    const { held } = await scene.run(gates(0));
    expect(['rest0', 'rest1', 'after'].map((name) => scene.stateOf(aStep(name)))).toEqual([
      'done',
      'planned',
      'planned',
    ]);
    expect(held.map(({ why }) => why)).toEqual(Array(2).fill('the batch pilot comes first, and is held'));
    expect(scene.events.map(({ name }) => name)).toEqual(['batch-opened', 'step', 'batch-held', 'step']);
  });

  it('is looked at also where its kind has run out, and is not made again', async () => {
    const [none, open] = [licenceStep('none'), licenceStep('open', 'rest')];
    const scene = new PlanScene([none, open], { make: () => failure('exhausted'), look: () => ABSENT });
    left(scene, open.id);
    const { held } = await scene.run();
    expect(scene.log.stateOf(open.id)).toBe('waiting');
    expect(held).toMatchObject([{ why: expect.stringContaining('has run out') }]);
  });
});

describe('something that has run out', () => {
  it('holds its own kind of step, in later batches too, and no other', async () => {
    const steps = [
      licenceStep('a'),
      licenceStep('b', 'rest'),
      aStep('mailbox'),
      aStep('mailbox-later', { batch: 'rest' }),
    ];
    const scene = new PlanScene(steps, {
      make: ({ kind }) => (kind === 'licence.assign' ? failure('exhausted') : {}),
    });
    const result = await scene.run();
    expect(result).toMatchObject({ done: 2, failed: 1 });
    expect(result.held).toMatchObject([
      { step: { id: 'licence.assign/b' }, why: 'no more licence.assign in this run: what it needs has run out' },
    ]);
    expect(scene.events.filter(({ name }) => name === 'kind-held')).toHaveLength(1);
  });
});

describe('a run that is stopped', () => {
  it('finishes what is under way and starts nothing more', async () => {
    const scene = new PlanScene([...people(3), ...people(1, 'rest')], { lanes: ONE_AT_A_TIME, makeMs: () => 1000 });
    scene.time.after(500, () => scene.stop.abort(new Error('stop')));
    const result = await scene.run();
    expect(scene.ended).toEqual([idOf('pilot0')]);
    expect(result).toMatchObject({ done: 1, failed: 0, isStopped: true });
    expect(result.held.map(({ why }) => why)).toEqual(Array(3).fill('was not reached'));
    expect(scene.namesOf('batch-opened')).toEqual(['pilot']);
  });

  it('says so of a step that was started and not looked at to the end', async () => {
    const scene = new PlanScene([aStep()], { make: () => failure('in-doubt'), look: () => ABSENT });
    scene.time.after(5000, () => scene.stop.abort(new Error('stop')));
    const result = await scene.run();
    expect(scene.stateOf(aStep())).toBe('started');
    expect(result.held.map(({ why }) => why)).toEqual([
      'was started, and what became of it is not known yet: migrate resume',
    ]);
  });

  it('wakes those that wait for their next try', async () => {
    const scene = new PlanScene([aStep()], { make: () => failure('throttled', { retryAfterMs: 3_600_000 }) });
    const from = scene.time.now();
    scene.time.after(5000, () => scene.stop.abort(new Error('stop')));
    expect(await scene.run()).toMatchObject({ isStopped: true });
    expect(scene.time.now() - from).toBe(5000);
  });
});

describe('a job log that can no longer be written', () => {
  it('ends the run with that trouble, after the calls under way have ended', async () => {
    const scene = new PlanScene([...people(3), ...people(1, 'rest')], {
      makeMs: ({ id }) => (id === idOf('pilot0') ? 100 : 5000),
    });
    const log = {
      record: (transition: Parameters<typeof scene.log.commit>[0]): Promise<void> => {
        if (transition.to === 'done') return Promise.reject(new Error('the disk is full'));
        scene.log.commit(transition);
        return Promise.resolve();
      },
    };
    await expect(scene.run({ log })).rejects.toThrow('the disk is full');
    expect(scene.began).toHaveLength(3);
    expect(scene.ended).toHaveLength(3);
  });

  it('wakes looks that wait, and starts nothing that waits in the lane', async () => {
    const scene = new PlanScene([aStep('lost'), aStep('made')], {
      make: ({ id }) => (id === idOf('lost') ? failure('in-doubt') : {}),
      look: () => ABSENT,
      makeMs: ({ id }) => (id === idOf('lost') ? 10 : 3000),
    });
    const from = scene.time.now();
    const log = {
      record: (transition: Parameters<typeof scene.log.commit>[0]): Promise<void> => {
        if (transition.to === 'done') return Promise.reject(new Error('the disk is full'));
        scene.log.commit(transition);
        return Promise.resolve();
      },
    };
    await expect(scene.run({ log })).rejects.toThrow('the disk is full');
    expect(scene.time.now() - from).toBeLessThan(10_000);
  });
});

describe('a bug of ours', () => {
  it('ends the run, after the calls under way have ended', async () => {
    const scene = new PlanScene(people(3), {
      make: ({ id }) => (id === idOf('pilot0') ? new TypeError('our bug') : {}),
      makeMs: ({ id }) => (id === idOf('pilot0') ? 100 : 5000),
    });
    await expect(scene.run()).rejects.toThrow('our bug');
    expect(scene.ended).toHaveLength(3);
  });
});

describe('a task for a person', () => {
  it('holds what follows it, and the rest goes on', async () => {
    const scene = new PlanScene([HAND_TASK, aStep('follows', { needs: [HAND_TASK.id] }), aStep('free')]);
    const result = await scene.run();
    expect(result).toMatchObject({ done: 1, failed: 0 });
    expect(result.held.map(({ why }) => why)).toEqual(['waits for a person: migrate done', `needs ${HAND_TASK.id}`]);
    expect(scene.namesOf('batch-finished')).toEqual(['pilot']);
  });

  it('lets its followers go once it is done', async () => {
    const scene = new PlanScene([HAND_TASK, aStep('follows', { needs: [HAND_TASK.id] })]);
    scene.log.commit({ id: HAND_TASK.id, to: 'done', attempt: 0, how: 'by the administrator' });
    expect(await scene.run()).toMatchObject({ done: 2, held: [] });
  });
});

describe('a run of some of the steps', () => {
  it('makes what needs steps outside it that are done', async () => {
    const scene = new PlanScene([aStep('outside'), aStep('inside', { needs: [idOf('outside')] })]);
    scene.log.commit({ id: idOf('outside'), to: 'done', attempt: 1 });
    const records = scene.log.records.filter(({ step }) => step.id === idOf('inside'));
    expect(await scene.run({ records })).toMatchObject({ done: 1, held: [] });
  });

  it('holds what needs steps outside it that are not done, and says which', async () => {
    const scene = new PlanScene([aStep('outside'), aStep('inside', { needs: [idOf('outside')] })]);
    const records = scene.log.records.filter(({ step }) => step.id === idOf('inside'));
    const { held } = await scene.run({ records });
    expect(held).toMatchObject([{ why: `needs ${idOf('outside')}, which is not part of this run and not done` }]);
    expect(scene.began).toEqual([]);
  });
});
