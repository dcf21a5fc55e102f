// Whether so much came back that no further message may start, and why: going on would make receivers distrust us more.

import type { MailBack } from '../../model/mail-back.ts';
import { isCertain } from '../../model/mail-back.ts';
import { domainOf } from './sent-index.ts';

/** A share of fewer messages says nothing. */
const LEAST_SENT = 10;
/** So many receivers that refuse us for our reputation are no accident. */
const MOST_POLICY_DOMAINS = 2;
/** The provider itself has stopped the tenant or the sender; every further message comes back too. */
const TENANT_STOPPED = /(?<![\d.])5\.(?:1\.(?:8|90)|7\.(?:233|236|705|708|750))(?![\d.])/;

export interface BounceCount {
  /** Messages that were sent. */
  readonly sent: number;
  /** At most one for each message. */
  readonly bounces: readonly MailBack[];
  /** Share of what was sent, above which it stops. */
  readonly mostBounces: number;
}

/** In words; undefined where it may go on. */
export function whyStopForBounces({ sent, bounces, mostBounces }: BounceCount): string | undefined {
  const likely = bounces.filter((back) => !isCertain(back)).length;
  const note = likely === 0 ? '' : ` (${likely} of them matched by their address alone)`;
  const stopped = bounces.find(({ said, bounce }) => bounce === 'policy' && TENANT_STOPPED.test(said));
  if (stopped !== undefined) return `the provider refuses to send for us: ${stopped.said}`;
  const policy = bounces.filter(({ bounce }) => bounce === 'policy');
  const domains = new Set(policy.map(({ address = '' }) => domainOf(address)));
  if (domains.size > MOST_POLICY_DOMAINS) {
    return `the mail servers of ${domains.size} domains refuse our messages by policy${note}, for instance: ${policy[0]?.said ?? ''}`;
  }
  if (sent < LEAST_SENT || bounces.length <= sent * mostBounces) return undefined;
  const [share, most] = [bounces.length / sent, mostBounces].map((part) => `${(part * 100).toFixed(1)} %`);
  return `${bounces.length} of ${sent} messages came back${note}: ${share}, and sending.mostBounces allows ${most}`;
}
