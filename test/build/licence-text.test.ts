// The licences that go with the bundle: complete, permissive, or no bundle at all.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bundledPackages, packageName, type BundledPackage } from './bundled-packages.ts';
import { licenceText } from './licence-text.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'migrate-licences-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function install(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const place = path.join(folder, 'node_modules', ...name.split('/'));
  await mkdir(place, { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(path.join(place, file), text);
  return path.join(place, 'index.js');
}

async function bundled(name: string, told: object, files: Readonly<Record<string, string>>): Promise<BundledPackage[]> {
  const about = JSON.stringify({ name, version: '1.2.3', ...told });
  return bundledPackages([await install(name, { ...files, 'package.json': about })]);
}

describe('the licences of what is bundled', () => {
  it('lists each package once, with its licence, its text and its notice', async () => {
    const first = await bundled(
      '@some/part',
      { license: 'MIT' },
      { LICENSE: 'Be free.\r\nAnd glad.\r\n', NOTICE: 'Thanks.' },
    );
    const second = await bundled('other', { license: '(GPL-3.0 OR ISC)' }, { 'licence.md': 'Do as you like.' });
    const text = await licenceText([...second, ...first, ...second]);
    expect(text).toContain('2 packages of others');
    expect(text.match(/^@some\/part 1\.2\.3 \(MIT\)\n\nBe free\.\nAnd glad\.\n\nThanks\.$/gm)).toHaveLength(1);
    expect(text.match(/^other 1\.2\.3 \(\(GPL-3\.0 OR ISC\)\)\n\nDo as you like\.$/gm)).toHaveLength(1);
  });

  it('names every package that stands in the way, at once', async () => {
    const parts = await Promise.all([
      bundled('no-text', { license: 'MIT' }, {}),
      bundled('no-name', {}, { LICENSE: 'Something.' }),
      bundled('copyleft', { license: 'MIT AND GPL-3.0' }, { LICENSE: 'Share alike.' }),
    ]);
    await expect(licenceText(parts.flat())).rejects.toThrow(
      /copyleft 1\.2\.3: MIT AND GPL-3\.0 is not on the list.*\n.*no-name 1\.2\.3: package\.json names no licence\n.*no-text 1\.2\.3: no licence text/,
    );
  });

  it('finds the package of a module below nested package.json files, and none for our own files', async () => {
    const module = await install('@some/part', {
      'package.json': '{"name":"@some/part","version":"2.0.0","license":"MIT"}',
    });
    const inner = path.join(path.dirname(module), 'dist', 'esm', 'index.js');
    expect(await bundledPackages([inner, module, path.join(folder, 'src', 'main.ts')])).toEqual([
      { name: '@some/part', version: '2.0.0', licence: 'MIT', folder: path.dirname(module) },
    ]);
    expect(packageName(inner)).toBe('@some/part');
    expect(packageName(path.join(folder, 'src', 'main.ts'))).toBeUndefined();
  });

  it('counts the run-time code that the bundler adds as a part of the bundler, and knows no other made-up module', async () => {
    expect((await bundledPackages(['\0rolldown/runtime.js'])).map((part) => part.name)).toEqual(['rolldown']);
    await expect(bundledPackages(['\0magic'])).rejects.toThrow('unknown origin: magic');
  });
});
