// Answers that mean stop: an operator that wants it slower, a mailbox that has sent enough, trouble that is about us.

import { describe, expect, it } from '@jest/globals';
import { SlowRestart } from '../../src/apply/slow-restart.ts';
import type { FailureFacts } from '../../src/model/failure.ts';
import { DAY_MS, HOUR_MS, limitOf, MINUTE_MS, SECOND_MS, SendScene } from './send-scene.ts';
import type { Call } from './send-scene.ts';

const TOO_FAST: Call = {
  failure: { kind: 'throttled', status: 421, code: '4.7.28', said: '421 4.7.28 rate limited', stops: 'operator' },
};

function sendMany(scene: SendScene, names: readonly string[], call: Call & { readonly domain?: string } = {}): void {
  const { domain } = call;
  for (const name of names) void scene.send({ name, ...(domain === undefined ? {} : { domain }) }, call);
}

function namesOf(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}

describe('an operator that has said 4.7.28', () => {
  it('gets nothing for ten minutes, then one at a time, then one more after each success; others go on', async () => {
    const scene = new SendScene();
    void scene.send({ name: 'first', domain: 'big-1' }, TOO_FAST);
    await scene.untilAllEnded();
    const stoppedAt = scene.time.now();
    sendMany(scene, namesOf('p', 8), { lastsMs: 10 * SECOND_MS, domain: 'big-2' });
    sendMany(scene, namesOf('other', 3));
    await scene.untilAllEnded();
    const begun = scene.begun.slice(1);
    expect(begun.slice(0, 3).map(({ name, at }) => [name, at])).toEqual(
      ['other0', 'other1', 'other2'].map((name) => [name, stoppedAt]),
    );
    // Each success frees its own place and adds one: one, two, then four are under way.
    const times = begun.slice(3).map(({ at }) => (at - stoppedAt - 10 * MINUTE_MS) / SECOND_MS);
    expect(times).toEqual([0, 10, 10, 20, 20, 20, 20, 30]);
  });

  it('is held again, and longer where it asks for it, when it says so again', async () => {
    const scene = new SendScene();
    void scene.send({ name: 'first', domain: 'big-1' }, TOO_FAST);
    await scene.untilAllEnded();
    const again = {
      ...TOO_FAST,
      failure: { kind: 'throttled', stops: 'operator', retryAfterMs: 30 * MINUTE_MS },
    } as const;
    void scene.send({ name: 'second', domain: 'big-1' }, again);
    void scene.send({ name: 'third', domain: 'big-1' });
    await scene.untilAllEnded();
    expect(scene.times.map((at) => Math.round(at / MINUTE_MS))).toEqual([0, 10, 40]);
  });

  it('is held by what an earlier run has heard, too', async () => {
    const scene = new SendScene();
    void scene.send({ name: 'first', domain: 'big-1' }, TOO_FAST);
    await scene.untilAllEnded();
    await scene.time.pass(MINUTE_MS);
    scene.restart();
    sendMany(scene, namesOf('p', 3), { lastsMs: 10 * SECOND_MS, domain: 'big-2' });
    await scene.untilAllEnded();
    expect(scene.times.map((at) => Math.round(at / (10 * SECOND_MS)))).toEqual([0, 60, 61, 61]);
  });

  it('is free again after many successes; one that left before the stop says nothing', () => {
    const restart = new SlowRestart();
    restart.stopped(1000);
    restart.succeeded(999);
    expect(restart.most).toBe(1);
    for (let times = 0; times < 30; times += 1) restart.succeeded(restart.heldUntil);
    expect(restart.most).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a refusal for the pace', () => {
  const slower: Call = { failure: { kind: 'throttled', retryAfterMs: 60_000 } };

  it.each([-2, 2])('holds as long as it asks for, also where somebody sets the clock by %i hours', async (hours) => {
    const scene = new SendScene();
    void scene.send({ name: 'first' }, slower);
    await scene.untilAllEnded();
    scene.time.setClock(hours * HOUR_MS);
    void scene.send({ name: 'second' });
    await scene.untilAllEnded();
    expect(scene.times.map((at) => Math.round(at / SECOND_MS))).toEqual([0, 60]);
  });

  it('holds the mailbox that heard it, and no other', async () => {
    const scene = new SendScene();
    void scene.send({ name: 'p0', mailbox: 'a' }, slower);
    await scene.untilAllEnded();
    void scene.send({ name: 'p1', mailbox: 'a' });
    void scene.send({ name: 'p2', mailbox: 'b' });
    await scene.untilAllEnded();
    expect(scene.begun.map(({ name }, index) => [name, scene.times[index]])).toEqual([
      ['p0', 0],
      ['p2', 100],
      ['p1', 60_100],
    ]);
  });

  it('holds everybody where one server takes all messages, or where the answer says so', async () => {
    for (const [parts, call] of [
      [{ hasOneServer: true }, slower],
      [{}, { failure: { kind: 'throttled', retryAfterMs: 60_000, stops: 'lane' } }],
    ] as const) {
      const scene = new SendScene(parts);
      void scene.send({ name: 'p0', mailbox: 'a' }, call);
      await scene.untilAllEnded();
      void scene.send({ name: 'p2', mailbox: 'b' });
      await scene.untilAllEnded();
      expect(scene.times).toEqual([0, 60_100]);
    }
  });

  it('that waiting does not lift holds the mailbox for this run, with what to do', async () => {
    const scene = new SendScene({ longestWaitMs: Number.POSITIVE_INFINITY });
    const denied = { kind: 'refused', stops: 'mailbox', said: 'send as denied', todo: 'Allow it.' } as const;
    void scene.send({ name: 'p0', mailbox: 'a' }, { failure: denied });
    await scene.untilAllEnded();
    void scene.send({ name: 'p1', mailbox: 'a' });
    void scene.send({ name: 'p2', mailbox: 'b' });
    await scene.untilAllEnded();
    expect([...scene.refused]).toEqual([['p1', 'NotInThisRun: send as denied. Allow it.']]);
    expect(scene.begun.map(({ name }) => name)).toEqual(['p0', 'p2']);
  });

  it('for a day refuses what waits for that mailbox', async () => {
    const scene = new SendScene();
    const full = { kind: 'throttled', retryAfterMs: DAY_MS, stops: 'mailbox', said: 'daily limit reached' } as const;
    void scene.send({ name: 'p0', mailbox: 'a' }, { failure: full });
    await scene.untilAllEnded();
    void scene.send({ name: 'p1', mailbox: 'a' });
    void scene.send({ name: 'p2', mailbox: 'b' });
    await scene.untilAllEnded();
    expect([...scene.refused]).toEqual([['p1', 'NotInThisRun: daily limit reached; goes on 2026-01-06 00:00 (UTC)']]);
    expect(scene.begun).toHaveLength(2);
  });
});

describe('the campaign stops', () => {
  const WORDS =
    'NotInThisRun: sending has stopped: 550 5.7.705 tenant has exceeded its threshold. Ask Microsoft. Then: migrate notice continue';

  it('when an answer is about us: what is under way ends, the rest is held with the reason and what to do', async () => {
    const scene = new SendScene({ concurrency: { all: 2, mailbox: 2 } });
    const failure: Call['failure'] = {
      kind: 'refused',
      stops: 'campaign',
      said: '550 5.7.705 tenant has exceeded its threshold',
      todo: 'Ask Microsoft.',
    };
    void scene.send({ name: 'p0' }, { failure });
    sendMany(scene, namesOf('q', 3), { lastsMs: 5000 });
    await scene.untilAllEnded();
    expect(scene.begun.map(({ name }) => name)).toEqual(['p0', 'q0']);
    expect([...scene.refused]).toEqual([
      ['q1', WORDS],
      ['q2', WORDS],
    ]);
    expect(scene.notes).toEqual([
      {
        name: 'notice.stopped',
        facts: { reason: '550 5.7.705 tenant has exceeded its threshold', todo: 'Ask Microsoft.' },
      },
    ]);
  });

  it('when somebody says so elsewhere, within seconds', async () => {
    let why: string | undefined;
    const scene = new SendScene({ limits: [limitOf('mailbox', 1, HOUR_MS)], whyStopped: () => why });
    sendMany(scene, namesOf('p', 3));
    scene.time.after(2 * MINUTE_MS, () => (why = 'sending has stopped: a mistake in the letter'));
    await scene.untilAllEnded();
    expect([...scene.refused.keys()]).toEqual(['p1', 'p2']);
    expect(scene.refused.get('p1')).toBe('NotInThisRun: sending has stopped: a mistake in the letter');
    expect(scene.time.now() - scene.from).toBeLessThanOrEqual(2 * MINUTE_MS + 5 * SECOND_MS);
  });

  it('before a silent server has taken more than a handful into doubt', async () => {
    const scene = new SendScene({ concurrency: { all: 3, mailbox: 3 } });
    sendMany(scene, namesOf('p', 50), { failure: { kind: 'in-doubt', said: 'no answer' }, lastsMs: 30_000 });
    await scene.untilAllEnded();
    expect(scene.begun).toHaveLength(5);
    expect(scene.refused.get('p49')).toContain('5 messages in a row got no usable answer (no answer)');
  });

  it('not for doubts between good answers; after a doubt one at a time is tried first', async () => {
    const scene = new SendScene({ concurrency: { all: 3, mailbox: 3 } });
    for (let round = 0; round < 10; round += 1) {
      void scene.send({ name: `doubt${round}` }, { failure: { kind: 'in-doubt' } });
      await scene.untilAllEnded();
      sendMany(scene, namesOf(`good${round}-`, 4), { lastsMs: 1000 });
      await scene.time.pass(500);
      expect(scene.underWay).toBe(1);
      await scene.untilAllEnded();
    }
    expect(scene.begun).toHaveLength(50);
    expect(scene.refused.size).toBe(0);
  });
});

describe('many refusals', () => {
  const RAMP = { ramp: [60, 100, 150, 200], timeZone: 'UTC' };
  const gone: FailureFacts = { kind: 'refused', operation: 'SMTP RCPT TO', said: '550 no such user', status: 550 };

  it.each([
    ['for good', gone, 2],
    ['for a while', { ...gone, kind: 'throttled', status: 451, retryAfterMs: 1 } as const, 2],
  ])('%s hold the rest of the day, and cost a step of the ramp', async (how, failure, refusals) => {
    const scene = new SendScene({ days: RAMP, concurrency: { all: 1, mailbox: 1 } });
    scene.restart({ earlier: [scene.from - DAY_MS, scene.from - 2 * DAY_MS] });
    sendMany(scene, namesOf('good', 30));
    sendMany(scene, namesOf('bad', refusals), { failure });
    await scene.untilAllEnded();
    expect(scene.notes).toEqual([]);
    sendMany(scene, ['bad-too'], { failure });
    await scene.untilAllEnded();
    expect(scene.notes).toMatchObject([{ name: 'notice.stepped-back', facts: { back: 1 } }]);
    void scene.send({ name: 'late' });
    await scene.untilAllEnded();
    expect(scene.refused.get('late')).toContain(`were refused ${how}`);
    expect(scene.refused.get('late')).toContain('goes on 2026-01-06 00:00 (UTC)');
    // The day after, also in another run, one step lower than it would be.
    await scene.time.pass(DAY_MS);
    scene.restart({
      earlier: [1, 2].map((days) => scene.from - days * DAY_MS),
      stepBack: { at: scene.from, why: 'refusals', back: 1 },
    });
    sendMany(scene, namesOf('next', 210), { lastsMs: 1 });
    await scene.untilAllEnded();
    expect(scene.begun.filter(({ name }) => name.startsWith('next'))).toHaveLength(150);
  });

  it.each([
    { kind: 'unavailable', operation: 'oauth2.token', status: 503 },
    { kind: 'throttled', operation: 'gmail.users.drafts.create', status: 403, retryAfterMs: 1 },
    { kind: 'throttled', operation: 'POST /users/{id}/messages', status: 429, retryAfterMs: 1 },
    { kind: 'not-yet', operation: 'POST /users/{id}/messages', status: 409 },
  ] as const)('are not what an API says of its own calls: $operation $status', async (failure) => {
    const scene = new SendScene({ days: RAMP });
    sendMany(scene, namesOf('good', 20));
    sendMany(scene, namesOf('busy', 30), { failure: { said: 'try again', ...failure } });
    sendMany(scene, ['late']);
    await scene.untilAllEnded();
    expect(scene.notes).toEqual([]);
    expect(scene.begun.at(-1)?.name).toBe('late');
  });

  it('are gone on from on the same day where somebody lifts it: slowly, and one step lower in the ramp', async () => {
    const scene = new SendScene({ days: RAMP });
    const stepBack = { at: scene.from, why: 'refusals', back: 1, liftedAt: scene.from + MINUTE_MS };
    scene.restart({ earlier: [1, 2].map((days) => scene.from - days * DAY_MS), stepBack });
    sendMany(scene, namesOf('again', 160), { lastsMs: 10 * SECOND_MS });
    await scene.untilAllEnded();
    const times = scene.times.map((at) => (at - 10 * MINUTE_MS) / SECOND_MS);
    expect(times.slice(0, 8)).toEqual([0, 10, 10, 20, 20, 20, 20, 30]);
    expect(scene.begun).toHaveLength(100);
    expect(scene.refused.size).toBe(60);
  });

  it('are too few to judge by at the beginning', async () => {
    const scene = new SendScene({ days: RAMP });
    sendMany(scene, namesOf('bad', 2), { failure: gone });
    sendMany(scene, namesOf('good', 10));
    await scene.untilAllEnded();
    expect(scene.notes).toEqual([]);
    expect(scene.begun).toHaveLength(12);
  });
});
