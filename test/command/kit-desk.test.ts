// What is written into kits while a run goes on for hours: the gate closes on whoever was let through when it began.

import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openKitDesk } from '../../src/command/kit-desk.ts';
import { kitsNow } from '../../src/command/kits-now.ts';
import { readWorkspace } from '../../src/command/workspace.ts';
import type { Workspace } from '../../src/command/workspace.ts';
import type { StepRecord } from '../../src/model/event.ts';
import type { KitWrite } from '../../src/model/step.ts';
import { KitFacts, kitStepId } from '../../src/plan/kit-facts.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import type { JobLog } from '../../src/model/job-log.ts';
import { CLIENTS_TAKEN_UP } from '../settings/clients-taken-up.ts';
import { OLD_DOMAIN, Stage } from '../story/stage.ts';

const HOUR = 60 * 60 * 1000;
const START = Date.parse('2026-11-24T03:00:00Z');
const P1 = `p1@${OLD_DOMAIN}`;

let stage: Stage;
let log: JobLog;
let now: number;

beforeEach(async () => {
  now = START;
  const edit = (settings: string): string => `${settings}\n${CLIENTS_TAKEN_UP}`;
  stage = await Stage.open({ provider: 'microsoft-365', people: 2, migrate: '', edit });
  await writeFile(
    stage.path('data/devices.csv'),
    `host,user,os\r\nPC-1,${P1},Windows 11\r\nPC-2,p2@${OLD_DOMAIN},Windows 11\r\n`,
  );
  log = openJobLog(stage.path('data/job.db'), { clock: { now: () => now }, mode: 'create' });
});

afterEach(async () => {
  log.close();
  await stage.close();
});

async function workspaceOf(): Promise<Workspace> {
  const reading = await readWorkspace(stage.folder);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return reading.workspace;
}

describe('the kits of a run', () => {
  it('are held from the moment on at which an exception ends or a check grows too old; what was begun is written', async () => {
    log.keepException({ person: P1, approvedBy: 'X', until: START + HOUR, reason: 'y', by: 'admin', at: START });
    const checked = { host: 'PC-2', source: 'csv', tool: 'Scanner', claim: 'clean', said: '', file: 'x.csv' } as const;
    log.keepEvidence([{ ...checked, key: 'a', checkedAt: START - 70 * HOUR }]);
    const workspace = await workspaceOf();
    const inputs = kitsNow(workspace, log, { now });
    if (inputs === undefined) throw new Error('kits are written here');
    const facts = new KitFacts(inputs);
    const records = workspace.people.map((person): StepRecord & { readonly step: KitWrite } => {
      const folder = `people/${person.key}`;
      const version = facts.listed(person);
      const id = kitStepId(person);
      const step: KitWrite = {
        kind: 'kit.write',
        id,
        batch: person.batch,
        person: person.key,
        needs: [],
        folder,
        version,
      };
      return { step, state: 'planned', attempt: 0, at: START };
    });
    const job = { folder: stage.folder, log, settings: workspace.settings };
    const desk = await openKitDesk(job, records, { now: () => now });
    const held = () => records.map((record) => desk.whyHeld(record)?.replace(/:.*/u, ''));
    const [first, second] = records;
    if (first === undefined || second === undefined) throw new Error('there are two people');
    expect(held()).toEqual([undefined, undefined]);
    const order = desk.orderFor(first.step);
    expect([order.devices, order.byException]).toEqual([['pc-1'], ['pc-1']]);

    now = START + HOUR;
    expect(held()).toEqual(['the device gate holds PC-1', undefined]);
    expect(desk.ordered(first.step)).toBe(order);
    expect(() => desk.orderFor(first.step)).toThrow('the device gate holds PC-1');
    expect(desk.orderFor(second.step).byException).toEqual([]);

    now = START + 2 * HOUR + 1;
    expect(held()).toEqual(['the device gate holds PC-1', 'the device gate holds PC-2']);
  });
});
