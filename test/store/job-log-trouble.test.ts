import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openJobLog } from '../../src/store/job-log.ts';
import { StoreTrouble } from '../../src/store/trouble.ts';
import { idOf, makeFolder, planOf, tickingClock, waitSteps } from './scene.ts';

const clock = tickingClock();

/** The problem that opening or using a log ends in. */
function problemOf(work: () => unknown): StoreTrouble['problem'] {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreTrouble) return error.problem;
    throw error;
  }
  throw new Error('there was no trouble');
}

/** Runs without the rights of root, who may write everything. */
function asNobody<Result>(work: () => Result): Result {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('a job log that cannot be trusted or used', () => {
  let folder: ReturnType<typeof makeFolder>;
  let file: string;

  beforeEach(() => {
    folder = makeFolder();
    file = folder.path('job.db');
  });

  afterEach(() => {
    folder.remove();
  });

  function makeLog(people = 200): void {
    const log = openJobLog(file, { clock, mode: 'create' });
    log.savePlan(planOf(waitSteps(people)));
    log.close();
  }

  const problem = (mode: 'create' | 'write' | 'read', isThorough = false): StoreTrouble['problem'] =>
    problemOf(() => openJobLog(file, { clock, mode, isThorough }));

  it.each(['write', 'read'] as const)('is not made anew when it is missing and wanted to %s', (mode) => {
    expect(problem(mode)).toMatchObject({ code: 'file.missing', place: { file } });
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  it.each(['create', 'write', 'read'] as const)('has no place where its folder is missing (%s)', (mode) => {
    file = folder.path('no/such/job.db');
    expect(problem(mode)).toMatchObject({ code: 'file.folder-missing', place: { file } });
  });

  it.each(['create', 'write', 'read'] as const)('is refused when it is empty (%s), and stays so', (mode) => {
    writeFileSync(file, '');
    expect(problem(mode)).toMatchObject({ code: 'file.damaged', what: expect.stringContaining('is empty') });
  });

  it.each(['create', 'write', 'read'] as const)('is refused when it is no database (%s)', (mode) => {
    writeFileSync(file, 'name,address\n'.repeat(500));
    expect(problem(mode)).toMatchObject({ code: 'file.foreign', place: { file } });
  });

  it('is refused when it is the database of somebody else, which stays as it is', () => {
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE notes (text TEXT)');
    other.close();
    expect(problem('create').code).toBe('file.foreign');
    const again = new DatabaseSync(file);
    expect(
      again
        .prepare('SELECT name FROM sqlite_master')
        .all()
        .map((row) => row['name']),
    ).toEqual(['notes']);
    again.close();
  });

  it('is refused when a newer program wrote it, with both numbers', () => {
    makeLog();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 7');
    database.close();
    expect(problem('write')).toMatchObject({ code: 'file.newer', what: expect.stringContaining('format 7') });
    expect(problem('write').todo).toContain('newer version');
  });

  it('is refused when its end is cut off, before anything is read of it', () => {
    makeLog();
    truncateSync(file, 40_960);
    for (const mode of ['create', 'write', 'read'] as const) expect(problem(mode).code).toBe('file.damaged');
    truncateSync(file, 1000);
    for (const mode of ['create', 'write', 'read'] as const) expect(problem(mode).code).toBe('file.damaged');
  });

  it('is refused when pages inside are damaged, at the latest by the thorough check', () => {
    makeLog();
    const { page } = rootOf('step_order');
    const database = new DatabaseSync(file);
    const size = Number(database.prepare('PRAGMA page_size').get()?.['page_size']);
    database.close();
    overwrite(file, (page - 1) * size, size);
    expect(problem('write', true)).toMatchObject({ code: 'file.damaged', place: { file } });
  });

  it('says that it is damaged when that shows only while reading', () => {
    makeLog();
    const { page } = rootOf('step_order');
    overwrite(file, (page - 1) * 4096, 4096);
    const log = openJobLog(file, { clock, mode: 'read' });
    expect(problemOf(() => [...log.steps()]).code).toBe('file.damaged');
    log.close();
  });

  it('is refused for writing, not for reading, when it is read-only', () => {
    makeLog();
    chmodSync(dirname(file), 0o755);
    chmodSync(file, 0o444);
    const { code, todo } = asNobody(() => problem('write'));
    chmodSync(file, 0o644);
    expect(['file.read-only', 'file.not-allowed']).toContain(code);
    expect(todo).toContain('right');
  });

  describe('on a read-only medium', () => {
    const isTriable = process.platform !== 'win32'; // a folder cannot be made read-only there
    const onPosix = isTriable ? it : it.skip;

    /** A copy as a backup holds it, in a folder where nothing can be written. */
    function lockedCopy(ends: readonly string[]): string {
      const place = folder.path('backup');
      mkdirSync(place);
      for (const end of ends) copyFileSync(`${file}${end}`, `${place}/job.db${end}`);
      for (const end of ends) chmodSync(`${place}/job.db${end}`, 0o444);
      chmodSync(place, 0o555);
      chmodSync(folder.path(''), 0o755);
      return `${place}/job.db`;
    }

    const copies = (): number => readdirSync(tmpdir()).filter((name) => name.startsWith('migrate-log-')).length;

    onPosix('is read', () => {
      makeLog();
      const copy = lockedCopy(['']);
      asNobody(() => {
        const log = openJobLog(copy, { clock, mode: 'read' });
        expect([...log.steps()]).toHaveLength(200);
        log.close();
      });
      expect(readdirSync(dirname(copy))).toEqual(['job.db']);
    });

    onPosix('is read with what is only in the journal beside it, and leaves no copy', async () => {
      makeLog();
      const writer = openJobLog(file, { clock, mode: 'write' });
      await writer.record({ id: idOf(1), to: 'started', attempt: 1 });
      const copy = lockedCopy(['', '-wal']);
      writer.close();
      const before = copies();
      asNobody(() => {
        const log = openJobLog(copy, { clock, mode: 'read' });
        expect([...log.steps({ states: ['started'] })]).toHaveLength(1);
        log.close();
      });
      expect(copies()).toBe(before);
    });

    onPosix('is read where there is no room for the file beside it', () => {
      makeLog();
      const code = `import { openJobLog } from '${pathToFileURL(resolve('src/store/job-log.ts')).href}';
        const log = openJobLog(process.argv[1], { clock: { now: Date.now }, mode: 'read' });
        process.stdout.write(String([...log.steps()].length));`;
      // No file of this child may grow beyond 10 KiB: that is a disk without room, for whoever wants 32 KiB.
      const limited = 'ulimit -f 20 && exec "$0" --input-type=module -e "$1" "$2"';
      const { stdout, stderr } = spawnSync('sh', ['-c', limited, process.execPath, code, file], { encoding: 'utf8' });
      expect([stdout, stderr]).toEqual(['200', '']);
    });

    onPosix('is refused in words where it cannot be read at all', () => {
      makeLog();
      const copy = lockedCopy(['']);
      chmodSync(copy, 0o000);
      const told = asNobody(() => problemOf(() => openJobLog(copy, { clock, mode: 'read' })));
      expect(told).toMatchObject({ code: 'file.not-allowed', place: { file: copy } });
    });
  });

  it('is left as it is by an open that fails', () => {
    makeLog();
    const before = folder.path('before.db');
    copyFileSync(file, before);
    truncateSync(file, 40_960);
    expect(problem('create').code).toBe('file.damaged');
    rmSync(file);
    copyFileSync(before, file);
    const log = openJobLog(file, { clock, mode: 'read', isThorough: true });
    expect([...log.steps()]).toHaveLength(200);
    log.close();
  });

  it('leaves nothing behind when it could not be made', () => {
    mkdirSync(folder.path('data'), { mode: 0o555 });
    chmodSync(folder.path(''), 0o755);
    file = folder.path('data/job.db');
    if (process.platform === 'win32') return; // a folder cannot be made read-only there
    expect(asNobody(() => problem('create')).code).toBe('file.not-allowed');
    expect(existsSync(file)).toBe(false);
    chmodSync(folder.path('data'), 0o755);
    expect(readdirSync(folder.path('data'))).toEqual([]);
  });

  function rootOf(name: string): { readonly page: number } {
    const database = new DatabaseSync(file);
    const row = database.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').get(name);
    database.close();
    return { page: Number(row?.['rootpage']) };
  }
});

function overwrite(file: string, offset: number, length: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(length, 0xa5), 0, length, offset);
  closeSync(handle);
}

describe('a job log on a full disk', () => {
  let folder: ReturnType<typeof makeFolder>;
  let file: string;

  beforeEach(() => {
    folder = makeFolder();
    file = folder.path('job.db');
    const log = openJobLog(file, { clock, mode: 'create' });
    log.savePlan(planOf(waitSteps(3000)));
    log.close();
  });

  afterEach(() => {
    folder.remove();
  });

  it('rejects what is not on disk, takes nothing more, and has lost nothing that it acknowledged', async () => {
    const log = openJobLog(file, { clock, mode: 'write', mostPages: 1 });
    const acknowledged: number[] = [];
    let reason: unknown;
    for (let person = 1; person <= 3000 && reason === undefined; person += 10) {
      const group = Array.from({ length: 10 }, (_, index) => person + index);
      const results = await Promise.allSettled(
        group.map((one) => log.record({ id: idOf(one), to: 'started', attempt: 1 })),
      );
      if (results.every(({ status }) => status === 'fulfilled')) acknowledged.push(...group);
      else {
        expect(results.every(({ status }) => status === 'rejected')).toBe(true);
        reason = results.find((result) => result.status === 'rejected')?.reason;
      }
    }
    expect(acknowledged.length).toBeGreaterThan(10);
    expect(reason).toBeInstanceOf(StoreTrouble);
    expect(reason).toMatchObject({ problem: { code: 'file.disk-full', place: { file } } });

    await expect(log.record({ id: idOf(3000), to: 'started', attempt: 1 })).rejects.toBe(reason);
    await expect(log.note('apply.ended', {})).rejects.toBe(reason);
    expect(() => log.savePlan(planOf(waitSteps(1)))).toThrow('is full');
    log.close();

    const again = openJobLog(file, { clock, mode: 'write', isThorough: true });
    expect([...again.steps({ states: ['started'] })].map(({ step }) => step.id)).toEqual(acknowledged.map(idOf));
    expect(again.firstBrokenEvent()).toBeUndefined();
    await again.record({ id: idOf(3000), to: 'started', attempt: 1 });
    expect(again.firstBrokenEvent()).toBeUndefined();
    again.close();
  });

  it('saves a plan whole or not at all', () => {
    const log = openJobLog(file, { clock, mode: 'write', mostPages: 1 });
    const told = problemOf(() => log.savePlan(planOf(waitSteps(9000))));
    expect(told).toMatchObject({ code: 'file.disk-full', place: { file } });
    expect(log.currentPlan()?.number).toBe(1);
    expect([...log.steps({ currentPlan: true })]).toHaveLength(3000);
    log.close();
  });
});
