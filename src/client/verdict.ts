// What all the evidence of one device is worth at one moment. Its one rule: only a new, clean, readable check is clean; all else blocks.

import type { EvidenceClaim, KeptEvidence } from '../model/device-evidence.ts';
import { wallText } from '../model/zone.ts';

export const VERDICTS = ['infected', 'unreadable', 'old-version', 'stale', 'missing', 'clean'] as const;
export type VerdictName = (typeof VERDICTS)[number];

export interface Verdict {
  readonly name: VerdictName;
  /** Why, in one sentence. */
  readonly reason: string;
  /** What it rests on; absent where there is nothing. */
  readonly evidence?: KeptEvidence;
}

export interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly validForMs: number;
  readonly timeZone: string;
}

const HOUR_MS = 60 * 60 * 1000;
/** Clocks of PCs run a little ahead. */
const MOST_AHEAD_MS = 10 * 60 * 1000;

/** The newest counts. */
export function verdictOf(evidence: readonly KeptEvidence[], moment: Moment): Verdict {
  const newest = inOrder(evidence).at(-1);
  if (newest === undefined) return { name: 'missing', reason: 'No report of this device has been taken in.' };
  const { claim, said, tool, version } = newest;
  const at =
    newest.checkedAt === undefined ? 'at an unknown time' : `on ${wallText(newest.checkedAt, moment.timeZone)}`;
  const by = `${tool}${version === undefined ? '' : ` ${version}`} ${at}`;
  const told = (name: VerdictName, reason: string): Verdict => ({ name, reason, evidence: newest });
  switch (claim) {
    case 'infected':
      return told('infected', `${said} (${by})`);
    case 'unclear':
      return told('unreadable', `${said} (${by})`);
    case 'outdated':
      return told('old-version', `${said} (${by})`);
    case 'unwatched':
      return told('stale', `${said} (${by})`);
    case 'clean':
      return cleanOrStale(newest, { moment, by, told });
  }
}

interface Telling {
  readonly moment: Moment;
  readonly by: string;
  readonly told: (name: VerdictName, reason: string) => Verdict;
}

function cleanOrStale({ checkedAt, said }: KeptEvidence, { moment, by, told }: Telling): Verdict {
  const ageMs = moment.now - (checkedAt ?? Number.NEGATIVE_INFINITY);
  const hours = Math.floor(moment.validForMs / HOUR_MS);
  if (ageMs < -MOST_AHEAD_MS) return told('stale', `Its time lies in the future, so its age is not known. (${by})`);
  if (ageMs > moment.validForMs) return told('stale', `The check is older than ${hours} hours. (${by})`);
  return told('clean', `${said} (${by})`);
}

/** A stretch of checks that found something, with no clean one between. */
export interface Infection {
  /** The first of them: the tasks that the infection demands are known by its key. */
  readonly first: KeptEvidence;
  readonly last: KeptEvidence;
}

/** The newest infection, also where a clean check has come after it; undefined where nothing was ever found. */
export function infectionOf(evidence: readonly KeptEvidence[]): Infection | undefined {
  const ordered = inOrder(evidence);
  const end = ordered.findLastIndex(({ claim }) => claim === 'infected');
  const last = ordered[end];
  if (last === undefined) return undefined;
  const begin = ordered.slice(0, end).findLastIndex(({ claim }) => claim === 'clean') + 1;
  const first = ordered.slice(begin).find(({ claim }) => claim === 'infected');
  return { first: first ?? last, last };
}

/** Of the same moment the worse counts. */
const WORST_LAST: readonly EvidenceClaim[] = ['clean', 'unwatched', 'outdated', 'unclear', 'infected'];

/** Oldest first. A clock that runs ahead cannot make a report newer than the moment at which it was taken in. */
function inOrder(evidence: readonly KeptEvidence[]): readonly KeptEvidence[] {
  return evidence.toSorted(
    (one, other) =>
      orderMs(one) - orderMs(other) ||
      WORST_LAST.indexOf(one.claim) - WORST_LAST.indexOf(other.claim) ||
      (one.key < other.key ? -1 : 1),
  );
}

/** When a report counts from. */
export function orderMs({ checkedAt, takenAt }: KeptEvidence): number {
  return Math.min(checkedAt ?? takenAt, takenAt);
}
