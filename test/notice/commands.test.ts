// migrate notice new, lint and preview, as an administrator types them: real files, real child processes.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import PostalMime from 'postal-mime';
import { unless } from '../installed.ts';
import { migrateCommand } from '../story/on-stage.ts';

let folder = '';
let command = '';

function migrate(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(path.join(folder, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(path.join(folder, file), text.replace(from, to));
}

beforeAll(async () => {
  command = await migrateCommand();
  folder = mkdtempSync(path.join(tmpdir(), 'migrate-notice-'));
  expect(migrate(['init', '.']).status).toBe(0);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('an administrator who writes a notice', () => {
  it('finds the shipped templates in order, for everybody in the lists', () => {
    const { status, stdout, stderr } = migrate(['notice', 'lint']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\d+ templates are in order, and so are the \d+ notices made of them\.$/m);
    expect(status).toBe(0);
  });

  it('copies one, breaks it, is told where, and mends it', () => {
    const made = migrate(['notice', 'new', 'our-letter']);
    expect(made.status).toBe(0);
    expect(made.stdout).toContain('templates/notices/our-letter.ja.html');
    const file = 'templates/notices/our-letter.ja.txt';
    edit(file, '敬具', '敬具{{compnay}}');
    const lint = migrate(['notice', 'lint', 'our-letter']);
    const line =
      readFileSync(path.join(folder, file), 'utf8')
        .split('\n')
        .findIndex((text) => text.startsWith('敬具')) + 1;
    expect(lint.stderr).toContain(`${file}:${line}:3: There is no field compnay; did you mean company?`);
    expect(lint.status).toBe(2);
    edit(file, '{{compnay}}', '');
    expect(migrate(['notice', 'lint', 'our-letter']).status).toBe(0);
  });

  it('never writes over a notice, and is told what cannot be one', () => {
    expect(migrate(['notice', 'new', 'change']).stderr).toContain('is there already');
    expect(migrate(['notice', 'new', '../x']).stderr).toContain('[notice.name]');
    expect(migrate(['notice', 'new', 'x', '--from', 'chnage']).stderr).toContain('did you mean change?');
    expect(migrate(['notice', 'lint', 'chnage']).stderr).toContain('[notice.none]');
  });

  it('sees what one partner would get, on the terminal and as files', async () => {
    const { status, stdout } = migrate(['notice', 'preview', '--to', '鈴木　一郎']);
    expect(status).toBe(0);
    expect(stdout).toContain('部長 鈴木 一郎 様');
    expect(stdout).toContain('1 written as .html and .txt');
    const place = path.join(folder, 'out', 'notices', 'change');
    const [message = '', page = '', text = ''] = readdirSync(place)
      .filter((name) => name.startsWith('0001-ja-suzuki'))
      .toSorted();
    expect(readFileSync(path.join(place, page), 'utf8')).toMatch(/^<!doctype html>/);
    expect(readFileSync(path.join(place, text), 'utf8')).toMatch(/^メールアドレス変更のご案内/);
    const { subject, to, html } = await PostalMime.parse(readFileSync(path.join(place, message)));
    expect(subject).toMatch(/^メールアドレス変更のご案内/);
    expect(to).toMatchObject([{ name: '鈴木 一郎' }]);
    expect(html?.replaceAll('\r\n', '\n').trim()).toBe(readFileSync(path.join(place, page), 'utf8').trim());
  });

  it('is told who was meant where nobody is called so', () => {
    const { status, stderr } = migrate(['notice', 'preview', 'change', '--to', '株式会社みとり工業']);
    expect(stderr).toContain('did you mean 株式会社みどり工業?');
    expect(status).toBe(2);
  });

  it('gets facts for programs, one for each partner', () => {
    const { stdout } = migrate(['--json', 'notice', 'preview', 'letter', '--all']);
    const facts = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; html: string });
    expect(facts.length).toBeGreaterThan(10);
    expect(facts.every(({ type, html }) => type === 'notice' && existsSync(html))).toBe(true);
    expect(new Set(facts.map(({ html }) => html)).size).toBe(facts.length);
  });

  const unlike = process.platform === 'linux' ? undefined : 'the browser is opened by xdg-open on Linux alone';
  (unlike === undefined ? it : it.skip)(`has the browser opened only when asked${unless(unlike)}`, () => {
    const bin = mkdtempSync(path.join(folder, 'bin-'));
    const opened = path.join(folder, 'opened.txt');
    const opener = path.join(bin, 'xdg-open');
    writeFileSync(opener, `#!/bin/sh\necho "$1" > '${opened}.new' && mv '${opened}.new' '${opened}'\n`);
    chmodSync(opener, 0o755);
    const env = { PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` };
    migrate(['notice', 'preview', 'staff-before'], env);
    expect(existsSync(opened)).toBe(false);
    migrate(['notice', 'preview', 'staff-before', '--open'], env);
    const waiting = new Int32Array(new SharedArrayBuffer(4));
    for (let turn = 0; turn < 400 && !existsSync(opened); turn += 1) Atomics.wait(waiting, 0, 0, 25);
    expect(readFileSync(opened, 'utf8').trim()).toMatch(/0001-.*\.html$/);
    const none = migrate(['notice', 'preview', 'staff-before', '--open'], { PATH: path.join(folder, 'nothing') });
    expect(none.stdout).toContain('No browser could be started.');
  });

  it('is told what is missing in migrate.yaml', () => {
    const text = readFileSync(path.join(folder, 'migrate.yaml'), 'utf8');
    writeFileSync(path.join(folder, 'migrate.yaml'), text.replace(/^notice:\n(?: .*\n)+/m, ''));
    const { status, stderr } = migrate(['notice', 'lint']);
    writeFileSync(path.join(folder, 'migrate.yaml'), text);
    expect(stderr).toContain('[notice.no-settings]');
    expect(status).toBe(2);
  });

  it('has made-up readers where there is no partner list yet', () => {
    const fresh = mkdtempSync(path.join(folder, 'fresh-'));
    expect(migrate(['init', fresh]).status).toBe(0);
    rmSync(path.join(fresh, 'data', 'partners.csv'));
    const { status, stdout } = migrate(['-C', fresh, 'notice', 'preview']);
    expect(stdout).toContain('made-up ones stand in');
    expect(stdout).toContain('部長 髙橋 一郎 様');
    expect(status).toBe(0);
  });
});
