// One notice, checked from its source to what every reader would get; what is the same for many readers is told once.

import type { Problem } from '../model/problem.ts';
import type { RenderedNotice } from './compile-notice.ts';
import { FoundProblems } from './found-problems.ts';
import type { OwnNames } from './lint-links.ts';
import { renderChecked } from './lint-rendered.ts';
import type { Recipient } from './lint-rendered.ts';
import { prepareNotice } from './prepare-notice.ts';
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
  const { problems, notice } = prepareNotice(source, own);
  if (notice === undefined) return { problems, rendered: [] };
  const found = new FoundProblems(problems);
  const rendered = readers.flatMap((reader) => {
    const result = renderChecked(notice, { ...reader, own });
    for (const problem of result.problems) found.add(problem, reader);
    return 'rendered' in result ? [{ reader, notice: result.rendered }] : [];
  });
  return { problems: [...problems, ...found.list()], rendered };
}
