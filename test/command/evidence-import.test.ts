// evidence import: what every file said is told and kept once; killed anywhere, all of a file is there or nothing, and the next run takes the rest.

import { mkdir, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openJobLog } from '../../src/store/job-log.ts';
import { factsOf, migrateCommand, problemCodes } from '../story/on-stage.ts';
import { OLD_DOMAIN, Stage } from '../story/stage.ts';
import type { Ended } from '../story/stage.ts';

// Every command is a process of its own, and the machine may be busy with others.
jest.setTimeout(120_000);

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ provider: 'microsoft-365', people: 2, migrate: await migrateCommand() });
  await mkdir(stage.path('reports/floor 2'), { recursive: true });
});

afterEach(() => stage.close());

function importAll(environment: NodeJS.ProcessEnv = {}, ...more: readonly string[]): Promise<Ended> {
  return stage.start(['evidence', 'import', stage.path('reports'), ...more], environment).ended;
}

function report(host: string, infected: 'yes' | 'no'): string {
  const time = new Date().toISOString().slice(0, 19).replace('T', ' ');
  return JSON.stringify({ scan_time: time, hostname: host, emocheck_version: '2.4.0', is_infected: infected });
}

/** Hosts of what is kept, with what it says; throws where the chain of events is broken. */
function kept(): readonly string[] {
  const log = openJobLog(stage.path('data/job.db'), { clock: { now: Date.now }, mode: 'read' });
  try {
    expect(log.firstBrokenEvent()).toBeUndefined();
    return [...log.deviceEvidence()].map(({ host, claim }) => `${host} ${claim}`).toSorted();
  } finally {
    log.close();
  }
}

describe('evidence import', () => {
  it('says file by file what it took, what it left out and why, who is not on the list and who has no report', async () => {
    const list = `host,user,os\r\nPC-1,p1@${OLD_DOMAIN},Windows 11\r\nPC-2,p2@${OLD_DOMAIN},Windows 11\r\n`;
    await writeFile(stage.path('data/devices.csv'), list);
    await writeFile(stage.path('reports/PC-1_20261124093000_emocheck.json'), report('PC-1', 'yes'));
    await writeFile(stage.path('reports/floor 2/PC-9_20261124093000_emocheck.json'), report('PC-9', 'no').slice(0, 40));
    await writeFile(stage.path('reports/floor 2/table.csv'), 'hostname,verdict\r\nPC-2,clean\r\n');
    await writeFile(stage.path('reports/note.md'), 'nothing of ours');
    const people = await importAll({}, stage.path('nowhere'));
    expect(people.code).toBe(2);
    expect(people.said).toContain('PC-1_20261124093000_emocheck.json: PC-1 INFECTED\n');
    expect(people.said).toContain('without a report: PC-2\n');
    expect(people.said).toContain('Clean is no proof');
    expect(problemCodes(people).toSorted()).toEqual([
      'evidence.headings-missing',
      'evidence.not-listed',
      'evidence.unreadable',
      'file.missing',
    ]);
    expect(people.told).toContain('floor 2/table.csv:1: ');

    const again = factsOf(await importAll({}, '--json'));
    expect(again.find(({ type }) => type === 'evidence.imported')).toMatchObject({
      files: 3,
      others: 1,
      taken: 0,
      known: 2,
    });
    expect(again.find(({ type }) => type === 'evidence.verdicts')).toMatchObject({ infected: 1, missing: 1, clean: 0 });
    expect(kept()).toEqual(['PC-1 infected', 'PC-9 unclear']);
  });

  it('killed before or after a commit keeps whole files only, and the next run takes in the rest, nothing twice', async () => {
    const hosts = Array.from({ length: 150 }, (_, index) => `PC-${index}`);
    for (const host of hosts)
      await writeFile(stage.path(`reports/${host}_20261124093000_emocheck.json`), report(host, 'no'));
    const rows = hosts.map((host) => `${host},2026-11-24 09:30,ClamAV,1.4,clean,`);
    await writeFile(
      stage.path('reports/z.csv'),
      ['hostname,checked_at,tool,version,verdict,evidence', ...rows, ''].join('\r\n'),
    );
    for (const [place, count] of [
      ['record.before-commit:1', 0],
      ['record.before-commit:2', 100],
    ] as const) {
      expect(await importAll({ MIGRATE_FAILPOINT: place })).toMatchObject({ code: null });
      expect(kept()).toHaveLength(count);
    }
    expect(await importAll()).toMatchObject({ code: 0 });
    expect(kept()).toEqual([...hosts, ...hosts].map((host) => `${host} clean`).toSorted());
  });
});
