// The files of templates/ from which notices are made, as they are on disk.

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fingerprints } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import { readText } from '../store/text.ts';

const FOLDERS = ['layouts', 'notices', 'partials'] as const;
const MOST_BYTES = 1024 * 1024;

export interface TemplateFiles {
  /** Path from the workspace, with /, and what stands in it. */
  readonly texts: ReadonlyMap<string, string>;
  readonly fingerprints: Fingerprints;
  readonly problems: readonly Problem[];
}

export async function readTemplateFiles(folder: string): Promise<TemplateFiles> {
  const fingerprints: Record<string, string> = {};
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  for (const part of FOLDERS) {
    const place = join(folder, 'templates', part);
    if (!existsSync(place)) continue;
    for (const entry of (await readdir(place, { withFileTypes: true })).toSorted(byName)) {
      if (!entry.isFile() || !/\.(?:txt|html)$/.test(entry.name)) continue;
      const name = `templates/${part}/${entry.name}`;
      const text = await readText(join(place, entry.name), { name, mostBytes: MOST_BYTES });
      if ('problems' in text) problems.push(...text.problems);
      else {
        texts.set(name, text.text);
        fingerprints[name] = text.sha256;
      }
    }
  }
  return { texts, fingerprints, problems };
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}
