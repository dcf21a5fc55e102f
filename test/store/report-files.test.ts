// Files that others have left on a share: found in folders and in the folders in them, each once; nothing with a name that deceives, nothing that
// never ends.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findFiles, readAtMost } from '../../src/store/report-files.ts';
import { makeFolder } from './scene.ts';

const folder = makeFolder();
beforeAll(() => {
  mkdirSync(folder.path('share/b'), { recursive: true });
  for (const name of ['share/c.JSON', 'share/a.json', 'share/b/x.json', 'share/read me.md'])
    writeFileSync(folder.path(name), '{}');
});
afterAll(() => folder.remove());

const WANTED = /\.json$/i;

describe('the files of a share', () => {
  it('are found in every folder, sorted, each once; a file that is named by itself counts whatever its ending', async () => {
    const found = await findFiles(
      [folder.path('share'), folder.path('share/a.json'), folder.path('share/read me.md')],
      WANTED,
    );
    const names = found.files.map((file) => file.slice(file.indexOf('share/')));
    expect(names).toEqual(['share/a.json', 'share/b/x.json', 'share/c.JSON', 'share/read me.md']);
    expect([found.others, found.problems]).toEqual([1, []]);
  });

  it('that are not there are told, all at once, and the others are found', async () => {
    const { files, problems } = await findFiles(
      [folder.path('none'), folder.path('share/a.json'), folder.path('no')],
      WANTED,
    );
    expect(files).toHaveLength(1);
    expect(problems.map(({ code }) => code)).toEqual(['file.missing', 'file.missing']);
  });

  it('are read up to a bound, and one byte more, by which a larger one is known', async () => {
    const file = folder.path('long.json');
    writeFileSync(file, 'x'.repeat(100));
    const sizes = [99, 100, 101].map(async (most) => {
      const content = await readAtMost(file, most);
      return 'bytes' in content ? content.bytes.length : content.problem.code;
    });
    expect(await Promise.all(sizes)).toEqual([100, 100, 100]);
    expect(await readAtMost(folder.path('none'), 1)).toMatchObject({ problem: { code: 'file.missing' } });
  });

  // Windows has neither such names nor such files.
  (process.platform === 'win32' ? it.skip : it)(
    'are left out where a name steers the terminal, or where a file never ends',
    async () => {
      mkdirSync(folder.path('odd/deep'), { recursive: true });
      for (const name of ['a\u001b[31m.json', 'gpj.\u202enosj.json', 'good.json'])
        writeFileSync(folder.path(`odd/${name}`), '{}');
      symlinkSync('/dev/zero', folder.path('odd/endless.json'));
      symlinkSync(folder.path('odd'), folder.path('odd/deep/loop'));
      const { files, problems } = await findFiles([folder.path('odd'), '/dev/zero'], WANTED);
      expect(files.map((file) => file.slice(file.lastIndexOf('/') + 1))).toEqual(['good.json']);
      expect(problems.map(({ code }) => code)).toEqual(['file.odd-name', 'file.odd-name', 'file.no-file']);
      expect(JSON.stringify(problems)).not.toMatch(/\\u001b|\u202e/u);
    },
  );
});
