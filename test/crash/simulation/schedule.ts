// What one run of the simulation is made of, as data, so that fast-check can draw it and make it smaller.

import fc from 'fast-check';
import type { TenantProvider } from '../../../src/model/directory.ts';
import type { LaneLimit, Patience } from '../../../src/model/lane.ts';
import type { End } from './life.ts';
import { IN_FLIGHT_MS } from './network.ts';
import type { Faults } from './network.ts';

/** By drafts that are sent once; or over SMTP, which takes a message as often as it comes, with an archive to look into, or without. */
export type MailWay = 'drafts' | 'archive' | 'blind';

export interface Schedule {
  readonly people: number;
  readonly mode: 'new-mailbox' | 'rename';
  readonly provider: TenantProvider;
  /** How partners are written to; absent: nobody is. */
  readonly sends: MailWay | undefined;
  /** How long the copy of what was sent takes until a look can find it. */
  readonly copyLateMs: number;
  /** Letters that are approved only when everything else is mended. */
  readonly unapproved: number;
  readonly isDomainThere: boolean;
  /** How often the administrator changes what replies and signatures say, and plans again, whatever a life has left behind. */
  readonly edits: number;
  /** How the lives of the process end, one after the other; the last one ends by itself. */
  readonly ends: readonly End[];
  /** In the end everything is undone, and these are the ends of the lives that do it. */
  readonly wayBack: readonly End[] | undefined;
  /** The way back begins at once, whatever is half done, in doubt, or has failed. */
  readonly isBackEarly: boolean;
  readonly faults: Faults;
  /** People whose new address somebody else takes after the plan was made. */
  readonly foreign: number;
  /** Licences that are missing. */
  readonly missingLicences: number;
  /** Share of failed people that a batch may have. */
  readonly threshold: number;
  /** Somebody sets the computer's clock, so long after the beginning. */
  readonly clockSets: readonly { readonly afterMs: number; readonly byMs: number }[];
  readonly notYetMs: number;
  readonly readyMs: number;
  readonly seed: number;
}

/** A copy is at most this far behind, so that with what is in flight a look after `lagMs` sees everything. */
export const MOST_STALE_MS = 50_000;

/** The archive is a mailbox behind mail servers of its own: minutes. */
export const MOST_COPY_LATE_MS = 180_000;

export const PATIENCE: Patience = {
  lagMs: MOST_STALE_MS + IN_FLIGHT_MS,
  backoffFloorMs: 1000,
  backoffCeilingMs: 60_000,
  accountMs: 15 * 60_000,
  mailboxMs: 2 * 60 * 60_000,
  mailboxUsualMs: 60_000,
  attempts: 5,
};

const named = { name: 'simulated', source: 'simulation' };

export const LANES: readonly LaneLimit[] = [
  { lane: 'directory', burst: 5, perSecond: 10, concurrency: 4, ...named },
  { lane: 'licence', burst: 1, perSecond: 2, concurrency: 1, ...named },
  { lane: 'domain', burst: 2, perSecond: 1, concurrency: 1, ...named },
  { lane: 'mailbox', burst: 5, perSecond: 10, concurrency: 4, ...named },
  { lane: 'send', burst: 5, perSecond: 10, concurrency: 4, ...named },
];

/** None as often as some. */
function share(most: number): fc.Arbitrary<number> {
  return fc.oneof(fc.constant(0), fc.nat(most));
}

export const faultsArbitrary: fc.Arbitrary<Faults> = fc.record({
  lostBefore: share(150),
  lostAfter: share(150),
  late: share(100),
  throttled: share(200),
  slow: share(300),
  slowMs: fc.constantFrom(5000, 120_000),
  staleMs: share(MOST_STALE_MS),
});

const endArbitrary: fc.Arbitrary<End> = fc.record({
  how: fc.oneof(
    { weight: 6, arbitrary: fc.constant('kill' as const) },
    { weight: 1, arbitrary: fc.constant('stop' as const) },
    { weight: 1, arbitrary: fc.constant('disk-full' as const) },
  ),
  at: fc.oneof(fc.nat(30), fc.nat(150)),
});

const HOUR_MS = 60 * 60_000;

const clockSetArbitrary = fc.record({
  afterMs: fc.nat(10 * 60_000),
  byMs: fc.constantFrom(-24 * HOUR_MS, -HOUR_MS, 60_000, HOUR_MS, 24 * HOUR_MS),
});

export const scheduleArbitrary: fc.Arbitrary<Schedule> = fc.record({
  people: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }) },
    { weight: 1, arbitrary: fc.integer({ min: 4, max: 8 }) },
  ),
  mode: fc.constantFrom('new-mailbox' as const, 'rename' as const),
  provider: fc.constantFrom('microsoft-365' as const, 'google-workspace' as const),
  sends: fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.constant('drafts' as const) },
    { weight: 1, arbitrary: fc.constantFrom('archive' as const, 'blind' as const) },
  ),
  copyLateMs: share(MOST_COPY_LATE_MS),
  unapproved: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 }) },
  ),
  isDomainThere: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  edits: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 }) }),
  ends: fc.array(endArbitrary, { maxLength: 3 }),
  wayBack: fc.option(fc.array(endArbitrary, { maxLength: 2 }), { nil: undefined, freq: 2 }),
  isBackEarly: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  faults: faultsArbitrary,
  foreign: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 }) }),
  missingLicences: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 }) },
  ),
  threshold: fc.constantFrom(1, 0.5, 0),
  clockSets: fc.array(clockSetArbitrary, { maxLength: 2 }),
  notYetMs: share(120_000),
  readyMs: share(180_000),
  seed: fc.noShrink(fc.integer({ min: 0, max: 2 ** 31 - 1 })),
});
