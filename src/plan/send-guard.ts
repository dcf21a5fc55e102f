// Whether the pace that migrate.yaml asks for is one that the provider allows. The lane would hold it back anyway; but a plan that
// counts on more than there is was made on a wrong idea of the tenant.

import type { LicencePool } from '../model/account.ts';
import type { SendLimit } from '../model/mailer.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';

export interface PlannedSends {
  /** Messages of the plan, by the mailbox that sends them. */
  readonly byMailbox: ReadonlyMap<string, number>;
  readonly limits: readonly SendLimit[];
  readonly ramp: readonly number[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Of what a limit allows, so much is left to people who send their ordinary mail. */
const OURS = 0.5;

/** The most messages of the plan that one day could bring, by all of them or by the busiest mailbox. */
function mostADay({ byMailbox, ramp }: PlannedSends, scope: 'mailbox' | 'tenant'): number {
  const counts = [...byMailbox.values()];
  const messages = scope === 'mailbox' ? Math.max(0, ...counts) : counts.reduce((sum, count) => sum + count, 0);
  return Math.min(messages, Math.max(...ramp));
}

function allowedADay({ messages, windowMs }: SendLimit): number {
  return Math.floor(messages * Math.max(1, DAY_MS / windowMs));
}

/** Errors: more on one day than a mailbox or the tenant may send. */
export function tooManySends(sends: PlannedSends): Problem[] {
  return sends.limits.flatMap((limit) => {
    if (limit.scope !== 'mailbox' && limit.scope !== 'tenant') return [];
    const wanted = mostADay(sends, limit.scope);
    if (wanted <= allowedADay(limit)) return [];
    const whose = limit.scope === 'tenant' ? 'the tenant' : 'one mailbox';
    return [
      {
        code: 'guard.too-many-sends',
        severity: 'error',
        what: `Up to ${wanted} notices would go out on one day; ${whose} may send ${allowedADay(limit)} (${limit.name}).`,
        why: `Beyond the limit everything comes back, also the ordinary mail of the company. Source: ${limit.source}.`,
        todo: `Write no number above ${allowedADay(limit)} into sending.ramp${limit.scope === 'tenant' ? ', or the limit that you have observed into sending.tenantPerDay' : ', or let several mailboxes send'}.`,
      },
    ];
  });
}

/** A warning: more than half of what the tenant may send. */
export function muchOfTheTenant(sends: PlannedSends): Problem[] {
  return sends.limits.flatMap((limit) => {
    const [wanted, allowed] = [mostADay(sends, 'tenant'), allowedADay(limit)];
    if (limit.scope !== 'tenant' || wanted > allowed || wanted <= allowed * OURS) return [];
    return [
      {
        code: 'plan.much-of-the-tenant',
        severity: 'warning',
        what: `Up to ${wanted} notices would go out on one day; the tenant may send ${allowed} (${limit.name}).`,
        why: 'The ordinary mail of the company counts, too, and would come back once the limit is reached.',
        todo: `Write no number above ${Math.floor(allowed * OURS)} into sending.ramp, or make sure that so much is free.`,
      },
    ];
  });
}

/** Licences with a mailbox: those that migrate.yaml gives to people. Undefined where it names none that the tenant has. */
export function mailLicences({ licence }: Settings, pools: readonly LicencePool[]): number | undefined {
  const names = new Set(licence === undefined ? [] : [licence.default, ...licence.allowed]);
  const totals = pools.flatMap(({ name, total }) => (names.has(name) && total !== undefined ? [total] : []));
  return totals.length === 0 ? undefined : totals.reduce((sum, total) => sum + total, 0);
}
