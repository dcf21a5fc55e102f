// What the Windows script does, in a stand-in for PowerShell and for a PC: the script itself, its files, its table and its signatures are real.
// It has never run on Windows: this shows that its steps are right, not that Windows does what is written of it.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readResult } from '../../../src/client/results/read-result.ts';
import { JOB } from '../thunderbird/scene.ts';
import { outlookUser } from './fleet.ts';
import { SwitchedOff } from './power-shell/pc.ts';
import { BEFORE, OFFICE, PROFILE, staged } from './script-scene.ts';
import type { Stage } from './script-scene.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await staged();
});

afterEach(() => stage.end());

const AFTER = {
  profile: true,
  DefaultProfile: PROFILE,
  ZeroConfigExchange: 1,
  NewSignature: PROFILE,
  ReplySignature: PROFILE,
};

describe('Apply', () => {
  it('makes the new profile the default, writes the signature, and reports it', () => {
    expect(stage.outcome('Detect')).toEqual([1, 'to-do']);
    expect(stage.outcome('Apply')).toEqual([0, 'applied']);
    expect(stage.settings()).toEqual(AFTER);
    expect(readFileSync(stage.signatureFile('htm'), 'utf8')).toMatch(/^\uFEFF<html>.*髙橋 𠮷子/);
    expect(readFileSync(stage.signatureFile('txt')).toString('utf16le')).toBe('\uFEFF髙橋 𠮷子 <Sales>\r\n{営業}\r\n');
    expect(stage.sent()).toMatchObject([
      {
        schema: 'migrate.client-result/1',
        jobId: '0123456789ab',
        hostname: 'pc-001',
        user: 'taro.new@newcorp.test',
        sam: 'CORP\\taro',
        mode: 'Apply',
        status: 'applied',
        profile: PROFILE,
      },
    ]);
    expect(stage.sent()[0]?.detail).toContain(`default profile Outlook -> ${PROFILE}`);
    expect(stage.kept('result.json').charCodeAt(0)).toBe('{'.charCodeAt(0));
    expect(readdirSync(stage.results)).toEqual([expect.stringMatching(/^PC-001_taro-[0-9a-f]{8}_0123456789ab\.json$/)]);
  });

  it('reports it in a form that the import of results takes', () => {
    stage.run('Apply');
    const reading = readResult(Buffer.from(JSON.stringify(stage.sent()[0])), {
      file: 'result.json',
      jobId: JOB,
      timeZone: 'Asia/Tokyo',
      deviceOf: (key) => ({ key, host: 'PC-001', uses: [{ line: 2, person: 'taro@oldcorp.test' }] }),
      personOf: (address) => (address === 'taro.new@newcorp.test' ? 'taro@oldcorp.test' : undefined),
    });
    expect(reading).toMatchObject({
      result: { status: 'applied', device: 'pc-001', person: 'taro@oldcorp.test', time: stage.pc.now },
    });
  });

  it('changes nothing the second time, and Detect and Status say so', () => {
    stage.run('Apply');
    const [changes, shown] = [stage.pc.changes, stage.pc.shown.length];
    expect(stage.outcome('Detect')).toEqual([0, 'applied']);
    expect(stage.outcome('Status')).toEqual([0, 'applied']);
    expect(stage.pc.changes).toBe(changes);
    expect(stage.outcome('Apply')).toEqual([0, 'applied']);
    expect(stage.settings()).toEqual(AFTER);
    expect(stage.pc.shown).toHaveLength(shown);
  });

  it('does not have Outlook set itself up for whoever Windows says, where that is the old address', () => {
    stage.pc.upn = 'Taro@oldcorp.test';
    expect(stage.outcome('Apply')).toEqual([0, 'applied']);
    expect(stage.settings()).toEqual({ ...AFTER, ZeroConfigExchange: undefined });
    expect(stage.sent()[0]?.detail).toContain('the person enters the new one');
    expect(stage.outcome('Detect')).toEqual([0, 'applied']);
    stage.pc.upn = 'taro.new@newcorp.test';
    expect(stage.outcome('Apply')).toEqual([0, 'applied']);
    expect(stage.settings()).toEqual(AFTER);
  });

  it('keeps what was there: settings, the list of data files, autocomplete, signatures', () => {
    const outlook = path.join(stage.folder, 'pc', 'local', 'Microsoft', 'Outlook');
    mkdirSync(path.join(outlook, 'RoamCache'), { recursive: true });
    writeFileSync(path.join(outlook, 'RoamCache', 'Stream_Autocomplete_0.dat'), 'names');
    writeFileSync(path.join(outlook, 'old.ost'), 'x'.repeat(11));
    mkdirSync(path.join(stage.folder, 'pc', 'documents', 'Outlook ファイル'));
    writeFileSync(path.join(stage.folder, 'pc', 'documents', 'Outlook ファイル', '会議.pst'), 'x'.repeat(7));
    // Elsewhere, as Outlook lists them: one that is there, one on a share, one that is gone, one that is found anyway, and no data file.
    const elsewhere = path.join(stage.folder, '2019年.PST');
    writeFileSync(elsewhere, 'x'.repeat(3));
    for (const name of [
      elsewhere,
      '\\\\nas.test\\old\\共有.pst',
      path.join(stage.folder, 'gone.pst'),
      path.join(outlook, 'old.ost'),
      'mapi15://{S-1-5}/',
    ])
      stage.pc.setValue(`${OFFICE}\\Outlook\\Search\\Catalog`, { name, kind: 'Binary', value: new Uint8Array(8) });
    mkdirSync(path.dirname(stage.signatureFile('htm')), { recursive: true });
    writeFileSync(path.join(path.dirname(stage.signatureFile('htm')), 'mine.htm'), 'me');
    stage.run('Apply');
    const { files } = JSON.parse(stage.kept('backup/data-files.json')) as { files: { path: string; bytes: number }[] };
    expect(files.map((file) => [file.path.split(/[\\/]/).at(-1), file.bytes])).toEqual([
      ['2019年.PST', 3],
      ['共有.pst', null],
      ['old.ost', 11],
      ['会議.pst', 7],
    ]);
    expect(stage.pc.shown.at(-1)).toContain('2019年.PST');
    expect(stage.kept('backup/RoamCache/Stream_Autocomplete_0.dat')).toBe('names');
    expect(stage.kept('backup/Signatures/mine.htm')).toBe('me');
    expect(stage.kept('backup/outlook.reg')).toContain('defaultprofile');
    expect(stage.kept('backup/outlook.reg')).not.toContain(PROFILE);
    expect(stage.pc.shown.at(-1)).toContain('会議.pst');
  });

  it('changes nothing where the settings cannot be kept', () => {
    stage.pc.isExportBroken = true;
    expect(stage.outcome('Apply')).toEqual([30, 'error']);
    expect(stage.settings()).toEqual(BEFORE);
    expect(stage.sent()[0]?.detail).toContain('nothing was changed: ERROR: Access is denied.');
    stage.pc.isExportBroken = false;
    expect(stage.outcome('Apply')).toEqual([0, 'applied']);
  });

  it('leaves a signature alone that the person has changed, also when the company has a new one', async () => {
    stage.run('Apply');
    writeFileSync(stage.signatureFile('htm'), 'my own');
    await stage.carryOut({ people: [outlookUser('taro', { signature: { html: 'new', text: 'new' } })] });
    expect(stage.outcome('Apply')).toEqual([0, 'applied']);
    expect(readFileSync(stage.signatureFile('htm'), 'utf8')).toBe('my own');
    expect(readFileSync(stage.signatureFile('txt')).toString('utf16le')).toBe('\uFEFFnew\r\n');
    expect(stage.outcome('Detect')).toEqual([0, 'applied']);
  });

  it('is no error of the PC where the folder for results is away, and the next run delivers', () => {
    rmSync(stage.results, { recursive: true });
    expect(stage.outcome('Apply')).toEqual([0, 'applied']);
    expect(stage.kept('result.json')).toContain('the folder for results could not be reached');
    const marks = () => readdirSync(stage.own).filter((name) => name.startsWith('done-'));
    expect(marks()).toEqual([]);
    mkdirSync(stage.results);
    expect(stage.outcome('Apply')).toEqual([0, 'applied']);
    expect(stage.sent()).toMatchObject([{ status: 'applied' }]);
    expect(marks()).toHaveLength(1);
  });
});

