// Does DMARC pass (RFC 9989)? The policy is found by the tree walk; From must be aligned with what SPF or DKIM vouches for.

import { evaluateDmarc } from 'mailauth/lib/dmarc/index.js';
import {
  brokenDmarc,
  missingDmarc,
  noReports,
  notAligned,
  onlyTesting,
  onlyWatching,
  oldTags,
  publicSuffix,
  reportsRefused,
  severalDmarc,
} from './dmarc-problems.ts';
import type { PublishedPolicy } from './dmarc-problems.ts';
import { cannotTell, judged } from './judgement.ts';
import type { DomainCheck, DomainProblem } from './judgement.ts';
import type { Dns, DnsTrouble } from './look-up.ts';
import { mailauthResolver } from './mailauth-resolver.ts';
import { isSameOrganisation } from './same-organisation.ts';
import { tagsOf } from './tag-list.ts';

/** Domains that SPF and DKIM vouch for; absent: they do not. */
export interface Vouched {
  readonly spf?: string;
  readonly dkim?: string;
}

export async function judgeDmarc(domain: string, vouched: Vouched, dns: Dns): Promise<DomainCheck> {
  const own = await dns.look(`_dmarc.${domain}`, 'TXT');
  if (own.standing !== 'found' && own.standing !== 'nothing') return cannotTell(domain, 'dmarc', own);
  const texts = own.standing === 'found' ? own.values : [];
  const records = texts.filter((text) => /^\s*v\s*=\s*DMARC1\s*(?:;|$)/i.test(text));
  if (records.length > 1) return judged('dmarc', { found: records, problems: [severalDmarc(domain, records)] });
  const { resolver, trouble } = mailauthResolver(dns);
  const { response } = await evaluateDmarc({
    headerFrom: [`postmaster@${domain}`],
    spfDomains: vouched.spf === undefined ? [] : [vouched.spf],
    dkimDomains: vouched.dkim === undefined ? [] : [{ domain: vouched.dkim }],
    resolver,
    strict: true,
  });
  const failed = trouble();
  if (failed !== undefined) return cannotTell(domain, 'dmarc', failed);
  if (response === false) throw new Error(`${domain} was no domain to DMARC, yet migrate.yaml was checked`);
  const { rr, policyDomain } = response;
  if (response.status.result === 'none' || rr === undefined || policyDomain === undefined) {
    const [broken = texts.find((text) => /dmarc/i.test(text))] = records;
    const problem = broken === undefined ? missingDmarc(domain) : brokenDmarc(domain, broken);
    return judged('dmarc', { found: texts, problems: [problem] });
  }
  const published: PublishedPolicy = { domain, policyDomain, record: rr, policy: response.policy, tags: tagsOf(rr) };
  const reports = await judgeReports(published, dns);
  if ('trouble' in reports) return cannotTell(domain, 'dmarc', reports.trouble);
  const isVouched = vouched.spf !== undefined || vouched.dkim !== undefined;
  const problems = [
    ...(isVouched && response.status.result !== 'pass' ? [notAligned(published, vouched)] : []),
    ...policyProblems(published),
    ...reports.problems,
  ];
  const where = policyDomain === domain ? '' : ` (of ${policyDomain})`;
  return judged('dmarc', { found: [`${rr}${where}`], problems });
}

function policyProblems(published: PublishedPolicy): readonly DomainProblem[] {
  const { tags, policy, policyDomain, domain } = published;
  const isOld = ['pct', 'rf', 'ri'].some((tag) => tags.has(tag));
  return [
    ...(tags.get('psd') === 'y' && policyDomain === domain ? [publicSuffix(published)] : []),
    ...(tags.get('t') === 'y' ? [onlyTesting(published)] : []),
    ...(policy === 'none' && tags.get('t') !== 'y' ? [onlyWatching(published)] : []),
    ...(isOld ? [oldTags(published)] : []),
  ];
}

type Reports = { readonly problems: readonly DomainProblem[] } | { readonly trouble: DnsTrouble };

/** Another organisation's mailbox gets reports only if that organisation says so in its own DNS (RFC 9990, 4). */
async function judgeReports(published: PublishedPolicy, dns: Dns): Promise<Reports> {
  const { tags, policyDomain } = published;
  const targets = (tags.get('rua') ?? '')
    .split(',')
    .flatMap((uri) => /^\s*mailto:[^@]+@([^!?\s]+)/i.exec(uri)?.[1] ?? []);
  if (targets.length === 0) return { problems: [noReports(published)] };
  const problems: DomainProblem[] = [];
  for (const target of new Set(targets.map((domain) => domain.toLowerCase()))) {
    if (isSameOrganisation(target, policyDomain)) continue;
    const name = `${policyDomain}._report._dmarc.${target}`;
    const answer = await dns.look(name, 'TXT');
    if (answer.standing !== 'found' && answer.standing !== 'nothing') return { trouble: answer };
    const isAllowed =
      answer.standing === 'found' && answer.values.some((text) => /^v=DMARC1\s*(?:;|$)/.test(text.trim()));
    if (!isAllowed) problems.push(reportsRefused(published, { target, name }));
  }
  return { problems };
}
