// A step whose outcome is unknown: looks alone decide, and a look that finds nothing is believed only when every copy must agree.

import { describe, expect, it } from '@jest/globals';
import { ABSENT, failure, PATIENCE, Scene, SEEN } from './scene.ts';
import type { Script } from './scene.ts';

/** A scene in which a process is gone that had started the step `agoMs` ago. */
async function cutOffScene(script: Script, agoMs = 0): Promise<Scene> {
  const scene = new Scene(script);
  scene.log.commit({ id: scene.step.id, to: 'started', attempt: 1, evidence: { previous: 'kept' } });
  await scene.time.pass(agoMs);
  return scene;
}

describe('a step that a process left started', () => {
  it('is done where a look finds it, and what was kept before the change stays', async () => {
    const scene = await cutOffScene({ looks: [SEEN] });
    expect(await scene.settleCutOff()).toEqual({ state: 'done', evidence: { previous: 'kept', accountId: 'seen' } });
    expect(scene.record).toMatchObject({ state: 'done', evidence: { previous: 'kept', accountId: 'seen' } });
    expect(scene.calls).toEqual(['look while started']);
  });

  it('is never called again before it was looked at', async () => {
    const scene = await cutOffScene({ looks: [SEEN] });
    await scene.tryToTheEnd();
    expect(scene.calls).toEqual(['look while started']);
  });

  it('is found by a later look where the first copies are behind', async () => {
    const scene = await cutOffScene({ looks: [ABSENT, ABSENT, ABSENT, SEEN] });
    expect(await scene.settleCutOff()).toMatchObject({ state: 'done' });
  });

  it('may be made again when nothing was seen for as long as copies can be behind', async () => {
    const scene = await cutOffScene({ looks: [ABSENT] });
    const from = scene.time.now();
    expect(await scene.settleCutOff()).toMatchObject({ state: 'waiting', delayMs: 0 });
    expect(scene.time.now() - from).toBeGreaterThanOrEqual(PATIENCE.lagMs);
    expect(scene.record.state).toBe('waiting');
  });

  it('is waited for in full even if it was started long ago: its call may have arrived in the last moment', async () => {
    const scene = await cutOffScene({ looks: [ABSENT, ABSENT, SEEN] }, 10 * PATIENCE.lagMs);
    expect(await scene.settleCutOff()).toMatchObject({ state: 'done' });
  });

  it.each([
    ['back', -10 * PATIENCE.lagMs],
    ['forward', 10 * PATIENCE.lagMs],
  ])('is waited for as long where somebody sets the clock %s meanwhile', async (_way, byMs) => {
    const scene = await cutOffScene({ looks: [ABSENT] });
    const from = scene.time.now();
    scene.time.after(1500, () => scene.time.setClock(byMs));
    expect(await scene.settleCutOff()).toMatchObject({ state: 'waiting' });
    expect(scene.time.now() - from).toBeGreaterThanOrEqual(PATIENCE.lagMs);
    expect(scene.time.now() - from).toBeLessThan(2 * PATIENCE.lagMs);
  });

  it('is not given up by an answer that was asked for too early and came late', async () => {
    const scene = await cutOffScene({ looks: [ABSENT, SEEN], lookMs: 2 * PATIENCE.lagMs });
    expect(await scene.settleCutOff()).toMatchObject({ state: 'done' });
  });

  it('is in doubt where something else stands in its place, and says what', async () => {
    const scene = await cutOffScene({ looks: [{ standing: 'different', said: 'it belongs to somebody else' }] });
    expect(await scene.settleCutOff()).toMatchObject({
      state: 'in-doubt',
      failure: { kind: 'in-doubt', said: 'it belongs to somebody else' },
    });
    expect(scene.record.state).toBe('in-doubt');
  });

  it('is in doubt where no look can tell, after a bounded number of looks', async () => {
    const scene = await cutOffScene({ looks: [failure('unavailable')] });
    expect(await scene.settleCutOff()).toMatchObject({ state: 'in-doubt' });
    expect(scene.calls).toHaveLength(8);
  });

  it('takes a failed look for no proof: the next one may see it', async () => {
    const scene = await cutOffScene({
      looks: [failure('unavailable'), failure('throttled'), failure('refused'), SEEN],
    });
    expect(await scene.settleCutOff()).toMatchObject({ state: 'done' });
  });

  it('is not given up by looks that the provider puts off, however many', async () => {
    const putOff = Array.from({ length: 12 }, () => failure('throttled'));
    const scene = await cutOffScene({ looks: [...putOff, SEEN] });
    expect(await scene.settleCutOff()).toMatchObject({ state: 'done' });
    expect(scene.calls).toHaveLength(13);
  });

  it('holds the lane when a look is told that we are too fast', async () => {
    const scene = await cutOffScene({ looks: [failure('throttled', { retryAfterMs: 45_000 }), SEEN] });
    const from = scene.time.now();
    await scene.settleCutOff();
    expect(scene.time.now() - from).toBeGreaterThanOrEqual(45_000);
  });

  it('stays started where the run is stopped before a look could tell', async () => {
    const scene = await cutOffScene({ looks: [ABSENT] });
    scene.time.after(5000, () => scene.stop.abort(new Error('stop')));
    expect(await scene.settleCutOff()).toMatchObject({ state: 'not-started', record: { state: 'started' } });
    expect(scene.record.state).toBe('started');
  });

  it('lets a bug in a look through', async () => {
    const scene = await cutOffScene({ looks: [new TypeError('our bug')] });
    await expect(scene.settleCutOff()).rejects.toThrow('our bug');
  });
});
