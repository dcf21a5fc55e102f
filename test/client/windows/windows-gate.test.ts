// Whom the Windows script refuses: other tables, other people, other PCs, and whatever is not plainly clean. Nothing is changed then.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { KitDevice } from '../../../src/client/kit.ts';
import { outlookUser, PC } from './fleet.ts';
import { BEFORE, OFFICE, staged } from './script-scene.ts';
import type { Stage } from './script-scene.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await staged();
});

afterEach(() => stage.end());

/** Apply, with the certainty that a refusal has changed nothing. */
function applied(): readonly [number, string] {
  const outcome = stage.outcome('Apply');
  if (outcome[0] !== 0) expect(stage.settings()).toEqual(BEFORE);
  return outcome;
}

describe('the table', () => {
  it('is refused when a byte of it has changed, when it is away, and when it belongs to another move', () => {
    const file = path.join(stage.share, 'clients.json');
    const whole = readFileSync(file, 'utf8');
    for (const other of [whole.replace('taro.new', 'evil.new'), `${whole} `, '', '{']) {
      writeFileSync(file, other);
      expect(applied()).toEqual([20, 'gate-table']);
    }
    writeFileSync(file, whole);
    expect(stage.outcome('Detect', { Folder: path.join(stage.folder, 'elsewhere') })).toEqual([20, 'gate-table']);
    expect(applied()).toEqual([0, 'applied']);
  });

  it('is refused together with signatures that are not those of its rows', async () => {
    await stage.carryOut();
    const { people } = JSON.parse(readFileSync(path.join(stage.share, 'clients.json'), 'utf8')) as {
      people: { signature: string }[];
    };
    const name = people[0]?.signature ?? '';
    const file = path.join(stage.share, 'signatures', `${name.slice(0, 2)}.json`);
    const whole = readFileSync(file, 'utf8');
    for (const other of [whole.replace('Sales', 'Evil'), '{}', '']) {
      writeFileSync(file, other);
      expect(applied()).toEqual([20, 'gate-table']);
    }
  });

  it('is about this PC: a person at another one, and another person at this one, are not listed', () => {
    stage.pc.env['username'] = 'jiro';
    expect(applied()).toEqual([40, 'not-listed']);
    stage.pc.env['username'] = 'taro';
    Object.assign(stage.pc, { dnsName: 'pc-002.corp.example' });
    stage.pc.env['computername'] = 'PC-002';
    expect(applied()).toEqual([40, 'not-listed']);
    stage.pc.dnsName = 'PC-001.corp.example';
    expect(applied()).toEqual([0, 'applied']);
  });
});

describe('who is signed in', () => {
  const shared: KitDevice = { ...PC, host: 'pc-001.corp.example' };
  const people = [
    outlookUser('taro', { devices: [{ ...shared, logon: 'CORP\\shared' }] }),
    outlookUser('hanako', { devices: [shared] }),
    outlookUser('jiro', { devices: [{ ...shared, logon: 'j-sato' }] }),
  ];

  it.each([
    ['the sign-in name of the company, old', 'HANAKO@oldcorp.test', 'x', 'hanako.new@newcorp.test'],
    ['the sign-in name of the company, new', 'jiro.new@newcorp.test', 'x', 'jiro.new@newcorp.test'],
    [
      'the Windows sign-in with its domain, where the name is one of another kind',
      'x@corp.local',
      'shared',
      'taro.new@newcorp.test',
    ],
    ['the Windows sign-in without a domain', undefined, 'J-SATO', 'jiro.new@newcorp.test'],
    ['the part before the @ of the old address', undefined, 'hanako', 'hanako.new@newcorp.test'],
  ])('is found by %s', async (...[, upn, username, user]) => {
    await stage.carryOut({ people });
    Object.assign(stage.pc, { upn });
    stage.pc.env['username'] = username;
    expect(applied()).toEqual([0, 'applied']);
    expect(stage.sent()).toMatchObject([{ user }]);
  });

  it('is nobody where the part before the @ belongs to somebody whose Windows sign-in is another one', async () => {
    await stage.carryOut({ people });
    stage.pc.env['username'] = 'taro';
    expect(applied()).toEqual([40, 'not-listed']);
  });

  it('is nobody where several rows fit', async () => {
    const devices = [{ ...PC, logon: 'reception' }];
    await stage.carryOut({ people: [outlookUser('taro', { devices }), outlookUser('hanako', { devices })] });
    stage.pc.env['username'] = 'reception';
    expect(applied()).toEqual([40, 'not-listed']);
    expect(stage.sent()[0]).toMatchObject({ user: 'CORP\\reception', detail: expect.stringContaining('several rows') });
  });

  it('is not SYSTEM', () => {
    stage.pc.isSystem = true;
    expect(applied()).toEqual([30, 'error']);
    expect(stage.outcome('Rollback')).toEqual([30, 'error']);
  });
});

