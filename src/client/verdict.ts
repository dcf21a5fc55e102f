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
  const newest = evidence.toSorted(inOrder).at(-1);
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

/** A clock that was wrong then does not come right by waiting: whether the check is older than a reinstallation stays unknown. */
function isAhead({ checkedAt, takenAt }: KeptEvidence): boolean {
  return checkedAt !== undefined && checkedAt - takenAt > MOST_AHEAD_MS;
}

/** Whether it has found nothing, at a time that is known; how old that is meanwhile does not matter. */
export function hasFoundNothing(evidence: KeptEvidence): boolean {
  return evidence.claim === 'clean' && evidence.checkedAt !== undefined && !isAhead(evidence);
}

/**
 * Until when checks that count from after `from` have cleared the device last, in milliseconds since 1970; undefined where none ever has. A
 * check counts once it is taken in, until it is too old or a newer one says otherwise.
 */
export function lastClearedUntil(
  evidence: readonly KeptEvidence[],
  { validForMs, from }: Pick<Moment, 'validForMs'> & { readonly from: number },
): number | undefined {
  let until: number | undefined;
  let spoiltAt = Number.POSITIVE_INFINITY;
  for (const one of evidence.toSorted(inOrder).reverse()) {
    if (!hasFoundNothing(one)) {
      spoiltAt = Math.min(spoiltAt, one.takenAt);
      continue;
    }
    const end = Math.min((one.checkedAt ?? 0) + validForMs, spoiltAt);
    if (end > one.takenAt && orderMs(one) > from) until = Math.max(until ?? end, end);
  }
  return until;
}

interface Telling {
  readonly moment: Moment;
  readonly by: string;
  readonly told: (name: VerdictName, reason: string) => Verdict;
}

function cleanOrStale(evidence: KeptEvidence, { moment, by, told }: Telling): Verdict {
  const { checkedAt, said } = evidence;
  const ageMs = moment.now - (checkedAt ?? Number.NEGATIVE_INFINITY);
  const hours = Math.floor(moment.validForMs / HOUR_MS);
  if (isAhead(evidence))
    return told('stale', `Its time lay in the future when it was taken in, so its age is not known. (${by})`);
  if (ageMs > moment.validForMs) return told('stale', `The check is older than ${hours} hours. (${by})`);
  return told('clean', `${said} (${by})`);
}

/** Of the same moment the worse counts. */
const WORST_LAST: readonly EvidenceClaim[] = ['clean', 'unwatched', 'outdated', 'unclear', 'infected'];

/** Oldest first. A clock that runs ahead cannot make a report newer than the moment at which it was taken in. */
export function inOrder(one: KeptEvidence, other: KeptEvidence): number {
  return (
    orderMs(one) - orderMs(other) ||
    WORST_LAST.indexOf(one.claim) - WORST_LAST.indexOf(other.claim) ||
    (one.key < other.key ? -1 : 1)
  );
}

/** When a report counts from. */
export function orderMs({ checkedAt, takenAt }: KeptEvidence): number {
  return Math.min(checkedAt ?? takenAt, takenAt);
}
