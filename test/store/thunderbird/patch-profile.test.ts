// A Thunderbird profile on the disk: copied as a whole first, then one file of it changed; left alone where anything is in doubt.

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { newAccountOf } from '../../../src/client/thunderbird/new-account.ts';
import { patchProfile, unpatchProfile } from '../../../src/store/thunderbird/patch-profile.ts';
import { company, JOB, OLD_PREFS, person } from '../../client/thunderbird/scene.ts';
import { makeFolder } from '../scene.ts';

const CHILD = fileURLToPath(new URL('patch-child.ts', import.meta.url));
const onPosix = process.platform === 'win32' ? it.skip : it;

let folder: ReturnType<typeof makeFolder>;
let profile: string;

beforeEach(() => {
  folder = makeFolder();
  profile = folder.path('x1.default');
  mkdirSync(path.join(profile, 'Mail', 'pop.oldcorp.test'), { recursive: true });
  writeFileSync(path.join(profile, 'prefs.js'), OLD_PREFS);
  writeFileSync(path.join(profile, 'Mail', 'pop.oldcorp.test', 'Inbox'), 'From - \nSubject: 古い\n\nold\n');
});
afterEach(() => {
  folder.remove();
});

function patch() {
  return { profile, account: newAccountOf(person('taro'), undefined, company()), jobId: JOB, isClosed: false };
}

const settings = (): string => readFileSync(path.join(profile, 'prefs.js'), 'utf8');
const codes = (said: object): unknown =>
  'problems' in said ? (said.problems as { code: string }[]).map(({ code }) => code) : said;

/** Every file with its bytes, the settings and their copies aside. */
function rest(place: string): Readonly<Record<string, string>> {
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => !path.basename(file).startsWith('prefs.js'))
      .map((file) => [path.relative(place, file), readFileSync(file, 'base64')]),
  );
}

describe('a profile that nobody uses', () => {
  it('is copied as a whole, gets the account, keeps its settings from before, and goes back', async () => {
    const before = rest(profile);
    chmodSync(path.join(profile, 'prefs.js'), 0o640);
    expect(await patchProfile(patch())).toMatchObject({
      outcome: 'added',
      marked: ['(旧) taro "the boss" @oldcorp.test'],
      copy: { folder: `${profile}.before-${JOB}`, files: 2, isNew: true },
    });
    expect(settings()).toContain('imap.newcorp.test');
    expect(rest(profile)).toEqual(before);
    expect(rest(`${profile}.before-${JOB}`)).toEqual(before);
    expect(readFileSync(path.join(profile, 'prefs.js.before'), 'utf8')).toBe(OLD_PREFS);
    if (process.platform !== 'win32') expect(statSync(path.join(profile, 'prefs.js')).mode & 0o777).toBe(0o640);
    expect(await patchProfile(patch())).toEqual({ outcome: 'nothing' });

    expect(await unpatchProfile(patch())).toMatchObject({ outcome: 'taken-away', copy: { isNew: false } });
    expect(settings()).not.toContain('imap.newcorp.test');
    expect(await unpatchProfile(patch())).toEqual({ outcome: 'nothing' });
    expect(rest(profile)).toEqual(before);
  });
});

describe('a profile is left as it is', () => {
  afterEach(() => {
    expect(settings()).not.toContain('newcorp');
    expect(readdirSync(folder.path(''))).toEqual(['x1.default']);
  });

  onPosix('while its lock belongs to a process that runs; after a crash it does not', async () => {
    const lock = path.join(profile, 'lock');
    symlinkSync(`127.0.1.1:+${process.pid}`, lock);
    expect(codes(await patchProfile({ ...patch(), isClosed: true }))).toEqual(['profile.in-use']);
    rmSync(lock);
    symlinkSync('192.0.2.77:+4711', lock);
    expect(codes(await patchProfile(patch()))).toEqual(['profile.cannot-tell']);
    rmSync(lock);
    symlinkSync('127.0.1.1:+999999999', lock);
    const [copy, kept] = [`${profile}.before-${JOB}`, path.join(profile, 'prefs.js')];
    expect(await patchProfile(patch())).toMatchObject({ outcome: 'added' });
    rmSync(copy, { recursive: true });
    writeFileSync(kept, OLD_PREFS);
  });

  it('where its settings cannot be read whole, whatever the fault', async () => {
    const file = path.join(profile, 'prefs.js');
    for (const bytes of [Buffer.from('user_pref("a", '), Buffer.from('user_pref("a", "\xff");', 'latin1')]) {
      writeFileSync(file, bytes);
      expect(codes(await patchProfile(patch()))).toEqual(['profile.unreadable']);
      expect(readFileSync(file)).toEqual(bytes);
    }
  });

  it('where user.js would set it back, or there is no profile', async () => {
    writeFileSync(path.join(profile, 'user.js'), 'user_pref("mail.accountmanager.accounts", "account1");');
    expect(codes(await patchProfile(patch()))).toEqual(['profile.overruled']);
    expect(codes(await patchProfile({ ...patch(), profile: folder.path('none') }))).toEqual(['profile.none']);
  });
});

describe('a program that is killed at any moment', () => {
  it('leaves the settings of before or of after, and a copy that is whole or not there', async () => {
    for (let file = 0; file < 200; file += 1)
      writeFileSync(path.join(profile, 'Mail', `folder-${file}`), 'x'.repeat(2000));
    const before = rest(profile);
    for (let kill = 0; kill < 5; kill += 1) {
      const child = spawn(process.execPath, [CHILD, profile], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      await sleep(kill * 13);
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(settings()).toMatch(/^\/\/ Mozilla User Preferences\n[^]*user_pref\("mailnews.labels", "[^\n]*;\n/);
      expect(settings().endsWith(';\n')).toBe(true);
      const copy = `${profile}.before-${JOB}`;
      if (readdirSync(folder.path('')).includes(path.basename(copy))) expect(rest(copy)).toEqual(before);
    }
    expect(await patchProfile(patch())).not.toHaveProperty('problems');
    expect(settings()).toContain('imap.newcorp.test');
  });
});
