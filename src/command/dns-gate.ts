// The gate of the domains: nothing is sent from a domain while its MX, SPF, DKIM and DMARC do not hold. What held is believed for a day.

import type { JobLog } from '../model/job-log.ts';
import type { DomainJudgement, DomainProblem, SendingFacts } from '../provider/dns/judgement.ts';
import { jsonFingerprint } from '../store/fingerprint.ts';
import { realClock } from './clock.ts';
import { sendingFacts } from './sending-facts.ts';
import type { SendingPlace } from './sending-facts.ts';
import type { SendingGate } from './sending-gate.ts';
import { connectDns } from './wire-dns.ts';

/** The line of the log with the domains that held, and for which settings. */
const GATES_HELD = 'notice.gates-held';
const BELIEVED_MS = 24 * 60 * 60 * 1000;

export const dnsGate: SendingGate = async ({ job, sending, steps, voice }) => {
  const domains = new Set(steps.map(({ from }) => domainOf(from.address)));
  const place = { folder: job.folder, settings: job.settings, sending };
  const held = new HeldDomains(job.log);
  const open = (await factsOf(domains, place)).filter((facts) => !held.isBelieved(facts));
  if (open.length === 0) return () => undefined;
  const judging = await judgeAll(open, place);
  const { refusals } = await import('../provider/dns/judgement.ts');
  const why = new Map<string, string>();
  for (const judgement of judging) {
    const problems = refusals(judgement);
    for (const problem of problems) voice.problem(problem);
    if (problems.length > 0) why.set(judgement.domain, heldText(judgement.domain, problems));
  }
  await held.add(open.filter(({ domain }) => !why.has(domain)));
  return ({ from }) => why.get(domainOf(from.address));
};

/** Of each domain, in the order given. */
export async function judgeAll(
  facts: readonly SendingFacts[],
  place: Pick<SendingPlace, 'folder' | 'settings'>,
): Promise<readonly DomainJudgement[]> {
  const connecting = await connectDns(place);
  // Without a sandbox nothing could have been connected before.
  const { noDns } = await import('../provider/dns/look-up.ts');
  const dns = 'dns' in connecting ? connecting.dns : noDns('the sandbox does not answer');
  const { judgeDomain } = await import('../provider/dns/judge-domain.ts');
  return Promise.all(facts.map((one) => judgeDomain(one, dns, process.env)));
}

export function factsOf(domains: Iterable<string>, place: SendingPlace): Promise<readonly SendingFacts[]> {
  return Promise.all([...domains].map((domain) => sendingFacts(domain, place)));
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function heldText(domain: string, problems: readonly DomainProblem[]): string {
  const [first] = problems;
  const more = problems.length > 1 ? ` And ${problems.length - 1} more.` : '';
  return `${domain} is not ready to send: ${first?.what ?? ''}${more} What to publish: migrate notice gates`;
}

/** What the log says of domains that held, under settings that are still the same. */
class HeldDomains {
  readonly #log: JobLog;
  readonly #keys: ReadonlySet<string>;

  constructor(log: JobLog) {
    this.#log = log;
    const event = log.lastEvent(GATES_HELD);
    const isFresh = event !== undefined && event.at > realClock.now() - BELIEVED_MS;
    const keys = isFresh ? event.facts['keys'] : [];
    this.#keys = new Set(Array.isArray(keys) ? keys.map(String) : []);
  }

  isBelieved(facts: SendingFacts): boolean {
    return this.#keys.has(jsonFingerprint(facts));
  }

  /** What was believed before is older than it looks when it is written down again, so it is not. */
  async add(facts: readonly SendingFacts[]): Promise<void> {
    if (facts.length === 0) return;
    const domains = facts.map(({ domain }) => domain);
    await this.#log.note(GATES_HELD, { domains, keys: facts.map((one) => jsonFingerprint(one)) });
  }
}
