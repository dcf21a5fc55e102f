// One notice, checked from its source to what every reader would get; what is the same for many readers is told once.

import type { Problem } from '../model/problem.ts';
import { compileNotice } from './compile-notice.ts';
import type { RenderedNotice } from './compile-notice.ts';
import type { OwnNames } from './lint-links.ts';
import { renderChecked } from './lint-rendered.ts';
import type { Recipient } from './lint-rendered.ts';
import { distinct, lintStructure, lintWording } from './lint-source.ts';
import type { NoticeSource } from './read-templates.ts';

export interface NoticeCheck<R extends Recipient> {
  readonly problems: readonly Problem[];
  /** For each reader who can have it. Empty where the notice cannot be compiled. */
  readonly rendered: readonly { readonly reader: R; readonly notice: RenderedNotice }[];
}

export function checkNotice<R extends Recipient>(
  source: NoticeSource,
  { readers, own }: { readonly readers: readonly R[]; readonly own: OwnNames },
): NoticeCheck<R> {
  const wording = lintWording(source, own);
  const structure = lintStructure(source);
  if (structure.length > 0) return { problems: distinct([...structure, ...wording]), rendered: [] };
  const notice = compileNotice(source);
  const found = new Map<string, { problem: Problem; readers: string[] }>();
  const told = new Set(wording.map(keyOf));
  const rendered = readers.flatMap((reader) => {
    const result = renderChecked(notice, { ...reader, own });
    for (const problem of result.problems) {
      const key = keyOf(problem);
      const entry = found.get(key) ?? { problem, readers: [] };
      if (!told.has(key)) found.set(key, entry);
      entry.readers.push(reader.whose);
    }
    return 'rendered' in result ? [{ reader, notice: result.rendered }] : [];
  });
  return { problems: [...wording, ...[...found.values()].map(forReaders)], rendered };
}

function keyOf({ code, place, what }: Problem): string {
  return JSON.stringify([code, place, what]);
}

const MOST_NAMED = 3;

function forReaders({ problem, readers }: { problem: Problem; readers: readonly string[] }): Problem {
  // The reader is named already.
  if (readers.some((reader) => problem.what.includes(reader))) return problem;
  const more = readers.length - MOST_NAMED;
  const names = readers.slice(0, MOST_NAMED).join('; ') + (more > 0 ? ` and ${more} more` : '');
  return { ...problem, what: `${problem.what} (In the notice to ${names}.)` };
}
