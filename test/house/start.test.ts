// The entry on a Node that is too old: it must say so plainly, in words that even that Node can read.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'acorn';
import { root } from '../build/build-record.ts';

const start = path.join(root, 'src', 'start.mjs');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'migrate-start-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the entry on a Node that says that it is of another version. */
function startOn(version: string): { status: number | null; said: string; printed: string } {
  const pretend = path.join(folder, 'pretend.cjs');
  writeFileSync(
    pretend,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
  );
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--require', pretend, start, '--version'], {
    encoding: 'utf8',
  });
  return { status, said: stderr, printed: stdout };
}

describe('the entry', () => {
  it.each(['12.22.12', '20.19.5', '23.11.1'])(
    'on Node %s says which one is needed, which one runs and what to do',
    (old) => {
      const { status, said, printed } = startOn(old);
      expect({ status, printed }).toEqual({ status: 2, printed: '' });
      expect(said).toMatch(/too old\n.*needed: +Node 24 or newer\n.*running: +Node /);
      expect(said).toContain(`Node ${old} (`);
      expect(said).toMatch(/to do: .*install Node 24/);
    },
  );

  it.each(['24.0.0', '26.1.0', '100.0.0'])('on Node %s starts the program', (fit) => {
    const { status, said, printed } = startOn(fit);
    expect({ status, said }).toEqual({ status: 0, said: '' });
    expect(printed).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('needs the Node that package.json asks for', () => {
    const { engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      engines: { node: string };
    };
    expect(readFileSync(start, 'utf8')).toContain(`var needed = ${engines.node.replace('>=', '')};`);
  });

  it('is written in words of 2020, and imports nothing before its check', () => {
    const { body } = parse(readFileSync(start, 'utf8'), { ecmaVersion: 2020, sourceType: 'module' });
    expect(body.filter(({ type }) => type === 'ImportDeclaration')).toEqual([]);
  });
});
