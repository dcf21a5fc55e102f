// The shelf of kits: whole or not at all, whenever the process is killed; nothing that a person has changed is thrown away.

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openKitShelf, tidyKitShelf } from '../../src/store/kit-shelf.ts';
import { aKit, KIT_PATHS } from './kit-scene.ts';
import { makeFolder } from './scene.ts';

const CHILD = fileURLToPath(new URL('kit-child.ts', import.meta.url));
const FOLDER = 'people/a';
const [HTML, PDF] = KIT_PATHS;

describe('the shelf of kits', () => {
  let folder: ReturnType<typeof makeFolder>;
  const shelf = () => openKitShelf(folder.path('clients'), () => undefined);
  const place = (path: string) => folder.path(`clients/${path}`);

  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  it('holds nothing at first', async () => {
    expect(await shelf().whole(FOLDER)).toBeUndefined();
    expect(shelf().isThere(FOLDER)).toBe(false);
    expect(await shelf().withdraw(FOLDER)).toBeUndefined();
  });

  it('puts a kit in the place of an older one, and leaves nothing beside it', async () => {
    await shelf().write(FOLDER, aKit('1'));
    const manifest = await shelf().write(FOLDER, aKit('2'));
    expect(await shelf().whole(FOLDER)).toEqual(manifest);
    expect(manifest).toMatchObject({ schema: 'migrate.kit/1', version: '2' });
    expect(manifest.files.map(({ path }) => path)).toEqual(KIT_PATHS.toSorted());
    expect(readFileSync(place(`${FOLDER}/${HTML}`), 'utf8')).toBe(`${HTML} 2\n`);
    expect(readdirSync(place('people'))).toEqual(['a']);
    expect(existsSync(place('changed'))).toBe(false);
    for (const hidden of ['.new', '.old']) expect(existsSync(place(`${hidden}/${FOLDER}`))).toBe(false);
  });

  it.each([
    ['a file was changed', () => writeFileSync(place(`${FOLDER}/${PDF}`), 'mine')],
    ['a file was changed to one of the same length', () => writeFileSync(place(`${FOLDER}/${PDF}`), `${PDF} 9\n`)],
    ['a file is missing', () => rmSync(place(`${FOLDER}/${PDF}`))],
    ['the manifest is missing', () => rmSync(place(`${FOLDER}/kit.json`))],
    ['the manifest is no JSON', () => writeFileSync(place(`${FOLDER}/kit.json`), '{')],
    [
      'the manifest leads elsewhere',
      () =>
        writeFileSync(
          place(`${FOLDER}/kit.json`),
          '{"schema":"migrate.kit/1","version":"1","files":[{"path":"../../x","bytes":0,"sha256":""}]}',
        ),
    ],
  ])('sees no whole kit where %s, and keeps that folder when it writes again', async (_, harm) => {
    await shelf().write(FOLDER, aKit('1'));
    harm();
    expect(await shelf().whole(FOLDER)).toBeUndefined();
    await shelf().write(FOLDER, aKit('2'));
    expect(await shelf().whole(FOLDER)).toMatchObject({ version: '2' });
    expect(existsSync(place(`changed/${FOLDER}/${HTML}`))).toBe(true);
  });

  it('keeps what somebody has laid beside its files, each time in a folder of its own', async () => {
    for (const version of ['1', '2', '3']) {
      await shelf().write(FOLDER, aKit(version));
      writeFileSync(place(`${FOLDER}/hand-out/note.txt`), `note ${version}`);
    }
    await shelf().write(FOLDER, aKit('4'));
    const kept = ['a', 'a-2', 'a-3'].map((name) =>
      readFileSync(place(`changed/people/${name}/hand-out/note.txt`), 'utf8'),
    );
    expect(kept).toEqual(['note 1', 'note 2', 'note 3']);
  });

  it('withdraws without throwing away, and as often as it is asked', async () => {
    const places: (string | undefined)[] = [];
    for (const version of ['1', '2']) {
      await shelf().write(FOLDER, aKit(version));
      places.push(await shelf().withdraw(FOLDER));
    }
    expect(places).toEqual(['withdrawn/people/a', 'withdrawn/people/a-2']);
    expect(shelf().isThere(FOLDER)).toBe(false);
    expect(readFileSync(place(`withdrawn/people/a/${HTML}`), 'utf8')).toBe(`${HTML} 1\n`);
  });

  it('is tidied without a touch to what is not a kit of ours', async () => {
    await tidyKitShelf(folder.path('clients'));
    const foreign = ['.old/people/notes', '.old/mine', '.new/mine', 'people/b'].map((path) => `${path}/note.txt`);
    for (const path of foreign) {
      mkdirSync(dirname(place(path)), { recursive: true });
      writeFileSync(place(path), 'mine');
    }
    await shelf().write(FOLDER, aKit('1'));
    cpSync(place(FOLDER), place('.old/people/a'), { recursive: true });
    cpSync(place(FOLDER), place('elsewhere'), { recursive: true });
    symlinkSync(place('elsewhere'), place('.old/people/b'), 'junction');
    await tidyKitShelf(folder.path('clients'));
    expect(existsSync(place('.old/people/a'))).toBe(false);
    for (const path of [...foreign, `elsewhere/${HTML}`, `${FOLDER}/${HTML}`])
      expect(existsSync(place(path))).toBe(true);
  });

  it.each([
    ['../a', 'cannot be written everywhere'],
    ['kit.json', 'two files'],
    ['HAND-OUT/hand-out.html', 'two files'],
  ])('refuses a kit with a file called %s', async (path, said) => {
    const { version, files } = aKit('1');
    const wrong = { version, files: [...files, { path, bytes: Buffer.from(''), isPublic: false }] };
    await expect(shelf().write(FOLDER, wrong)).rejects.toThrow(said);
    expect(shelf().isThere(FOLDER)).toBe(false);
  });

  describe('when it is killed', () => {
    async function killedAt(failpoint: string, times: number): Promise<void> {
      const args = [CHILD, folder.path('clients'), '2', failpoint, String(times)];
      const child = spawn(process.execPath, args, { stdio: 'ignore' });
      const [, signal] = (await once(child, 'close')) as [number | null, string | null];
      expect(signal).toBe('SIGKILL');
    }

    it.each([
      ['kit-half-written', 1, '1'],
      ['kit-half-written', 3, '1'],
      ['kit-aside', 1, undefined],
      ['kit-in-place', 1, '2'],
    ] as const)(
      'at %s (%d) has a whole kit or none, loses nothing, and is written once by the next',
      async (...[failpoint, times, left]) => {
        await shelf().write(FOLDER, aKit('1'));
        writeFileSync(place(`${FOLDER}/note.txt`), 'mine');
        await killedAt(failpoint, times);
        const found = await shelf().whole(FOLDER);
        expect(found?.version).toBe(left);
        expect(shelf().isThere(FOLDER)).toBe(found !== undefined);
        await tidyKitShelf(folder.path('clients'));
        expect(await shelf().whole(FOLDER)).toMatchObject({ version: left ?? '1' });
        for (const hidden of ['.new', '.old']) expect(existsSync(place(`${hidden}/${FOLDER}`))).toBe(false);
        await shelf().write(FOLDER, aKit('3'));
        expect(await shelf().whole(FOLDER)).toMatchObject({ version: '3' });
        expect(readFileSync(place('changed/people/a/note.txt'), 'utf8')).toBe('mine');
        expect(readdirSync(place('changed/people'))).toEqual(['a']);
        for (const hidden of ['.new', '.old']) expect(existsSync(place(`${hidden}/${FOLDER}`))).toBe(false);
      },
    );
  });
});
