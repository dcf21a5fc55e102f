// migrate notice new: copies a notice, to be edited under another name. It never overwrites a file.

import { constants, cpSync, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nearest } from '../model/nearest.ts';
import type { Problem } from '../model/problem.ts';
import { isNoticeName } from '../notice/read-templates.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { packageFolder } from './package-files.ts';
import { sayProblems } from './say-problems.ts';
import { readWorkspaceSettings } from './workspace.ts';

const PARTS = ['ja.txt', 'ja.html', 'en.txt', 'en.html'] as const;

export async function newNotice(
  { folder, voice }: CommandContext,
  name: string,
  { from }: { readonly from: string },
): Promise<ExitCode> {
  const workspace = await readWorkspaceSettings(folder);
  if ('problems' in workspace) return sayProblems(workspace.problems, voice);
  const place = join(folder, 'templates', 'notices');
  const shipped = join(packageFolder(), 'templates');
  const source = [place, join(shipped, 'notices')].find((there) => existsSync(join(there, `${from}.ja.txt`)));
  if (!isNoticeName(name)) return sayProblems([badName(name)], voice);
  if (source === undefined) return sayProblems([noSource(from, await namesIn(join(shipped, 'notices')))], voice);
  const there = PARTS.map((part) => `${name}.${part}`).find((file) => existsSync(join(place, file)));
  if (there !== undefined) return sayProblems([alreadyThere(`templates/notices/${there}`)], voice);
  await mkdir(place, { recursive: true });
  for (const part of PARTS) {
    const file = join(source, `${from}.${part}`);
    if (!existsSync(file)) continue;
    await copyFile(file, join(place, `${name}.${part}`), constants.COPYFILE_EXCL);
    voice.fact({ type: 'template', file: `templates/notices/${name}.${part}` });
    voice.say(`  templates/notices/${name}.${part}`);
  }
  for (const part of ['layouts', 'partials', 'README.md']) {
    cpSync(join(shipped, part), join(folder, 'templates', part), { recursive: true, force: false });
  }
  voice.say(`A copy of ${from}. templates/README.md says what may stand in it.`);
  voice.say(`Edit the text part and the HTML part alike, then: migrate notice lint ${name}`);
  return EXIT.done;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return [...new Set((await readdir(folder)).map((file) => file.split('.')[0] ?? file))];
}

function badName(name: string): Problem {
  return {
    code: 'notice.name',
    severity: 'error',
    what: `A notice cannot be called ${JSON.stringify(name)}.`,
    why: 'Its name stands in the names of its files, on every system.',
    todo: 'Write small letters, digits and -, for example: migrate notice new our-letter',
  };
}

function noSource(from: string, known: readonly string[]): Problem {
  const near = nearest(from, known);
  return {
    code: 'notice.none',
    severity: 'error',
    what: `There is no notice ${from} to begin with${near === undefined ? '.' : `; did you mean ${near}?`}`,
    why: 'A new notice is a copy of one that is in order.',
    todo: `Known: ${known.join(', ')}.`,
  };
}

function alreadyThere(file: string): Problem {
  return {
    code: 'notice.already-there',
    severity: 'error',
    place: { file },
    what: `${file} is there already.`,
    why: 'What you wrote would be lost.',
    todo: 'Give another name.',
  };
}
