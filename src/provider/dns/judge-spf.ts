// Does SPF let the messages pass? It is evaluated as a receiver would (RFC 7208): once for a stranger, who must not pass, and once for
// the servers that send, which must.

import { isIP } from 'node:net';
import { spf } from 'mailauth/lib/spf/index.js';
import type { Dns, DnsTrouble } from './look-up.ts';
import { cannotTell, judged } from './judgement.ts';
import type { DomainCheck, DomainProblem, SendingFacts, WantedRecord } from './judgement.ts';
import { mailauthResolver } from './mailauth-resolver.ts';
import { OPERATORS } from './operators.ts';
import { spfAddress } from './spf-address.ts';
import {
  lenientSpf,
  missingSpf,
  openSpf,
  serverLeftOut,
  severalSpf,
  tooMany,
  undecidedSpf,
  unusableSpf,
} from './spf-problems.ts';

/** RFC 7208, 4.6.4; of the second kind are those that find nothing. */
const MOST_LOOKUPS = 10;
const MOST_VOID = 2;
/** Counted a while beyond the limit, so that it can be said by how much the record is over it. */
const COUNT_UP_TO = 40;
/** Of a block that nobody has (RFC 1112, class E): a record lets it pass only where it lets everybody pass. */
const STRANGER = '240.0.0.1';

export interface SpfCheck extends DomainCheck {
  /** The servers that send pass, for all that is known. */
  readonly isPassing: boolean;
}

export async function judgeSpf(facts: SendingFacts, dns: Dns): Promise<SpfCheck> {
  const { domain } = facts;
  const answer = await dns.look(domain, 'TXT');
  if (answer.standing !== 'found' && answer.standing !== 'nothing') return failing(cannotTell(domain, 'spf', answer));
  const texts = answer.standing === 'found' ? answer.values : [];
  const found = texts.filter((text) => /^v=spf1(?:\s|$)/i.test(text));
  const [record] = found;
  const wanted = wantedRecord(facts, record);
  if (record === undefined) return failing(judged('spf', { found, problems: [missingSpf(domain, { texts, wanted })] }));
  if (found.length > 1) return failing(judged('spf', { found, problems: [severalSpf(domain, { found, wanted })] }));
  const stranger = await evaluate(domain, STRANGER, dns);
  if ('trouble' in stranger) return failing(cannotTell(domain, 'spf', stranger.trouble), found);
  const fault = recordFault(domain, { stranger, record, wanted });
  if (fault !== undefined) return failing(judged('spf', { found, problems: [fault] }));
  const isLenient = stranger.result === 'neutral' ? [undecidedSpf(domain, record)] : [];
  const server = await judgeServer(facts, dns);
  if (typeof server === 'object') return failing(cannotTell(domain, 'spf', server), found);
  if (server === 'passes') return { ...judged('spf', { found, problems: isLenient }), isPassing: true };
  const problem = server === 'unknown' ? lenientSpf(facts) : serverLeftOut(facts, { record, wanted });
  return failing(judged('spf', { found, problems: [problem, ...isLenient] }));
}

function failing(check: DomainCheck, found: readonly string[] = check.found): SpfCheck {
  return { ...check, found, isPassing: false };
}

interface Evaluated {
  readonly result: string;
  readonly said: string;
  readonly lookups: number;
}

async function evaluate(domain: string, ip: string, dns: Dns): Promise<Evaluated | { readonly trouble: DnsTrouble }> {
  const { resolver, trouble } = mailauthResolver(dns);
  const { status, lookups } = await spf({
    sender: `postmaster@${domain}`,
    helo: domain,
    mta: 'receiver',
    ip,
    resolver,
    strict: true,
    maxResolveCount: COUNT_UP_TO,
    maxVoidCount: MOST_VOID,
  });
  const failed = trouble();
  if (failed !== undefined) return { trouble: failed };
  const said = status.comment?.replace(/^.*?during lookup of [^:]*:\s*/, '') ?? '';
  return { result: status.result, said, lookups: lookups?.count ?? 0 };
}

function recordFault(
  domain: string,
  {
    stranger,
    record,
    wanted,
  }: { readonly stranger: Evaluated; readonly record: string; readonly wanted: WantedRecord },
): DomainProblem | undefined {
  if (stranger.lookups > MOST_LOOKUPS) {
    return tooMany(domain, { lookups: stranger.lookups, most: MOST_LOOKUPS, record });
  }
  if (stranger.result === 'permerror') return unusableSpf(domain, { said: stranger.said, record, wanted });
  return stranger.result === 'pass' ? openSpf(domain, { record, wanted }) : undefined;
}

type ServerStanding = 'passes' | 'left-out' | 'unknown' | DnsTrouble;

/** One address of the servers is asked about: a record lets all of them pass or none. */
async function judgeServer({ domain, server }: SendingFacts, dns: Dns): Promise<ServerStanding> {
  const addresses =
    typeof server === 'string' ? await spfAddress(OPERATORS[server].spf, dns) : await hostAddresses(server.host, dns);
  if (!Array.isArray(addresses)) return addresses;
  const outside = addresses.filter((address) => !isLoopback(address));
  if (outside.length === 0) return 'unknown';
  for (const address of outside) {
    const evaluated = await evaluate(domain, address, dns);
    if ('trouble' in evaluated) return evaluated.trouble;
    if (evaluated.result === 'pass') return 'passes';
  }
  return 'left-out';
}

async function hostAddresses(host: string, dns: Dns): Promise<string[] | DnsTrouble> {
  if (isIP(host) !== 0) return [host];
  if (host === 'localhost') return [];
  const answers = [await dns.look(host, 'A'), await dns.look(host, 'AAAA')];
  const addresses = answers.flatMap((answer) => (answer.standing === 'found' ? answer.values : []));
  if (addresses.length > 0) return addresses;
  return answers.find((answer): answer is DnsTrouble => !['found', 'nothing'].includes(answer.standing)) ?? [];
}

/** Nobody else sees such an address: what stands behind it sends from another one. */
function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

/** What is published now, with the server put in before its end; without a record, the shortest one that does. */
function wantedRecord({ domain, server }: SendingFacts, record = 'v=spf1 -all'): WantedRecord {
  const term =
    typeof server === 'string'
      ? `include:${OPERATORS[server].spf}`
      : isIP(server.host) === 0
        ? `a:${server.host}`
        : `ip${isIP(server.host)}:${server.host}`;
  const [version = 'v=spf1', ...terms] = record.trim().split(/\s+/);
  // What lets in everybody, or takes the server out again, does not stay.
  const isOpen = (one: string): boolean => /^[+?]?all$|^\+?ip[46]:\S*\/0$/i.test(one);
  const isAgainst = (one: string): boolean => /^[-~?]/.test(one) && one.slice(1) === term;
  const kept = terms.filter((one) => !isOpen(one) && !isAgainst(one));
  const end = kept.findIndex((one) => /^(?:[-~]all$|redirect=)/i.test(one));
  const before = end === -1 ? kept : kept.slice(0, end);
  const rest = end === -1 ? ['-all'] : kept.slice(end);
  const value = [version, ...(before.includes(term) ? before : [...before, term]), ...rest].join(' ');
  return { name: domain, type: 'TXT', value };
}
