// An exception from the device gate is taken back whatever the lists say by now: who has left, and whose device is gone, is in the register.

import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endException } from '../../src/command/device/device-exception.ts';
import { Voice } from '../../src/command/voice.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import { OLD_DOMAIN, Stage } from '../story/stage.ts';

const [P1, LEFT] = [`p1@${OLD_DOMAIN}`, `p9@${OLD_DOMAIN}`];

/** Keeps what is said, and the codes of what is wrong. */
class Heard extends Voice {
  readonly lines: string[] = [];

  override say(line = ''): void {
    this.lines.push(line);
  }

  override problem({ code }: { readonly code: string }): void {
    this.lines.push(code);
  }
}

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ provider: 'microsoft-365', people: 2, migrate: '' });
  await writeFile(stage.path('data/devices.csv'), `host,user,os\r\nPC-1,${P1},Windows 11\r\n`);
  const log = openJobLog(stage.path('data/job.db'), { clock: { now: Date.now }, mode: 'create' });
  const terms = { approvedBy: 'X', until: Date.now() + 3_600_000, reason: 'y', by: 'admin', at: Date.now() };
  for (const person of [P1, LEFT]) log.keepException({ person, ...terms });
  for (const device of ['pc-1', 'pc-9']) log.keepException({ person: device === 'pc-1' ? P1 : LEFT, device, ...terms });
  log.close();
});

afterEach(() => stage.close());

async function end(who: string, device?: string): Promise<string> {
  const voice = new Heard({ json: false });
  const code = await endException({ folder: stage.folder, voice }, who, { reason: 'z', ...(device && { device }) });
  return `${code} ${voice.lines[0] ?? ''}`;
}

describe('exception-end', () => {
  it('ends that of somebody who has left, and of a device that is gone; says which of the same person is left', async () => {
    expect(await end(LEFT)).toBe(`0 Taken back for ${LEFT}, all devices: still in force is the one for pc-9.`);
    expect(await end(LEFT)).toBe('2 exception.none');
    expect(await end(LEFT.toUpperCase(), 'PC-9.corp.example')).toBe(
      `0 Taken back for ${LEFT}, pc-9: the device gate decides alone again.`,
    );
    expect(await end('青空 太郎1', 'ＰＣ－１')).toBe(
      `0 Taken back for ${P1}, pc-1: still in force is the one for all devices.`,
    );
    expect(await end('nobody')).toBe('2 arguments.unknown-person');
    await writeFile(stage.path('data/devices.csv'), 'no list');
    expect(await end(P1)).toBe(`0 Taken back for ${P1}, all devices: the device gate decides alone again.`);
  });
});
