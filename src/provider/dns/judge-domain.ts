// Is a domain ready to send? All checks, so that everything that is wrong is told at once.

import { judgeBlocklists } from './judge-blocklists.ts';
import { judgeDkim } from './judge-dkim.ts';
import { judgeDmarc } from './judge-dmarc.ts';
import { judgeMx } from './judge-mx.ts';
import { judgeSpf } from './judge-spf.ts';
import type { DomainCheck, DomainJudgement, SendingFacts } from './judgement.ts';
import type { Dns } from './look-up.ts';

/** Read-only; asks the DNS alone. The envelope sender is the sender of From, so SPF vouches for the same domain. */
export async function judgeDomain(
  facts: SendingFacts,
  dns: Dns,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<DomainJudgement> {
  const { domain, blocklists = [] } = facts;
  const [mx, { isPassing, ...spf }, { signedBy, ...dkim }, ...lists] = await Promise.all([
    judgeMx(facts, dns),
    judgeSpf(facts, dns),
    judgeDkim(facts, dns),
    ...(blocklists.length === 0 ? [] : [judgeBlocklists(domain, blocklists, { dns, environment })]),
  ]);
  const dmarc = await judgeDmarc(
    domain,
    { ...(isPassing && { spf: domain }), ...(signedBy !== undefined && { dkim: signedBy }) },
    dns,
  );
  const checks: readonly DomainCheck[] = [mx, spf, dkim, dmarc, ...lists];
  return { domain, checks };
}
