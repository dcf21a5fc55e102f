// What the limits on sending count is read back from the log: which messages were started when, and what is known of their end.

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import type { JobLog } from '../../src/model/job-log.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import { noticeTo } from '../apply/send-scene.ts';
import { idOf, makeFolder, planOf, START, waitSteps } from './scene.ts';

describe('the starts of messages', () => {
  let folder: ReturnType<typeof makeFolder>;
  let log: JobLog;
  let now = START;
  const send = (name: string): string => noticeTo({ name }).id;
  const refused = { kind: 'refused', operation: 'send', said: '550' } as const;

  beforeEach(() => {
    now = START;
    folder = makeFolder();
    log = openJobLog(folder.path('job.db'), { clock: { now: () => now }, mode: 'create' });
    log.savePlan(planOf([...waitSteps(2), ...['p0', 'p1', 'p2', 'p3'].map((name) => noticeTo({ name }))]));
  });

  afterEach(() => {
    log.close();
    folder.remove();
  });

  async function at<Result>(moment: number, work: () => Promise<Result>): Promise<Result> {
    now = moment;
    return work();
  }

  it('are none before the first', async () => {
    await log.record({ id: idOf(1), to: 'started', attempt: 1 });
    expect(log.sendStarts(0)).toEqual([]);
  });

  it('come oldest first, each with what followed it, since the moment that was asked for', async () => {
    await at(1000, () => log.record({ id: send('p1'), to: 'started', attempt: 1 }));
    await at(2000, () => log.record({ id: send('p0'), to: 'started', attempt: 1 }));
    await at(2500, () => log.record({ id: idOf(1), to: 'started', attempt: 1 }));
    const slower = { kind: 'throttled', operation: 'send', said: '421', stops: 'operator' } as const;
    await at(3000, () => log.record({ id: send('p1'), to: 'waiting', attempt: 1, failure: slower }));
    await at(4000, () => log.record({ id: send('p1'), to: 'started', attempt: 2 }));
    await at(5000, () => log.record({ id: send('p1'), to: 'done', attempt: 2, how: 'made' }));
    await at(6000, () => log.record({ id: send('p2'), to: 'started', attempt: 1 }));
    await at(7000, () => log.record({ id: send('p2'), to: 'failed', attempt: 1, failure: refused }));
    await at(8000, () => log.record({ id: send('p2'), to: 'planned', attempt: 1 }));
    const all = [
      { id: send('p1'), at: 1000, endedAt: 3000, failure: slower },
      { id: send('p0'), at: 2000 },
      { id: send('p1'), at: 4000, endedAt: 5000 },
      { id: send('p2'), at: 6000, endedAt: 7000, failure: refused },
    ];
    expect(log.sendStarts(0)).toEqual(all);
    expect(log.sendStarts(4000)).toEqual(all.slice(2));
    log.close();
    log = openJobLog(folder.path('job.db'), { clock: { now: () => now }, mode: 'write' });
    expect(log.sendStarts(2000)).toEqual(all.slice(1));
  });

  it('are found by an index, and so is the newest line of a name', () => {
    const database = new DatabaseSync(folder.path('job.db'), { readOnly: true });
    const planOfQuery = (sql: string): string =>
      database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map(({ detail }) => String(detail))
        .join('; ');
    expect(planOfQuery("SELECT 1 FROM step WHERE step.id GLOB 'notice.send/*' AND step.at >= 5")).toContain(
      'USING INDEX sqlite_autoindex_step_1 (id>? AND id<?)',
    );
    expect(
      planOfQuery("SELECT 1 FROM event WHERE event.name = 'a' AND event.name NOT GLOB 'step.*' ORDER BY number DESC"),
    ).toContain('event_note');
    database.close();
  });

  it('leave the newest line of every name findable, also that of a transition', async () => {
    await log.record({ id: send('p3'), to: 'started', attempt: 1 });
    await log.note('notice.stopped', { reason: 'a mistake' });
    expect(log.lastEvent('step.started')).toMatchObject({ stepId: send('p3') });
    expect(log.lastEvent('notice.stopped')).toMatchObject({ facts: { reason: 'a mistake' } });
    expect(log.lastEvent('notice.continued')).toBeUndefined();
  });
});
