// migrate init: a new workspace with a commented migrate.yaml, its schema for editors, an example list and the templates.

import { cpSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { ProviderName } from '../model/directory.ts';
import { exampleSettings, SCHEMA_FILE } from '../settings/example.ts';
import { settingsSchema } from '../settings/schema.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { packageFolder } from './package-files.ts';
import { sayProblems } from './say-problems.ts';
import { SETTINGS_FILE } from './workspace.ts';

export interface InitOptions {
  readonly provider: ProviderName;
  readonly sandbox?: true;
}

/** What keeps secrets, and what is made again, out of a version control that the administrator may use. */
const IGNORED = [
  'data/job.db*',
  'data/job.lock*',
  'data/credentials.age',
  'data/publish.secret',
  'keys/',
  'out/',
  'sandbox/',
  '',
].join('\n');

export function init({ voice }: CommandContext, folder: string, options: InitOptions): Promise<ExitCode> {
  const place = resolve(folder);
  if (existsSync(join(place, SETTINGS_FILE))) return Promise.resolve(sayProblems([alreadyThere(place)], voice));
  if (isOfProgram(place)) return Promise.resolve(sayProblems([inProgram(place)], voice));
  writeWorkspace(
    place,
    exampleSettings({ provider: options.provider, ...(options.sandbox ? { sandbox: 'sandbox' } : {}) }),
  );
  voice.say(`A workspace for one migration is in ${place}.`);
  voice.say('  migrate.yaml      what moves where, and how: edit it');
  voice.say('  data/staff.csv    the people: replace it by your own list, as Excel saves it');
  voice.say('  data/partners.csv the partners to be told; data/suppress.csv: those never to write to');
  voice.say('  data/devices.csv  the PCs and phones, and who uses which mail program on them');
  voice.say('  templates/        notices to partners and staff, and what old addresses answer: see README.md there');
  voice.say(
    options.sandbox
      ? 'Next: migrate check, migrate sandbox start, migrate plan'
      : 'Next: migrate check, migrate connect, migrate plan',
  );
  return Promise.resolve(EXIT.done);
}

/** The folder of the program and those that the examples are copied from; another folder below it is a workspace like any other. */
function isOfProgram(place: string): boolean {
  const program = realpathSync.native(packageFolder());
  const asked = existsSync(place) ? realpathSync.native(place) : place;
  if (asked === program) return true;
  return ['data', 'templates'].some((folder) => {
    const way = relative(join(program, folder), asked);
    return !isAbsolute(way) && way.split(sep)[0] !== '..';
  });
}

/** They belong to the example company of migrate.yaml. */
const EXAMPLE_LISTS = ['staff.csv', 'partners.csv', 'suppress.csv', 'devices.csv'];

/** Never overwrites a file that is there. */
export function writeWorkspace(place: string, settings: string): void {
  const source = packageFolder();
  mkdirSync(join(place, 'data'), { recursive: true });
  const keep = { recursive: true, force: false, errorOnExist: false };
  for (const list of EXAMPLE_LISTS) cpSync(join(source, 'data', list), join(place, 'data', list), keep);
  cpSync(join(source, 'templates'), join(place, 'templates'), keep);
  writeNew(join(place, '.gitignore'), IGNORED);
  writeNew(join(place, SCHEMA_FILE), `${JSON.stringify(settingsSchema(), undefined, 2)}\n`);
  writeNew(join(place, SETTINGS_FILE), settings);
}

function writeNew(file: string, content: string): void {
  if (!existsSync(file)) writeFileSync(file, content, { flag: 'wx' });
}

function inProgram(place: string) {
  return {
    code: 'init.in-program',
    severity: 'error',
    place: { file: SETTINGS_FILE },
    what: `${place} belongs to this program.`,
    why: 'The examples are copied from there, and the next version of the program replaces what is in it.',
    todo: 'Give a folder of your own: migrate init ../our-move',
  } as const;
}

function alreadyThere(place: string) {
  return {
    code: 'init.already-there',
    severity: 'error',
    place: { file: SETTINGS_FILE },
    what: `${place} is a workspace already.`,
    why: 'Its settings and lists would be mixed with the examples.',
    todo: 'Give another folder: migrate init <folder>',
  } as const;
}
