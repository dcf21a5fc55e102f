// The rules of the house that no linter knows: what lies where, what files begin with, how things are named.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../build/build-record.ts';
import { unless } from '../installed.ts';
import { trackedFiles } from './tracked-files.ts';

const files = trackedFiles();
const sources = files.filter((file) => /^src\/.*\.(ts|mjs)$/.test(file));
const written = files.filter((file) => /^(src|test)\/.*\.(ts|mjs)$/.test(file));

const TOP_LEVEL = [
  '.ci',
  '.dependency-cruiser.cjs',
  '.editorconfig',
  '.gitattributes',
  '.gitignore',
  '.npmrc',
  '.prettierignore',
  '.prettierrc.json',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'data',
  'eslint.config.js',
  'jest.config.js',
  'knip.jsonc',
  'package-lock.json',
  'package.json',
  'src',
  'templates',
  'test',
  'tsconfig.json',
];

/** Words that say nothing, or that have another meaning here. */
const EMPTY_WORDS = ['manager', 'service', 'helper', 'util', 'utils', 'common', 'process', 'handler', 'data', 'info'];
/** Words of the field that hold one of them. */
const TERMS = [/service-?(account|plan)s?/gi];
const DECLARED = /^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm;

function textOf(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** `readStaffList`, `read-staff-list`: read, staff, list. */
function words(name: string): readonly string[] {
  const plain = TERMS.reduce((rest, term) => rest.replace(term, ''), name);
  return plain
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

function emptyWords(name: string): readonly string[] {
  return words(name).filter((word) => EMPTY_WORDS.includes(word));
}

const why = files.length === 0 ? 'this is no checkout of git' : undefined;

(why === undefined ? describe : describe.skip)(`the house${unless(why)}`, () => {
  it('has nothing at its top level but what is known there', () => {
    const entries = new Set(files.map((file) => file.split('/')[0]));
    expect([...entries].filter((entry) => !TOP_LEVEL.includes(String(entry)))).toEqual([]);
  });

  it('starts every source with a comment that says what it holds', () => {
    expect(sources.filter((file) => !/^\/\/ \S.{7,}/.test(textOf(file)))).toEqual([]);
  });

  it('names files in kebab-case', () => {
    const odd = written.filter((file) => !/^[a-z0-9-]+(\.test|\.d)?\.(ts|mjs)$/.test(path.posix.basename(file)));
    expect(odd).toEqual([]);
  });

  it('uses no empty word in the name of a file', () => {
    expect(written.filter((file) => emptyWords(file).length > 0)).toEqual([]);
  });

  it('uses no empty word in the name of anything that is exported', () => {
    const named = sources.flatMap((file) =>
      [...textOf(file).matchAll(DECLARED)].map(([, name]) => `${file}: ${String(name)}`),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((line) => emptyWords(line.split(': ')[1] ?? '').length > 0)).toEqual([]);
  });

  it('has no file that exports by default or re-exports another', () => {
    expect(sources.filter((file) => /^export (default|\*|\{[^}]*\} from)/m.test(textOf(file)))).toEqual([]);
  });

  it('keeps its files short: the middle one under 80 lines, none over 300', () => {
    const lengths = sources.map((file) => ({ file, lines: textOf(file).split('\n').length }));
    const sorted = lengths.map(({ lines }) => lines).sort((left, right) => left - right);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(80);
    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
  });

  it('leaves nothing half done: no notes to ourselves, no rule switched off', () => {
    const marks = /\b(TODO|FIXME|XXX)\b|eslint-disable|@ts-(ignore|expect-error|nocheck)/;
    expect(sources.filter((file) => marks.test(textOf(file)))).toEqual([]);
  });

  it('names no folder of the machine that it was written on', () => {
    const texts = files.filter((file) => /\.(ts|mjs|cjs|js|json|md|yaml|html|txt)$|^\.ci\//.test(file));
    expect(texts.filter((file) => textOf(file).includes(root))).toEqual([]);
  });

  it('greets a newcomer with the two commands on the first screen', () => {
    const screen = textOf('README.md').split('\n').slice(0, 25).join('\n');
    expect(screen).toContain('npm ci && npm run demo');
    expect(screen).toContain('npm ci && npm test');
  });

  it('keeps a change log with room for what is not released yet, and a licence', () => {
    expect(textOf('CHANGELOG.md')).toMatch(/^## \[Unreleased\]/m);
    expect(textOf('LICENSE')).toMatch(/^MIT License\n/);
  });
});