describe('Outlook that is open', () => {
  it('is asked to close, in the language of the person, with the seconds that are left', () => {
    stage.pc.outlook = 'closes';
    expect(stage.outcome('Apply')).toEqual([0, 'applied']);
    expect(stage.pc.shown[0]).toContain('残り 30 秒');
    expect(stage.pc.shown[1]).toContain('taro.new@newcorp.test でサインイン');
    expect(stage.pc.outlook).toBe('closed');
  });

  it('is left open when the person says so, or does not let it close, and nothing is changed', () => {
    stage.pc.outlook = 'closes';
    stage.pc.answer = 2;
    expect(stage.outcome('Apply')).toEqual([10, 'waiting-outlook-open']);
    stage.pc.outlook = 'stays';
    stage.pc.answer = -1;
    expect(stage.outcome('Apply')).toEqual([10, 'waiting-outlook-open']);
    expect(stage.settings()).toEqual(BEFORE);
    expect(stage.sent()).toMatchObject([{ status: 'waiting-outlook-open' }]);
  });

  it('is counted down by minutes, and asked without a window where windows are not wanted', async () => {
    await stage.carryOut({ windows: { closeWithinMs: 150_000 } });
    stage.pc.outlook = 'stays';
    stage.pc.answer = -1;
    stage.run('Apply');
    expect(stage.pc.shown.map((text) => /残り (\d+) 秒/.exec(text)?.[1])).toEqual(['150', '90', '30']);
    stage.pc.outlook = 'closes';
    expect(stage.outcome('Apply', { Quiet: true })).toEqual([0, 'applied']);
    expect(stage.pc.shown).toHaveLength(3);
  });
});

