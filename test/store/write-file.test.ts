import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { writeFileDurably } from '../../src/store/write-file.ts';
import { makeFolder } from './scene.ts';

describe('writing a file durably', () => {
  let folder: ReturnType<typeof makeFolder>;
  const errand = (name: string) => ({ file: folder.path(name), role: 'list', goal: 'keep the list' });

  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(() => {
    folder.remove();
  });

  it('puts the new content in the place of the old, and leaves nothing beside it', async () => {
    writeFileSync(folder.path('a'), 'old and longer');
    await writeFileDurably(errand('a'), 'new');
    expect(readFileSync(folder.path('a'), 'utf8')).toBe('new');
    expect(readdirSync(folder.path(''))).toEqual(['a']);
  });

  it('never writes into the old file, which a crash could leave half changed', async () => {
    writeFileSync(folder.path('a'), 'old');
    const before = statSync(folder.path('a'), { bigint: true }).ino;
    await writeFileDurably(errand('a'), 'new');
    expect(statSync(folder.path('a'), { bigint: true }).ino).not.toBe(before);
  });

  it('lets nobody but the owner read it', async () => {
    await writeFileDurably(errand('a'), 'secret');
    if (process.platform !== 'win32') expect(statSync(folder.path('a')).mode & 0o777).toBe(0o600);
  });

  it('is whole when many write at once', async () => {
    const contents = Array.from({ length: 20 }, (_, index) => String(index).repeat(100_000));
    await Promise.all(contents.map((content) => writeFileDurably(errand('a'), content)));
    expect(contents).toContain(readFileSync(folder.path('a'), 'utf8'));
    expect(readdirSync(folder.path(''))).toEqual(['a']);
  });

  it('says what is wrong, and leaves the old file and nothing else', async () => {
    mkdirSync(folder.path('a'));
    writeFileSync(folder.path('a/inside'), 'kept');
    await expect(writeFileDurably(errand('a'), 'new')).rejects.toMatchObject({
      problem: { place: { file: folder.path('a') } },
    });
    await expect(writeFileDurably(errand('no/a'), 'new')).rejects.toMatchObject({
      problem: { code: 'file.folder-missing' },
    });
    expect(readdirSync(folder.path(''))).toEqual(['a']);
    expect(readFileSync(folder.path('a/inside'), 'utf8')).toBe('kept');
  });
});
