// A job log that cannot be trusted or written: every command says so and stops, the file stays as it is, and none is made in its place.

import { chmod, chown, copyFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { effects, FREE, newAddresses, onStage, problemCodes, STORY_TIMEOUT_MS } from './on-stage.ts';
import type { Ended, Stage } from './stage.ts';

const PEOPLE = 4;
const NOBODY = 65534;

/** Planned, and the pilot batch is done; beside the log lies a copy of it. */
async function halfWay(play: (stage: Stage, log: string) => Promise<void>): Promise<void> {
  await onStage({ provider: 'microsoft-365', people: PEOPLE, sandbox: FREE }, async (stage) => {
    await stage.must('plan');
    await copyFile(stage.path('data/job.db'), stage.path('planned.db'));
    await stage.must('apply', '--yes', '--batch', 'pilot');
    const log = stage.path('data/job.db');
    await copyFile(log, stage.path('good.db'));
    await play(stage, log);
    await copyFile(stage.path('good.db'), log);
    await stage.must('apply', '--yes');
    expect([...(await effects(stage, 'user.create'))].sort()).toEqual(newAddresses(PEOPLE));
  });
}

/** All of these end with 2 and a problem of that code, and leave file and provider as they were. */
async function refusedBy(
  stage: Stage,
  { log, code, commands }: { log: string; code: string; commands: readonly (readonly string[])[] },
): Promise<void> {
  const [before, ledger] = [await readFile(log), await stage.ledger()];
  const ends = await Promise.all(commands.map(async (command) => ({ command, ended: await stage.run(...command) })));
  for (const { command, ended } of ends) {
    // Those that come at the same time may find the lock taken, and are then asked once more.
    const last: Ended = problemCodes(ended).includes('job.locked') ? await stage.run(...command) : ended;
    expect([command.join(' '), last.code, ...problemCodes(last)]).toEqual([command.join(' '), 2, code]);
    expect(last.told).toContain(log);
  }
  expect((await readFile(log)).equals(before)).toBe(true);
  expect(await stage.ledger()).toEqual(ledger);
}

const WRITER_AND_READER = [['apply', '--yes'], ['status']] as const;

describe('a job log', () => {
  it.concurrent(
    'that is cut short, something else, empty, older, newer, changed by hand or gone is told, left alone, and never made anew',
    async () => {
      await halfWay(async (stage, log) => {
        await truncate(log, 20_000);
        await refusedBy(stage, { log, code: 'file.damaged', commands: WRITER_AND_READER });
        await writeFile(log, 'name,address\n'.repeat(3000));
        await refusedBy(stage, { log, code: 'file.foreign', commands: [['plan'], ['log']] });
        await writeFile(log, '');
        await refusedBy(stage, { log, code: 'file.damaged', commands: [['plan'], ['report']] });

        const ledger = await stage.ledger();
        await copyFile(stage.path('planned.db'), log);
        for (const command of [['plan'], ['apply', '--yes']]) {
          const older = await stage.run(...command);
          expect([command.join(' '), older.code, ...problemCodes(older)]).toEqual([
            command.join(' '),
            2,
            'job.older-copy',
          ]);
        }
        expect(await stage.ledger()).toEqual(ledger);

        await copyFile(stage.path('good.db'), log);
        const database = new DatabaseSync(log);
        database.exec('PRAGMA user_version = 99');
        database.close();
        await refusedBy(stage, { log, code: 'file.newer', commands: WRITER_AND_READER });

        await copyFile(stage.path('good.db'), log);
        const changed = new DatabaseSync(log);
        changed.exec('DROP TRIGGER event_is_never_changed');
        changed.exec(`UPDATE event SET facts = '{"attempt":9}' WHERE number = 3`);
        changed.close();
        const found = await stage.run('log', '--verify');
        expect(found).toMatchObject({ code: 2, told: expect.stringContaining('Line 3 of the log does not follow') });

        await rm(log);
        for (const command of [['plan'], ['apply', '--yes']]) {
          const lost = await stage.run(...command);
          expect([command.join(' '), lost.code, ...problemCodes(lost)]).toEqual([command.join(' '), 2, 'job.log-lost']);
        }
        for (const command of [['log'], ['done', 'x', '--evidence', 'y']]) {
          expect(problemCodes(await stage.run(...command))).toEqual(['file.missing']);
        }
        const forPrograms = await stage.run('status', '--json');
        expect(JSON.parse(forPrograms.said)).toMatchObject({ type: 'problem', code: 'file.missing' });
        expect(await readdir(stage.path('data'))).not.toContain('job.db');
      });
    },
    STORY_TIMEOUT_MS,
  );

  it.concurrent(
    'that may only be read stops every command that would write, and none that reads',
    async () => {
      await halfWay(async (stage, log) => {
        const uid = process.getuid?.() === 0 ? NOBODY : undefined;
        if (uid !== undefined) {
          const files = (await readdir(stage.path('data'))).map((name) => `data/${name}`);
          for (const place of ['.', 'data', ...files, 'sandbox/sandbox.json']) await chown(stage.path(place), uid, uid);
        }
        await chmod(log, 0o444);
        const before = await readFile(log);
        for (const command of [['plan'], ['apply', '--yes']]) {
          const { code, told } = await stage.start(command, {}, uid).ended;
          expect([command.join(' '), code]).toEqual([command.join(' '), 2]);
          expect(told).toContain('can only be read, not written');
        }
        expect((await stage.start(['status'], {}, uid).ended).code).toBe(0);
        expect((await readFile(log)).equals(before)).toBe(true);
        await chmod(log, 0o644);
      });
    },
    STORY_TIMEOUT_MS,
  );
});
