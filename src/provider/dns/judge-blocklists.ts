// Is the domain on a blocklist? Five honest answers for each list. The list's own test point is asked first, through the same resolver: a
// public resolver that gets no answers, or always the same one, would make every domain look clean.

import { refusalOf, rulesOf } from './blocklist-rules.ts';
import type { Listing, ListRules } from './blocklist-rules.ts';
import { domainProblem, judged } from './judgement.ts';
import type { Blocklist, DomainCheck, DomainProblem } from './judgement.ts';
import type { Dns, DnsTrouble } from './look-up.ts';

/**
 * - `listed`      `reason` as its operator explains the code
 * - `not-listed`  the test point answers, and the domain is not there
 * - `refused`     the list does not answer us: too many questions, no key, a public resolver
 * - `failed`      the look-up failed
 * - `not-checked` the test point is not answered as it must be, or the key is missing
 */
type ListAnswer =
  | ({ readonly standing: 'listed' } & Listing)
  | { readonly standing: 'not-listed' }
  | { readonly standing: 'refused' | 'failed' | 'not-checked'; readonly said: string };

export interface ListAsking {
  readonly dns: Dns;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export async function judgeBlocklists(
  domain: string,
  lists: readonly Blocklist[],
  asking: ListAsking,
): Promise<DomainCheck> {
  const answers = await Promise.all(lists.map((list) => askList(domain, list, asking)));
  const found = answers.map((answer, index) => `${lists[index]?.zone ?? ''}: ${answerText(answer)}`);
  const problems = answers.flatMap((answer, index) => problemsOf(domain, lists[index]?.zone ?? '', answer));
  return judged('blocklist', { found, problems });
}

async function askList(domain: string, { zone, keyVariable }: Blocklist, asking: ListAsking): Promise<ListAnswer> {
  const { dns, environment } = asking;
  const key = keyVariable === undefined ? undefined : environment[keyVariable];
  if (keyVariable !== undefined && (key === undefined || key === '')) {
    return { standing: 'not-checked', said: `the environment variable ${keyVariable} is not set` };
  }
  const { testPoint, explain } = rulesOf(zone);
  const below = key === undefined ? zone : `${key}.${zone}`;
  const test = readAnswer(await dns.look(`${testPoint}.${below}`, 'A'), explain);
  if (test.standing === 'not-listed') {
    return { standing: 'not-checked', said: 'even its own test entry is not found through these DNS servers' };
  }
  if (test.standing !== 'listed') return test;
  return readAnswer(await dns.look(`${domain}.${below}`, 'A'), explain);
}

function readAnswer(answer: Awaited<ReturnType<Dns['look']>>, explain: ListRules['explain']): ListAnswer {
  if (answer.standing === 'nothing') return { standing: 'not-listed' };
  if (answer.standing !== 'found') return { standing: 'failed', said: TROUBLES[answer.standing] };
  const codes = answer.values.map(String);
  const refusal = codes.map(refusalOf).find((said) => said !== undefined);
  if (refusal !== undefined) return { standing: 'refused', said: refusal };
  // Only addresses of 127/8 mean anything: some resolvers answer every name with an address of their own.
  const known = codes.filter((code) => code.startsWith('127.'));
  if (known.length === 0)
    return { standing: 'not-checked', said: 'the DNS servers answer with addresses of their own' };
  const explained = known.map(explain);
  const reason = [...new Set(explained.map((one) => one.reason))].join(', ');
  return { standing: 'listed', reason, isBad: explained.some(({ isBad }) => isBad) };
}

/** Without the name that was asked for: a key may be part of it. */
const TROUBLES: Readonly<Record<DnsTrouble['standing'], string>> = {
  refused: 'the DNS server refused to answer',
  failed: 'the DNS server could not find out',
  'timed-out': 'no DNS server answered in time',
};

function answerText(answer: ListAnswer): string {
  switch (answer.standing) {
    case 'listed':
      return `listed (${answer.reason})`;
    case 'not-listed':
      return 'not listed';
    case 'refused':
      return `refused to answer (${answer.said})`;
    case 'failed':
      return `failed (${answer.said})`;
    case 'not-checked':
      return `not checked (${answer.said})`;
  }
}

function problemsOf(domain: string, zone: string, answer: ListAnswer): readonly DomainProblem[] {
  switch (answer.standing) {
    case 'not-listed':
      return [];
    case 'listed':
      return [listed(domain, zone, answer)];
    case 'refused':
    case 'failed':
    case 'not-checked':
      return [unknown(domain, zone, answer)];
  }
}

function listed(domain: string, zone: string, { reason, isBad }: Listing): DomainProblem {
  return domainProblem(domain, 'blocklist.listed', {
    severity: isBad ? 'error' : 'warning',
    what: `${domain} is on the blocklist ${zone}: ${reason}.`,
    why: 'Many receivers refuse whatever comes from a domain on it, or that names one.',
    todo: isBad
      ? `Find out why, mend it, and ask the operator of ${zone} to take it off. Until then send from another domain, call, or write on paper.`
      : 'Wait a day or two before the first notices.',
  });
}

function unknown(
  domain: string,
  zone: string,
  answer: { readonly standing: 'refused' | 'failed' | 'not-checked'; readonly said: string },
): DomainProblem {
  return domainProblem(domain, 'blocklist.cannot-tell', {
    severity: 'warning',
    what: `Whether ${domain} is on the blocklist ${zone} is not known: ${answer.said}.`,
    why: 'No answer of a list does not mean that the domain is not on it. This holds nothing up.',
    todo: 'Use DNS servers of your own (sending.dnsServers) or a key of the list (keyVariable), or look on its web page.',
  });
}
