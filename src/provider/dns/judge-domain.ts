// Is a domain ready to send? All four checks, so that everything that is wrong is told at once.

import { judgeDkim } from './judge-dkim.ts';
import { judgeDmarc } from './judge-dmarc.ts';
import { judgeMx } from './judge-mx.ts';
import { judgeSpf } from './judge-spf.ts';
import type { DomainCheck, DomainJudgement, SendingFacts } from './judgement.ts';
import type { Dns } from './look-up.ts';

/** Read-only; asks the DNS alone. The envelope sender is the sender of From, so SPF vouches for the same domain. */
export async function judgeDomain(facts: SendingFacts, dns: Dns): Promise<DomainJudgement> {
  const { domain } = facts;
  const [mx, { isPassing, ...spf }, { signedBy, ...dkim }] = await Promise.all([
    judgeMx(facts, dns),
    judgeSpf(facts, dns),
    judgeDkim(facts, dns),
  ]);
  const dmarc = await judgeDmarc(
    domain,
    { ...(isPassing && { spf: domain }), ...(signedBy !== undefined && { dkim: signedBy }) },
    dns,
  );
  const checks: readonly DomainCheck[] = [mx, spf, dkim, dmarc];
  return { domain, checks };
}
