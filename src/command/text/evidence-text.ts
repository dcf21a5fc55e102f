// Evidence in words: what was taken in, file by file, and what it is worth now.

import type { EvidenceClaim } from '../../model/device-evidence.ts';
import { hasErrors } from '../../model/problem.ts';
import type { Problem } from '../../model/problem.ts';
import type { VerdictName } from '../../client/verdict.ts';

const CLAIM_WORDS: Readonly<Record<EvidenceClaim, string>> = {
  clean: 'nothing found',
  infected: 'INFECTED',
  outdated: 'nothing found, by a tool that is too old',
  unwatched: 'not watched',
  unclear: 'cannot be read',
};

export const VERDICT_WORDS: Readonly<Record<VerdictName, string>> = {
  infected: 'infected',
  unreadable: 'with a report that cannot be read',
  'old-version': 'checked by a tool that is too old',
  stale: 'checked too long ago',
  missing: 'without a report',
  clean: 'clean',
};

interface SaidOfDevice {
  readonly host: string;
  readonly claim: EvidenceClaim;
  readonly isNew: boolean;
}

/** `PC-001 nothing found`; `12 devices: 10 nothing found, 2 INFECTED`. */
export function fileText(said: readonly SaidOfDevice[]): string {
  const [first] = said;
  if (first === undefined) return '';
  const known = said.filter(({ isNew }) => !isNew).length;
  const also = known === 0 ? '' : known === said.length ? ' (known already)' : ` (${known} known already)`;
  if (said.length === 1) return `${first.host} ${CLAIM_WORDS[first.claim]}${also}`;
  const counts = [...Map.groupBy(said, ({ claim }) => claim)].map(
    ([claim, of]) => `${of.length} ${CLAIM_WORDS[claim]}`,
  );
  return `${said.length} reports: ${counts.join(', ')}${also}`;
}

interface Taken {
  readonly files: number;
  /** Files of another ending in the folders. */
  readonly others: number;
  readonly taken: number;
  readonly known: number;
}

export function takenText({ files, others, taken, known }: Taken, problems: readonly Problem[]): string {
  const parts = [
    `${taken} ${taken === 1 ? 'report' : 'reports'} taken in from ${files === 1 ? '1 file' : `${files} files`}`,
    ...(known > 0 ? [`${known} known already`] : []),
    ...(others > 0 ? [`${others === 1 ? '1 other file' : `${others} other files`} passed over`] : []),
    ...(hasErrors(problems) ? ['some could not be read: see above'] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** A few names, and how many there are beside them. */
export function namesText(names: readonly string[], most: number): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}
