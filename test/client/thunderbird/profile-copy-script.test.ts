// The copy of the profiles at logon in a real cmd, that of wine: what was not copied is never said to be.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { profileCopyScript } from '../../../src/client/thunderbird/profile-copy-script.ts';
import { unless } from '../../installed.ts';
import { localAppData, openPrefix, runInWine, whyNoWine } from '../../windows/wine.ts';
import { JOB } from './scene.ts';

const why = whyNoWine();

(why === undefined ? describe : describe.skip)(`thunderbird-copy.cmd${unless(why)}`, () => {
  let folder: string;
  let profiles: string;
  let copy: string;

  beforeAll(() => {
    openPrefix();
    folder = mkdtempSync(path.join(tmpdir(), 'migrate copy (1)-'));
    writeFileSync(path.join(folder, 'thunderbird-copy.cmd'), profileCopyScript(JOB));
    profiles = path.join(localAppData(), '..', 'Roaming', 'Thunderbird');
    copy = `${profiles}-before-${JOB}`;
    for (const place of [profiles, copy]) rmSync(place, { recursive: true, force: true });
  });
  afterAll(() => {
    for (const place of [folder, profiles, copy]) rmSync(place, { recursive: true, force: true });
  });

  async function exitCode(): Promise<number | null> {
    return (await runInWine(['cmd', '/c', 'thunderbird-copy.cmd'], { cwd: folder })).exitCode;
  }

  function put(name: string, text: string): void {
    const file = path.join(profiles, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  it('has nothing to do without profiles, leaves alone what lies elsewhere, and believes no copy that failed', async () => {
    expect(await exitCode()).toBe(0);
    expect(existsSync(copy)).toBe(false);

    put('profiles.ini', '[Profile0]\r\nIsRelative=0\r\nPath=D:\\mail\r\n');
    // As those of Git and Cygwin, which mean something else.
    writeFileSync(path.join(folder, 'find.cmd'), '@exit /b 1\r\n');
    expect(await exitCode()).toBe(20);
    expect(existsSync(copy)).toBe(false);

    put('profiles.ini', '[Profile0]\r\nIsRelative=1\r\nPath=Profiles/x1.default\r\n');
    put('Profiles/x1.default/prefs.js', 'user_pref("a", 1);\n');
    // The robocopy of wine copies nothing, and says so.
    expect(await exitCode()).toBe(30);
    expect(existsSync(path.join(copy, 'complete.txt'))).toBe(false);

    mkdirSync(copy, { recursive: true });
    writeFileSync(path.join(copy, 'complete.txt'), JOB);
    expect(await exitCode()).toBe(0);
    expect(readdirSync(copy)).toEqual(['complete.txt']);
  });
});