describe('the check on the PC', () => {
  const SCANNED = Date.UTC(2026, 10, 24, 3, 0, 0);
  const REPORT = {
    scan_time: localTime(SCANNED),
    hostname: 'PC-001',
    emocheck_version: '2.4.0',
    is_infected: 'no',
  };

  /** `2026-11-24 09:12:33`, as EmoCheck writes it: by the clock on the wall. */
  function localTime(at: number): string {
    const time = new Date(at);
    const two = (part: number) => String(part).padStart(2, '0');
    const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
    return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  }

  function leaves(report: Uint8Array | string, name = 'PC-001_20261124120000_emocheck.json'): void {
    stage.pc.check = { reports: { [name]: Buffer.from(report) } };
  }

  beforeEach(async () => {
    const file = path.join(stage.folder, 'emocheck.exe');
    writeFileSync(file, 'MZ');
    await stage.carryOut({ windows: { scanner: { file, validForMs: 24 * 3_600_000 } } });
    stage.pc.now = SCANNED + 60_000;
  });

  it('must have left a report', () => {
    expect(applied()).toEqual([20, 'gate-no-report']);
    leaves('{"hostname":"PC-001"}', 'readme.txt');
    expect(applied()).toEqual([20, 'gate-no-report']);
  });

  it('lets a plainly clean PC through, and counts for as long as it is fresh', () => {
    leaves(JSON.stringify(REPORT, null, 2));
    stage.pc.outlook = 'stays';
    stage.pc.answer = 2;
    expect(applied()).toEqual([10, 'waiting-outlook-open']);
    stage.pc.check = undefined;
    stage.pc.outlook = 'closed';
    expect(applied()).toEqual([0, 'applied']);
  });

  it.each([
    ['an infection', { ...REPORT, is_infected: 'yes' }, 'gate-infected'],
    ['another PC', { ...REPORT, hostname: 'PC-002' }, 'gate-no-report'],
    ['no PC at all', { ...REPORT, hostname: '' }, 'gate-no-report'],
    ['an old program', { ...REPORT, emocheck_version: '2.3.9' }, 'gate-no-report'],
    ['no version', { ...REPORT, emocheck_version: 'new' }, 'gate-no-report'],
    ['an old check', { ...REPORT, scan_time: localTime(SCANNED - 25 * 3_600_000) }, 'gate-no-report'],
    ['the future', { ...REPORT, scan_time: localTime(SCANNED + 3_600_000) }, 'gate-no-report'],
    ['no time', { ...REPORT, scan_time: 'today' }, 'gate-no-report'],
    ['neither yes nor no', { ...REPORT, is_infected: 'No' }, 'gate-no-report'],
    ['no verdict', { hostname: 'PC-001' }, 'gate-no-report'],
    ['other types', { ...REPORT, is_infected: ['no'], hostname: 1 }, 'gate-no-report'],
  ])('refuses a report of %s', (_, report, status) => {
    leaves(JSON.stringify(report));
    expect(applied()).toEqual([20, status]);
    expect(stage.sent()).toMatchObject([{ status }]);
  });

  it.each([
    ['blanks about the colon', '{"is_infected"  :\t"yes", "emocheck_version": "2.4"}'],
    ['a second verdict', JSON.stringify(REPORT).replace('}', ',"is_infected":"no","x":{"is_infected":"YES"}}')],
    ['broken JSON', `${JSON.stringify({ ...REPORT, is_infected: 'yes' })}{{{`],
  ])('sees an infection behind %s', (_, report) => {
    leaves(report);
    expect(applied()).toEqual([20, 'gate-infected']);
  });

  it('reads reports with Japanese paths in the code page of the PC, with every 5C byte doubled, and refuses what it cannot read', () => {
    const [head, tail] = ['{"x":"C:\\\\', `",${JSON.stringify(REPORT).slice(1)}`];
    // 表 in CP932 is 95 5C.
    leaves(Buffer.concat([Buffer.from(head), Buffer.from([0x95, 0x5c]), Buffer.from(tail)]));
    expect(applied()).toEqual([20, 'gate-no-report']);
    leaves(Buffer.from([0xff, 0xfe, ...Buffer.from(JSON.stringify(REPORT), 'utf16le')]));
    expect(applied()).toEqual([20, 'gate-no-report']);
    leaves(Buffer.concat([Buffer.from(head), Buffer.from([0x95, 0x5c, 0x5c]), Buffer.from(tail)]));
    expect(applied()).toEqual([0, 'applied']);
  });

  it('refuses what was cleared only until yesterday, before it checks anything', async () => {
    const devices = [{ ...PC, clearedUntil: SCANNED - 1 }];
    await stage.carryOut({ people: [outlookUser('taro', { devices })] });
    expect(applied()).toEqual([20, 'gate-expired']);
    expect(stage.outcome('Detect')).toEqual([20, 'gate-expired']);
    stage.pc.now = SCANNED - 3000;
    expect(applied()).toEqual([0, 'applied']);
  });
});

