// The partner list and the suppress list of a workspace. Neither has to be there; what is named in migrate.yaml has to.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Person } from '../model/person.ts';
import type { SuppressEntry } from '../model/partner.ts';
import type { Fingerprints } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { readPartners } from '../roster/read-partners.ts';
import type { PartnersReading } from '../roster/read-partners.ts';
import { readSuppress } from '../roster/suppress-list.ts';
import { readText } from '../store/text.ts';

const PARTNERS_FILE = 'data/partners.csv';
const SUPPRESS_FILE = 'data/suppress.csv';

export interface PartnerListReading extends PartnersReading {
  /** The name of the partner list; absent where there is none. */
  readonly file?: string;
  /** Of both lists, those that are there. */
  readonly fingerprints: Fingerprints;
}

export interface PartnerListWish {
  readonly folder: string;
  readonly settings: Settings;
  /** Undefined where the staff list has errors. */
  readonly people: readonly Person[] | undefined;
}

const NOBODY: PartnersReading = { partners: [], unconfirmed: 0, listed: new Set(), problems: [] };

export async function readPartnerList({ folder, settings, people }: PartnerListWish): Promise<PartnerListReading> {
  const suppress = await readSuppressList(folder, settings);
  const file = partnersFile(folder, settings);
  const { fingerprints } = suppress;
  if (file === undefined) return { ...NOBODY, fingerprints, problems: suppress.problems };
  const text = await readText(resolve(folder, file), { name: file });
  if ('problems' in text) {
    return { ...NOBODY, file, fingerprints, problems: [...text.problems, ...suppress.problems] };
  }
  const reading = readPartners(text.text, {
    file,
    settings,
    people: people ?? [],
    ...(people === undefined && { isStaffFaulty: true }),
    suppress: suppress.entries,
  });
  return {
    ...reading,
    file,
    fingerprints: { ...fingerprints, [file]: text.sha256 },
    problems: [...text.warnings, ...reading.problems, ...suppress.problems],
  };
}

/** The partner list that is named, or that is where it is expected. */
function partnersFile(folder: string, { lists }: Settings): string | undefined {
  return lists.partners ?? (existsSync(resolve(folder, PARTNERS_FILE)) ? PARTNERS_FILE : undefined);
}

interface SuppressReading {
  readonly entries: readonly SuppressEntry[];
  readonly fingerprints: Fingerprints;
  readonly problems: readonly Problem[];
}

export async function readSuppressList(folder: string, { lists }: Settings): Promise<SuppressReading> {
  const file = lists.suppress ?? SUPPRESS_FILE;
  if (lists.suppress === undefined && !existsSync(resolve(folder, file))) {
    return { entries: [], fingerprints: {}, problems: [] };
  }
  const text = await readText(resolve(folder, file), { name: file });
  if ('problems' in text) return { entries: [], fingerprints: {}, problems: text.problems };
  const reading = readSuppress(text.text, file);
  return {
    entries: reading.entries,
    fingerprints: { [file]: text.sha256 },
    problems: [...text.warnings, ...reading.problems],
  };
}
