// migrate partners import: proposes rows of the partner list from an address book, into a new file. Nobody is told who was not confirmed.

import { writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import { proposalCsv } from '../roster/proposal-csv.ts';
import { proposePartners } from '../roster/propose-partners.ts';
import type { Proposal } from '../roster/propose-partners.ts';
import { readAddressBook } from '../roster/read-address-book.ts';
import { byPlace } from '../roster/read-list.ts';
import { readText } from '../store/text.ts';
import { fileTrouble, systemCode, trouble } from '../store/trouble.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { readPartnerList, readSuppressList } from './partner-list.ts';
import { sayProblems } from './say-problems.ts';
import type { Voice } from './voice.ts';
import { readWorkspaceSettings } from './workspace.ts';

/** Where proposals go unless a file is named: beside the partner list, never into it. */
export const PROPOSED_FILE = join('data', 'partners-proposed.csv');

export async function importPartners(
  { folder, voice }: CommandContext,
  file: string,
  options: { readonly out?: string },
): Promise<ExitCode> {
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { settings } = reading;
  const text = await readText(resolve(file), { name: file });
  if ('problems' in text) return sayProblems(text.problems, voice);
  const suppress = await readSuppressList(folder, settings);
  const list = await readPartnerList({ folder, settings, people: undefined });
  const book = readAddressBook(text.text, file);
  const lists = hasErrors(suppress.problems) || list.listed.size === 0 ? list.problems : [];
  const faults = [...lists, ...book.problems].filter(({ severity }) => severity === 'error');
  if (faults.length > 0) return sayProblems(faults, voice);

  const found = proposePartners(book.entries, { file, settings, suppress: suppress.entries, listed: list.listed });
  sayProblems([...text.warnings, ...[...book.problems, ...found.problems].toSorted(byPlace)], voice);
  const { proposals } = found;
  const out = options.out ?? join(folder, PROPOSED_FILE);
  const problem = writeProposals(proposals, { out, source: basename(file) });
  if (problem !== undefined) return sayProblems([problem], voice);
  const left = book.leftOut + book.entries.length - proposals.length - found.listed;
  sayProposed({ file, out, proposed: proposals.length, listed: found.listed, left }, voice);
  return EXIT.done;
}

export interface ProposedCounts {
  /** Where they come from. */
  readonly file: string;
  readonly out: string;
  readonly proposed: number;
  readonly listed: number;
  readonly left: number;
}

export function sayProposed({ file, out, proposed, listed, left }: ProposedCounts, voice: Voice): void {
  voice.fact({ type: 'proposed', proposed, listed, left });
  voice.say(`${file}: ${proposed} proposed, ${listed} in the partner list already, ${left} left out.`);
  if (proposed === 0) return;
  voice.say(`The proposals are in ${out}. Nobody is told yet. In that file:`);
  voice.say('  write 済 into 確認 where the row is right, 不要 where nobody is to be told, and our people into 担当者');
  voice.say(
    '  then move the rows into the partner list, or name the file in migrate.yaml under lists.partners; migrate check',
  );
}

/** Into a new file; no file where there is nothing to propose. Undefined where it went well. */
export function writeProposals(
  proposals: readonly Proposal[],
  { out, source }: { readonly out: string; readonly source: string },
): Problem | undefined {
  return proposals.length === 0 ? undefined : writeNew(out, proposalCsv(proposals, source));
}

/** Undefined where it is written. A file that is there stays as it is. */
function writeNew(file: string, content: string): Problem | undefined {
  try {
    writeFileSync(resolve(file), content, { flag: 'wx' });
    return undefined;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return alreadyThere(file);
    const errand = { file, role: 'list of proposals', goal: 'write it' };
    if (systemCode(error) === 'ENOENT') throw trouble('folder-missing', errand, { cause: error });
    throw fileTrouble(error, errand);
  }
}

function alreadyThere(file: string): Problem {
  return {
    code: 'import.already-there',
    severity: 'error',
    what: `${file} is there already.`,
    why: 'What somebody has confirmed in it would be lost.',
    todo: 'Name another file with --out, or move that one away.',
  };
}