describe('Rollback', () => {
  it('puts back what was there, keeps the new profile, and is not undone by the next sign-in', () => {
    stage.run('Apply');
    expect(stage.outcome('Rollback')).toEqual([0, 'rolled-back']);
    expect(stage.settings()).toEqual({ ...BEFORE, profile: true });
    expect(stage.pc.keys.get(`${OFFICE}\\Common\\MailSettings`.toLowerCase())?.get('newsignature')?.kind).toBe(
      'ExpandString',
    );
    expect(stage.outcome('Apply')).toEqual([0, 'rolled-back']);
    expect(stage.settings()).toEqual({ ...BEFORE, profile: true });
    expect(stage.sent()).toMatchObject([{ status: 'rolled-back', user: 'taro.new@newcorp.test' }]);
    expect(stage.outcome('Apply', { Again: true })).toEqual([0, 'applied']);
    expect(stage.settings()).toEqual(AFTER);
  });

  it('leaves what the person has chosen since, and works where the table is away', () => {
    stage.run('Apply');
    stage.pc.setValue(`${OFFICE}\\Outlook`, { name: 'DefaultProfile', kind: 'String', value: 'Mine' });
    rmSync(path.join(stage.share, 'clients.json'));
    expect(stage.outcome('Rollback')).toEqual([0, 'rolled-back']);
    expect(stage.settings()).toEqual({ ...BEFORE, profile: true, DefaultProfile: 'Mine' });
  });

  it('has nothing to do where nothing was applied', () => {
    expect(stage.outcome('Rollback')).toEqual([0, 'not-applied']);
    expect(stage.outcome('Status')).toEqual([0, 'not-applied']);
    expect(stage.settings()).toEqual(BEFORE);
  });
});

describe('a PC that is switched off', () => {
  it('at any change is set up by the next run, and can be rolled back to what was there', async () => {
    stage.run('Apply');
    const all = stage.pc.changes;
    expect(all).toBeGreaterThan(15);
    for (let changes = 0; changes < all; changes += 1) {
      stage.end();
      stage = await staged();
      stage.pc.switchOffAfter(changes);
      expect(() => stage.run('Apply')).toThrow(SwitchedOff);
      stage.pc.switchOffAfter(Number.POSITIVE_INFINITY);
      expect([changes, ...stage.outcome('Apply')]).toEqual([changes, 0, 'applied']);
      expect(stage.settings()).toEqual(AFTER);
      expect(stage.kept('backup/outlook.reg')).not.toContain(PROFILE);
      expect(stage.kept('state.json').match(/"had"/g)).toHaveLength(4);
      expect(stage.outcome('Rollback')).toEqual([0, 'rolled-back']);
      expect(stage.settings()).toEqual({ ...BEFORE, profile: true });
    }
  }, 180_000);

  it('at any change of a rollback is not set up by the next sign-in, and put back by the next rollback', async () => {
    stage.run('Apply');
    const before = stage.pc.changes;
    stage.run('Rollback');
    const all = stage.pc.changes - before;
    expect(all).toBeGreaterThan(6);
    for (let changes = 0; changes < all; changes += 1) {
      stage.end();
      stage = await staged();
      stage.run('Apply');
      stage.pc.switchOffAfter(changes);
      expect(() => stage.run('Rollback')).toThrow(SwitchedOff);
      stage.pc.switchOffAfter(Number.POSITIVE_INFINITY);
      // Its first three changes only write down that it has begun.
      if (changes > 2) expect([changes, ...stage.outcome('Apply')]).toEqual([changes, 0, 'rolled-back']);
      expect(stage.outcome('Rollback')).toEqual([0, 'rolled-back']);
      expect(stage.settings()).toEqual({ ...BEFORE, profile: true });
    }
  }, 180_000);
});
