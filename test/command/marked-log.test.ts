// Small commands leave the mark of what they have written, under the lock and beside a command that holds it, and write to no older copy.

import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { done } from '../../src/command/done.ts';
import { stopSending } from '../../src/command/notice-stop.ts';
import { report } from '../../src/command/report.ts';
import { seenFile } from '../../src/command/seen-log.ts';
import { status } from '../../src/command/status.ts';
import { Voice } from '../../src/command/voice.ts';
import { placesOf } from '../../src/command/workspace.ts';
import type { Problem } from '../../src/model/problem.ts';
import type { HandTask } from '../../src/model/step.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import { takeLock } from '../../src/store/lock.ts';
import { readLogMark } from '../../src/store/log-mark.ts';
import { makeFolder, SUMMARY, tickingClock } from '../store/scene.ts';

/** Says nothing, and keeps the problems. */
class Quiet extends Voice {
  readonly codes: string[] = [];
  /** Since the last look. */
  readonly lines: string[] = [];
  readonly facts: object[] = [];

  override say(line = ''): void {
    this.lines.push(line);
  }

  override output(text: string): void {
    this.lines.push(text);
  }

  override fact(fact: { readonly type: string }): void {
    this.facts.push(fact);
  }

  override problem({ code }: Problem): void {
    this.codes.push(code);
  }
}

const task = (name: string): HandTask => {
  const shared = { kind: 'hand.task', task: 'keep-evidence', batch: 'pilot', needs: [], lines: [] } as const;
  return { ...shared, id: `hand.task/${name}`, title: name };
};

it('small commands mark what they have written, and an older copy is refused by each of them', async () => {
  const folder = makeFolder();
  const clock = tickingClock();
  const places = placesOf(folder.path('.'));
  const voice = new Quiet({ json: false });
  const context = { folder: folder.path('.'), voice };
  const seen = () => readLogMark(seenFile(places.lock))?.number;
  const written = () => {
    const log = openJobLog(places.log, { clock, mode: 'read' });
    const { number } = log.link() ?? {};
    log.close();
    return number;
  };
  const commands = {
    done: () => done(context, 'hand.task/one', { evidence: 'seen' }),
    stop: () => stopSending(context, { reason: 'a mistake' }),
    other: () => done(context, 'hand.task/two', { evidence: 'seen' }),
  };
  try {
    mkdirSync(folder.path('data'));
    const log = openJobLog(places.log, { clock, mode: 'create' });
    const plan = { purpose: 'apply', fingerprints: {}, summarise: () => SUMMARY } as const;
    log.savePlan({ ...plan, steps: [task('one'), task('two')] });
    log.close();
    copyFileSync(places.log, folder.path('older.db'));

    expect(await commands.done()).toBe(0);
    expect(seen()).toBe(written());
    // Whoever holds the lock marks this one with its own.
    const lock = takeLock(places.lock, { command: 'apply', clock });
    if ('problem' in lock) throw new Error('nobody else has the lock');
    expect(await commands.stop()).toBe(0);
    lock.release();
    expect(seen()).toBe(2);
    expect(await commands.stop()).toBe(0);
    expect(seen()).toBe(written());
    expect(seen()).toBe(4);
    expect(voice.codes).toEqual([]);

    copyFileSync(folder.path('older.db'), places.log);
    for (const command of [commands.stop, commands.other]) expect(await command()).toBe(2);
    expect(voice.codes).toEqual(['job.older-copy', 'job.older-copy']);
    expect([seen(), written()]).toEqual([4, 1]);

    // Whatever only shows it says so first, and writes nothing.
    const OLDER = /^The job log data\/job\.db is an older copy: it ends with event 1, and event 4 was seen here\./u;
    const firstOf = async (command: () => Promise<number>): Promise<string | undefined> => {
      voice.lines.length = voice.facts.length = 0;
      expect(await command()).toBe(0);
      return voice.lines[0];
    };
    expect(await firstOf(() => status(context, {}))).toMatch(OLDER);
    expect(voice.facts[0]).toMatchObject({ type: 'status.log', isOlderCopy: true });
    expect(await firstOf(() => report(context, { format: 'text' }))).toMatch(OLDER);
    const page = await firstOf(() => report(context, { format: 'html' }));
    expect(page?.match(/<p>.*/u)?.[0]).toContain('is an older copy');
    const read = JSON.parse((await firstOf(() => report(context, { format: 'json' }))) ?? '') as object;
    expect(read).toMatchObject({ olderCopy: expect.stringMatching(OLDER) as unknown });
    expect([seen(), written()]).toEqual([4, 1]);
    rmSync(seenFile(places.lock));
    expect(await firstOf(() => status(context, {}))).toMatch(/^Plan 1 of/u);
    expect(voice.facts[0]).toEqual({ type: 'status.log', isOlderCopy: false });
  } finally {
    folder.remove();
  }
});
