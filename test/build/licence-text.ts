// The licences of everything that is bundled, in one text. A licence that is missing or not permissive stops the build.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BundledPackage } from './bundled-packages.ts';

const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]);

/** Read by a person, because the package says it in a way of its own. Another version must be read again. */
const READ_BY_HAND: Readonly<
  Record<string, { readonly licence: string; readonly file?: string; readonly from?: string }>
> = {
  // Its README holds the text of the licence; there is no file for it.
  'data-uri-to-buffer 4.0.1': { licence: 'MIT', file: 'README.md', from: '(The MIT License)' },
  // Its package.json says BSD; its LICENSE has the three clauses.
  'url-template 2.0.8': { licence: 'BSD-3-Clause' },
};

const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
const RULE = `\n${'-'.repeat(80)}\n\n`;

/** One entry for each package and version, by name: what it is, its licence, and the text that must go with every copy. */
export async function licenceText(packages: readonly BundledPackage[]): Promise<string> {
  const byTitle = new Map(packages.map((part) => [`${part.name} ${part.version}`, part]));
  const sorted = [...byTitle].sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = await Promise.all(sorted.map(([title, part]) => entry(title, part)));
  const faults = entries.flatMap((made) => ('fault' in made ? [made.fault] : []));
  if (faults.length > 0) throw new Error(`These packages cannot be bundled:\n${faults.join('\n')}`);
  const head = `This program contains ${sorted.length} packages of others, each under its own licence:\n\n`;
  const list = sorted.map(([title]) => `  ${title}\n`).join('');
  return head + list + entries.flatMap((made) => ('text' in made ? [RULE, made.text] : [])).join('');
}

async function entry(title: string, part: BundledPackage): Promise<{ text: string } | { fault: string }> {
  const known = READ_BY_HAND[title];
  const licence = known?.licence ?? part.licence;
  if (licence === undefined) return { fault: `${title}: package.json names no licence` };
  if (!isPermissive(licence)) return { fault: `${title}: ${licence} is not on the list of permissive licences` };
  const files = (await readdir(part.folder)).filter((file) => LICENCE_FILE.test(file) || file === known?.file).sort();
  const texts = await Promise.all(files.map((file) => readFile(path.join(part.folder, file), 'utf8')));
  const wanted = texts.map((text) => text.replaceAll('\r\n', '\n').slice(start(text, known?.from)).trim());
  if (wanted.join('') === '') return { fault: `${title}: no licence text in ${part.folder}` };
  return { text: [`${title} (${licence})`, ...wanted].join('\n\n') + '\n' };
}

function start(text: string, from: string | undefined): number {
  return from === undefined ? 0 : Math.max(0, text.replaceAll('\r\n', '\n').indexOf(from));
}

/** `(MIT OR Apache-2.0)` needs one that is permissive; `MIT AND ISC` needs all. */
function isPermissive(expression: string): boolean {
  const words = expression.replace(/[()]/g, ' ');
  return words.split(/\sOR\s/).some((choice) => choice.split(/\sAND\s/).every((name) => PERMISSIVE.has(name.trim())));
}
