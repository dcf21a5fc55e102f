// Does the domain receive? Answers and bounces come back to it, and a sender that cannot be answered is distrusted.

import { getDomain } from 'tldts';
import type { Dns, DnsTrouble } from './look-up.ts';
import { cannotTell, domainProblem, judged } from './judgement.ts';
import type { DomainCheck, DomainProblem, SendingFacts, WantedRecord } from './judgement.ts';
import { OPERATORS } from './operators.ts';

export async function judgeMx({ domain, receiver }: SendingFacts, dns: Dns): Promise<DomainCheck> {
  const operator = receiver === undefined ? undefined : OPERATORS[receiver];
  const value = operator?.exchangeOf(domain) ?? '10 <the name of your mail server>';
  const record: WantedRecord = { name: domain, type: 'MX', value };
  const answer = await dns.look(domain, 'MX');
  if (answer.standing === 'nothing') return judged('mx', { found: [], problems: [missing(domain, record)] });
  if (answer.standing !== 'found') return cannotTell(domain, 'mx', answer);
  const exchanges = answer.values.toSorted((one, other) => one.priority - other.priority);
  const found = exchanges.map(({ priority, exchange }) => `${priority} ${exchange === '' ? '.' : exchange}`);
  if (exchanges.every(({ exchange }) => exchange === '')) {
    return judged('mx', { found, problems: [nullMx(domain, record)] });
  }
  const hosts = await Promise.all(exchanges.map(({ exchange }) => isThere(exchange, dns)));
  if (!hosts.includes(true)) {
    const trouble = hosts.find((host) => typeof host === 'object');
    if (trouble !== undefined) return cannotTell(domain, 'mx', trouble);
    return judged('mx', { found, problems: [dead(domain, { found, record })] });
  }
  if (operator === undefined) return judged('mx', { found, problems: [] });
  const isProviders = exchanges.some(({ exchange }) =>
    operator.exchanges.includes(getDomain(exchange.toLowerCase()) ?? ''),
  );
  return judged('mx', { found, problems: isProviders ? [] : [elsewhere(domain, { found, operator: operator.label })] });
}

async function isThere(host: string, dns: Dns): Promise<boolean | DnsTrouble> {
  const answers = await Promise.all([dns.look(host, 'A'), dns.look(host, 'AAAA')]);
  if (answers.some(({ standing }) => standing === 'found')) return true;
  return answers.find((answer): answer is DnsTrouble => !['found', 'nothing'].includes(answer.standing)) ?? false;
}

const PUBLISH = 'Publish, as the admin center of the provider shows it for this domain,';

function missing(domain: string, record: WantedRecord): DomainProblem {
  return domainProblem(domain, 'mx.missing', {
    what: `${domain} has no MX record.`,
    why: 'Answers and bounces could not come back, and receivers distrust a sender who cannot be answered.',
    todo: `${PUBLISH} the`,
    record,
  });
}

function nullMx(domain: string, record: WantedRecord): DomainProblem {
  return domainProblem(domain, 'mx.none-wanted', {
    what: `${domain} says by its MX record "." that it takes no mail at all.`,
    why: 'Receivers refuse mail from a domain that cannot be answered (RFC 7505).',
    todo: `Take that record away. ${PUBLISH} the`,
    record,
  });
}

function dead(
  domain: string,
  { found, record }: { readonly found: readonly string[]; readonly record: WantedRecord },
): DomainProblem {
  return domainProblem(domain, 'mx.dead', {
    what: `No mail server of ${domain} has an address: ${found.join(', ')}.`,
    why: 'Answers and bounces could not come back.',
    todo: `${PUBLISH} the`,
    record,
  });
}

function elsewhere(
  domain: string,
  { found, operator }: { readonly found: readonly string[]; readonly operator: string },
): DomainProblem {
  return domainProblem(domain, 'mx.elsewhere', {
    severity: 'warning',
    what: `Mail to ${domain} does not go to ${operator}: ${found.join(', ')}.`,
    why: 'Bounces and answers are looked for in its mailboxes.',
    todo: `If a filter stands before ${operator} and hands on what comes in, all is well; else let the MX record lead to ${operator}.`,
  });
}