describe('what is not for this script', () => {
  it.each([
    ['where the list does not say which mail program it has', { host: 'PC-001' }],
    ['also where the list says that it has', PC],
  ])('is a PC without Outlook, %s', async (_, device) => {
    await stage.carryOut({ people: [outlookUser('taro', { devices: [device] })] });
    stage.pc.keys.clear();
    expect(stage.outcome('Detect')).toEqual([40, 'no-outlook']);
    expect(stage.outcome('Apply')).toEqual([40, 'no-outlook']);
    expect(stage.pc.keys.size).toBe(0);
    stage.pc.setKey('HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\OUTLOOK.EXE');
    expect(stage.outcome('Apply')).toEqual([0, 'applied']);
  });

  it('is new Outlook: nothing is changed, and that is said', () => {
    stage.pc.setValue(`${OFFICE}\\Outlook\\Preferences`, { name: 'UseNewOutlook', kind: 'DWord', value: 1 });
    expect(stage.outcome('Apply')).toEqual([0, 'waiting-person']);
    expect(stage.settings()).toEqual(BEFORE);
    expect(stage.sent()[0]?.detail).toContain('new Outlook is in use');
  });

  it('is a mode that it does not know', () => {
    expect(stage.outcome('Aply')).toEqual([30, 'error']);
  });

  it('is the profile where the address is renamed in the same tenant: only the signature is set', async () => {
    await stage.carryOut({ changes: { mode: 'rename' } });
    stage.pc.outlook = 'stays';
    expect(stage.outcome('Apply')).toEqual([0, 'applied']);
    expect(stage.settings()).toMatchObject({
      profile: false,
      DefaultProfile: 'Outlook',
      ZeroConfigExchange: undefined,
    });
    expect(stage.settings()['NewSignature']).not.toBe(BEFORE.NewSignature);
    expect(stage.pc.shown).toEqual([]);
  });

  it('is ZeroConfigExchange where the target is a plain host', async () => {
    await stage.carryOut({ changes: { provider: 'imap-host' } });
    expect(stage.outcome('Apply')).toEqual([0, 'applied']);
    expect(stage.settings()).toMatchObject({ profile: true, ZeroConfigExchange: undefined });
    expect(stage.sent()[0]?.detail).toContain('the person adds the account');
  });
});
