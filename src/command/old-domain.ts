// The old domain sends only where somebody has said why it may. That is a decision: it is kept in the log, once for each reason.

import type { JobLog } from '../model/job-log.ts';
import type { SendingGate } from './sending-gate.ts';
import { whoIsThere } from './who.ts';

const OLD_DOMAIN_SENDS = 'notice.old-domain';

/** A plan is refused without a reason; a reason may have been taken out of migrate.yaml since. */
export const oldDomainGate: SendingGate = async ({ job, sending, steps }) => {
  const { oldDomains } = job.settings;
  const domains = oldDomains.filter((domain) => steps.some(({ from }) => from.address.endsWith(`@${domain}`)));
  const reason = sending.oldDomainReason;
  if (domains.length === 0) return () => undefined;
  if (reason !== undefined) {
    await noteOldDomain(job.log, { domains, reason });
    return () => undefined;
  }
  return ({ from }) =>
    domains.some((domain) => from.address.endsWith(`@${domain}`))
      ? `the old domain may not send: say in migrate.yaml why it may (sending.oldDomainReason), or let ${from.address} send nothing`
      : undefined;
};

export async function noteOldDomain(
  log: JobLog,
  { domains, reason }: { readonly domains: readonly string[]; readonly reason: string },
): Promise<void> {
  const facts = log.lastEvent(OLD_DOMAIN_SENDS)?.facts;
  if (facts?.['reason'] === reason && JSON.stringify(facts['domains']) === JSON.stringify(domains)) return;
  await log.note(OLD_DOMAIN_SENDS, { domains, reason, by: whoIsThere() });
}
