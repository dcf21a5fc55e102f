// An older copy of the job log is refused, also after a command that never came to its end, and no small command makes it the newest.

import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { whyNoLog } from '../../src/command/job.ts';
import { markSeen, markWhileOpen, olderCopy, seenFile } from '../../src/command/seen-log.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import { readLogMark } from '../../src/store/log-mark.ts';
import { makeFolder, tickingClock } from '../store/scene.ts';

it('a command that was killed has left a mark of what it has done, and writing to an older copy does not move it', async () => {
  const folder = makeFolder();
  const seen = folder.path('job.lock.seen');
  const open = (name: string, mode: 'create' | 'write') =>
    openJobLog(folder.path(name), { clock: tickingClock(), mode });
  try {
    const planned = open('job.db', 'create');
    await planned.note('first', {});
    markSeen(planned, seen);
    planned.close();
    copyFileSync(folder.path('job.db'), folder.path('older.db'));

    const running = open('job.db', 'write');
    const end = markWhileOpen(running, seen, 1);
    await running.note('second', {});
    while (readLogMark(seen)?.number !== 2) await sleep(1);
    end();
    // Killed here: nothing marks the end.
    running.close();

    const older = open('older.db', 'write');
    expect(olderCopy(older, seen)).toMatchObject({ code: 'job.older-copy' });
    await older.note('another', {});
    markSeen(older, seen);
    expect(olderCopy(older, seen)).toMatchObject({ code: 'job.older-copy' });
    older.close();

    const whole = open('job.db', 'write');
    expect(olderCopy(whole, seen)).toBeUndefined();
    whole.close();

    const other = open('other.db', 'create');
    expect(olderCopy(other, seen)).toMatchObject({ code: 'job.other-log' });
    markSeen(other, seen);
    expect(olderCopy(other, seen)).toMatchObject({ code: 'job.other-log' });
    other.close();
  } finally {
    folder.remove();
  }
});

it('a log that is gone is made anew only where nothing tells that there was one', async () => {
  const folder = makeFolder();
  const places = { vault: folder.path('credentials.age'), lock: folder.path('job.lock') };
  const lost = () => whyNoLog({ log: 'create' }, places);
  try {
    expect(lost()).toBeUndefined();
    const log = openJobLog(folder.path('job.db'), { clock: tickingClock(), mode: 'create' });
    await log.note('first', {});
    markSeen(log, seenFile(places.lock));
    log.close();
    const todo = expect.stringContaining('move data/job.lock.seen to a safe place');
    expect(lost()).toMatchObject({ code: 'job.log-lost', todo });

    writeFileSync(places.vault, 'first passwords');
    expect(lost()?.what).toContain('data/credentials.age and data/job.lock.seen are');
    rmSync(seenFile(places.lock));
    expect(lost()).toMatchObject({ code: 'job.log-lost', why: expect.stringContaining('Accounts have been created') });
  } finally {
    folder.remove();
  }
});
