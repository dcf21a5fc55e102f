// The crash protocol, one story for each thing that an answer can prove.

import { describe, expect, it } from '@jest/globals';
import { conclude } from '../../src/apply/conclude.ts';
import { runStep } from '../../src/apply/run-step.ts';
import type { Transition } from '../../src/model/event.ts';
import { ABSENT, failure, PATIENCE, Scene, SEEN } from './scene.ts';

describe('a step that goes well', () => {
  it('is on disk as started before the call and as done after it', async () => {
    const scene = new Scene({});
    expect(await scene.try()).toEqual({ state: 'done', evidence: { accountId: 'made' } });
    expect(scene.calls).toEqual(['make while started']);
    expect(scene.states).toEqual(['started', 'done']);
    expect(scene.record).toMatchObject({ attempt: 1, evidence: { accountId: 'made' } });
  });

  it('takes its token first: what waits in the lane is not started', async () => {
    const lane = { lane: 'mailbox' as const, burst: 1, perSecond: 1, concurrency: 1, name: 'slow', source: 'test' };
    const scene = new Scene({ lanes: [lane] });
    await scene.finish(scene.lane.run(() => Promise.resolve(), { calls: 1, step: scene.record.step }));
    const trying = runStep(scene.record, scene.tries, scene.context);
    await scene.time.pass(900);
    expect(scene.states).toEqual([]);
    await scene.finish(trying);
    expect(scene.record.state).toBe('done');
  });

  it('has what must be kept on disk before the call', async () => {
    const scene = new Scene({ befores: [{ previous: 'old value' }] });
    await scene.try();
    expect(scene.calls).toEqual(['before while planned', 'make while started']);
    expect(scene.record.evidence).toEqual({ previous: 'old value', accountId: 'made' });
  });
});

describe('a step that takes another one back', () => {
  it.each([
    ['done', ['done', 'undone', 'undone']],
    ['planned', ['done']],
  ] as const)('takes back only what is done: the others are %s', async (state, wanted) => {
    const scene = new Scene({});
    const records: string[] = [];
    const log = {
      record: ({ to }: Transition) => Promise.resolve(void records.push(to)),
      step: () => ({ step: scene.step, state }),
    };
    const step = { ...scene.step, undoes: 'user.create/other', alsoUndoes: ['user.create/earlier'] };
    const record = { step, state: 'started' as const, attempt: 1, at: 0 };
    await conclude(record, { how: 'made' }, { ...scene.context, log });
    expect(records).toEqual(wanted);
  });
});

describe('a step that hears a throttle', () => {
  it('waits as long as it was asked to, and so does everybody in the lane', async () => {
    const scene = new Scene({ makes: [failure('throttled', { retryAfterMs: 90_000 }), { accountId: 'made' }] });
    const from = scene.time.now();
    const outcome = await scene.try();
    expect(outcome).toMatchObject({ state: 'waiting', delayMs: 90_000 });
    expect(scene.record.state).toBe('waiting');
    await scene.finish(scene.lane.run(() => Promise.resolve(), { calls: 1, step: scene.record.step }));
    expect(scene.time.now() - from).toBeGreaterThanOrEqual(90_000);
  });

  it('is made in the end, however often it was throttled', async () => {
    const scene = new Scene({
      makes: [...Array.from({ length: 50 }, () => failure('throttled')), { accountId: 'made' }],
    });
    expect(await scene.tryToTheEnd()).toMatchObject({ state: 'done' });
    expect(scene.record.attempt).toBe(51);
  });

  it('fails where it hears nothing else a hundred times', async () => {
    const scene = new Scene({ makes: [failure('throttled')] });
    expect(await scene.tryToTheEnd()).toMatchObject({ state: 'failed', failure: { kind: 'throttled' } });
    expect(scene.record.attempt).toBe(101);
  });
});

describe('a step that comes too early', () => {
  it('waits longer each time, and is made when the object is ready', async () => {
    const scene = new Scene({
      makes: [failure('not-yet'), failure('not-yet'), failure('not-yet'), { accountId: 'made' }],
    });
    const delays: number[] = [];
    for (let outcome = await scene.try(); outcome.state === 'waiting'; outcome = await scene.try()) {
      delays.push(outcome.delayMs);
      await scene.time.pass(outcome.delayMs);
    }
    expect(delays).toEqual([1000, 2000, 4000]);
    expect(scene.record.state).toBe('done');
  });

  it('fails when the patience for its kind has run out', async () => {
    const scene = new Scene({ makes: [failure('not-yet')] });
    const from = scene.time.now();
    expect(await scene.tryToTheEnd()).toMatchObject({ state: 'failed', failure: { kind: 'not-yet' } });
    expect(scene.time.now() - from).toBeGreaterThanOrEqual(PATIENCE.accountMs);
    expect(scene.time.now() - from).toBeLessThan(PATIENCE.accountMs + 2 * PATIENCE.backoffCeilingMs);
  });

  it.each([
    ['back', -10 * PATIENCE.accountMs],
    ['forward', 10 * PATIENCE.accountMs],
  ])('is as patient where somebody sets the clock %s meanwhile', async (_way, byMs) => {
    const scene = new Scene({ makes: [failure('not-yet')] });
    const from = scene.time.now();
    scene.time.after(1500, () => scene.time.setClock(byMs));
    expect(await scene.tryToTheEnd()).toMatchObject({ state: 'failed' });
    expect(scene.time.now() - from).toBeGreaterThanOrEqual(PATIENCE.accountMs);
    expect(scene.time.now() - from).toBeLessThan(PATIENCE.accountMs + 2 * PATIENCE.backoffCeilingMs);
  });
});

