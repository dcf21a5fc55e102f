// The partner list on the command line: what check says of it, and how proposals come into being. Real commands in processes of their own.

import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { root } from '../build/build-record.ts';
import { migrateCommand } from '../story/on-stage.ts';

let folder = '';
const inside = (name: string) => path.join(folder, ...name.split('/'));

async function migrate(...args: readonly string[]): Promise<{ code: unknown; said: string; told: string }> {
  const command = [await migrateCommand(), '-C', folder, ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, (error, said, told) => {
      resolve({ code: error === null ? 0 : error.code, said, told });
    });
  });
}

/** What a program is told: the facts of the last line. */
async function facts(...args: readonly string[]): Promise<unknown> {
  const { said } = await migrate('--json', ...args);
  return JSON.parse(said.trim().split('\n').at(-1) ?? '');
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'migrate-partners-'));
  await migrate('init', folder);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('migrate check', () => {
  it('counts the partners of the example by route and language, and names whom nothing is written to', async () => {
    const { code, said, told } = await migrate('check');
    expect(code).toBe(0);
    expect(said).toContain(
      [
        'data/partners.csv is in order: 24 partners.',
        '  by language: ja 20, en 3',
        '  by route: mail 19, phone 2, letter 1, web 1',
        '  never written to: aoi@benibana-ad.test (line 25)',
      ].join('\n'),
    );
    expect(told.match(/\[partner\.[\w-]+\]/g)).toEqual(['[partner.abbreviation]', '[partner.merged]']);
  });

  it('needs neither list, unless migrate.yaml names it', async () => {
    await rm(inside('data/partners.csv'));
    await rm(inside('data/suppress.csv'));
    const { code, said } = await migrate('check');
    expect([code, said.includes('partners')]).toEqual([0, false]);
    const settings = await readFile(inside('migrate.yaml'), 'utf8');
    await writeFile(inside('migrate.yaml'), settings.replace('# suppress: data/', 'suppress: data/'));
    const missing = await migrate('check');
    expect(missing.code).toBe(2);
    expect(missing.told).toContain('data/suppress.csv');
  });

  it('tells the errors of the staff list and of the partner list at once', async () => {
    await writeFile(inside('data/staff.csv'), '氏名,旧メールアドレス,バッチ\r\n石川 直樹,x,pilot\r\n');
    await writeFile(inside('data/partners.csv'), '会社名,メールアドレス,担当者\r\nみどり御中,y,石川 直樹\r\n');
    const { code, told } = await migrate('check');
    expect(code).toBe(2);
    expect(told.match(/\S+ .*\[(?:staff|partner)\.[\w-]+\]/g)?.map((line) => line.split(' ')[1])).toEqual([
      'data/staff.csv:2:2:',
      'data/partners.csv:2:1:',
      'data/partners.csv:2:2:',
    ]);
  });
});

describe('migrate partners import', () => {
  it('writes proposals into a new file, and never over one that is there', async () => {
    const book = inside('phone.vcf');
    await copyFile(path.join(root, 'test', 'roster', 'lists', 'phone-3.0.vcf'), book);
    const before = await readFile(inside('data/partners.csv'));
    expect(await facts('partners', 'import', book)).toEqual({ type: 'proposed', proposed: 2, listed: 0, left: 3 });
    expect(await readFile(inside('data/partners.csv'))).toEqual(before);
    const proposed = await readFile(inside('data/partners-proposed.csv'), 'utf8');
    expect(proposed.split('\r\n')).toHaveLength(4);

    await writeFile(inside('data/partners-proposed.csv'), 'confirmed by hand');
    const again = await migrate('partners', 'import', book);
    expect(again.code).toBe(2);
    expect(again.told).toContain('[import.already-there]');
    expect(await readFile(inside('data/partners-proposed.csv'), 'utf8')).toBe('confirmed by hand');
    const elsewhere = await migrate('partners', 'import', book, '--out', inside('no/such.csv'));
    expect(elsewhere.told).toContain('[file.folder-missing]');
  });

  it('proposes nobody again who stands in the partner list, confirmed or not', async () => {
    const book = inside('phone.vcf');
    await copyFile(path.join(root, 'test', 'roster', 'lists', 'phone-3.0.vcf'), book);
    await rm(inside('data/partners.csv'));
    await migrate('partners', 'import', book, '--out', inside('data/partners.csv'));
    expect(await facts('partners', 'import', book)).toMatchObject({ proposed: 0, listed: 2 });
    expect(await facts('check')).toMatchObject({ partners: { all: 0, unconfirmed: 2 } });
  });

  it('refuses a file that is no address book, and one whose suppress list cannot be read', async () => {
    const { code, told } = await migrate('partners', 'import', inside('data/staff.csv'));
    expect([code, told.includes('[import.unknown-form]')]).toEqual([2, true]);
    await writeFile(inside('data/suppress.csv'), 'アドレス\r\nakane\r\n');
    const book = path.join(root, 'test', 'roster', 'lists', 'outlook-en.csv');
    const refused = await migrate('partners', 'import', book);
    expect([refused.code, refused.told.includes('[suppress.entry]')]).toEqual([2, true]);
  });
});