describe('a call that may be repeated and gets no usable answer', () => {
  it('is repeated', async () => {
    const scene = new Scene({ makes: [failure('unavailable'), failure('unavailable'), { accountId: 'made' }] });
    expect(await scene.tryToTheEnd()).toMatchObject({ state: 'done' });
    expect(scene.states).toEqual(['started', 'waiting', 'started', 'waiting', 'started', 'done']);
  });

  it('is looked at when it was repeated in vain: it may have happened all the same', async () => {
    const scene = new Scene({ makes: [failure('unavailable')], looks: [SEEN] });
    expect(await scene.tryToTheEnd()).toMatchObject({ state: 'done', evidence: { accountId: 'seen' } });
    expect(scene.record.attempt).toBe(PATIENCE.attempts + 1);
  });

  it('fails where it was repeated in vain and nothing is seen', async () => {
    const scene = new Scene({ makes: [failure('unavailable')], looks: [ABSENT] });
    expect(await scene.tryToTheEnd()).toMatchObject({ state: 'failed', failure: { kind: 'unavailable' } });
  });
});

describe('a refusal', () => {
  it.each(['refused', 'exhausted'] as const)('fails the step at once where the answer is %s', async (kind) => {
    const scene = new Scene({ makes: [failure(kind)] });
    expect(await scene.try()).toMatchObject({ state: 'failed', failure: { kind } });
    expect(scene.states).toEqual(['started', 'failed']);
    expect(scene.calls).toEqual(['make while started']);
  });
});

describe('an answer that such an object exists already', () => {
  it('makes the step done where the object is ours', async () => {
    const scene = new Scene({ makes: [failure('taken')], looks: [SEEN] });
    expect(await scene.try()).toMatchObject({ state: 'done', evidence: { accountId: 'seen' } });
  });

  it('makes the step failed where it is somebody else: our call did nothing', async () => {
    const scene = new Scene({ makes: [failure('taken')], looks: [{ standing: 'different', said: 'belongs to Sato' }] });
    expect(await scene.try()).toMatchObject({ state: 'failed', failure: { kind: 'refused', said: 'belongs to Sato' } });
  });

  it('waits until copies have met before it says that nothing of ours is there', async () => {
    const scene = new Scene({ makes: [failure('taken')], looks: [ABSENT] });
    const from = scene.time.now();
    expect(await scene.try()).toMatchObject({ state: 'failed', failure: { kind: 'refused' } });
    expect(scene.time.now() - from).toBeGreaterThanOrEqual(PATIENCE.lagMs);
  });
});

describe('a call that must not be repeated and gets no usable answer', () => {
  it('is not made again where a look finds what it did', async () => {
    const scene = new Scene({ makes: [failure('in-doubt')], looks: [ABSENT, ABSENT, SEEN] });
    expect(await scene.tryToTheEnd()).toMatchObject({ state: 'done' });
    expect(scene.calls.filter((call) => call.startsWith('make'))).toHaveLength(1);
  });

  it('is made again only when copies must have met', async () => {
    const scene = new Scene({ makes: [failure('in-doubt'), { accountId: 'made' }], looks: [ABSENT] });
    const from = scene.time.now();
    expect(await scene.try()).toMatchObject({ state: 'waiting', delayMs: 0 });
    expect(scene.time.now() - from).toBeGreaterThanOrEqual(PATIENCE.lagMs);
    expect(await scene.try()).toMatchObject({ state: 'done' });
  });

  it('is in doubt where something else is there', async () => {
    const scene = new Scene({ makes: [failure('in-doubt')], looks: [{ standing: 'different', said: 'half of it' }] });
    expect(await scene.try()).toMatchObject({ state: 'in-doubt', failure: { said: 'half of it' } });
  });

  it('fails where it is lost again and again: nothing is repeated for ever', async () => {
    const scene = new Scene({ makes: [failure('in-doubt')], looks: [ABSENT] });
    expect(await scene.tryToTheEnd(20)).toMatchObject({ state: 'failed', failure: { kind: 'unavailable' } });
    expect(scene.record.attempt).toBe(PATIENCE.attempts + 1);
  });
});

describe('the value that was there before', () => {
  it('is read once: after a try the present value may be our own', async () => {
    const scene = new Scene({
      befores: [{ previous: 'theirs' }, { previous: 'ours' }],
      makes: [failure('unavailable'), { accountId: 'made' }],
    });
    await scene.tryToTheEnd();
    expect(scene.record.evidence).toEqual({ previous: 'theirs', accountId: 'made' });
  });

  it('must be read before anything is called', async () => {
    const scene = new Scene({ befores: [failure('in-doubt'), failure('not-yet'), { previous: 'theirs' }] });
    expect(await scene.tryToTheEnd()).toMatchObject({ state: 'done' });
    expect(scene.calls).toEqual([
      'before while planned',
      'before while waiting',
      'before while waiting',
      'make while started',
    ]);
    expect(scene.record.evidence).toMatchObject({ previous: 'theirs' });
  });
});

describe('a step of a run that is stopped', () => {
  it('is not started, and nothing is written', async () => {
    const scene = new Scene({});
    scene.stop.abort(new Error('stop'));
    expect(await scene.try()).toMatchObject({ state: 'not-started', record: { state: 'planned' } });
    expect(scene.states).toEqual([]);
    expect(scene.calls).toEqual([]);
  });

  it('finishes the call that is under way', async () => {
    const scene = new Scene({ makeMs: 10_000 });
    scene.time.after(5000, () => scene.stop.abort(new Error('stop')));
    expect(await scene.try()).toMatchObject({ state: 'done' });
  });
});

describe('a bug of ours', () => {
  it('is thrown, and the step stays started', async () => {
    const scene = new Scene({ makes: [new TypeError('our bug')] });
    await expect(scene.try()).rejects.toThrow('our bug');
    expect(scene.record.state).toBe('started');
  });
});
