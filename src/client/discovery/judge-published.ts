// What each mail program makes of what is published, in words. Pure: what was fetched and looked up comes in.

import type { MailHost, MailServer } from '../../model/mail-host.ts';
import type { DiscoveryFacts } from './discovery-facts.ts';
import { readActiveSync, readAutoconfig, readAutodiscover } from './published-servers.ts';
import type { PublishedServer } from './published-servers.ts';

/** One thing that was fetched. */
export interface Fetched {
  readonly url: string;
  /** Absent where there was no answer. */
  readonly answer?: {
    readonly status: number;
    /** Content-Type as it was given, without its parameters; absent where nobody has asked for it. */
    readonly type?: string;
    readonly body: string;
  };
  /** Why there was none, one sentence without a full stop. */
  readonly said?: string;
  /** Nobody knows whether there would be one: the name could not be looked up. */
  readonly isUncertain?: true;
}

export interface Published {
  /** In the order in which Thunderbird prefers them. */
  readonly autoconfig: readonly Fetched[];
  /** In the order in which Outlook asks. */
  readonly autodiscover: readonly Fetched[];
  /** The answer of Autodiscover when a phone asks. */
  readonly mobile: Fetched;
  /** What SRV records say, `host:port`, by the name of the protocol in them; empty where there is none, undefined where nobody could tell. */
  readonly records: Readonly<Record<string, readonly string[] | undefined>>;
}

export const CLIENTS = ['Thunderbird', 'Outlook', 'Apple Mail', 'iOS', 'Android'] as const;

/**
 * `finds`: people type address and password alone. `wrong`: it would be set up with servers that are not the planned ones, or with none.
 * `cannot-tell`: a name that comes first could not be looked up, so nobody knows what is there.
 */
export interface ClientVerdict {
  readonly client: (typeof CLIENTS)[number];
  readonly standing: 'finds' | 'by-hand' | 'wrong' | 'cannot-tell';
  readonly said: string;
}

export function judgePublished(facts: DiscoveryFacts, published: Published): readonly ClientVerdict[] {
  return verdictsOf(facts, published).map((verdict) => ({ ...verdict, said: shownOnly(verdict.said) }));
}

/** What a remote end has written must not move the cursor or turn the line round. */
function shownOnly(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, MOST_SAID);
}

const MOST_SAID = 2000;

function verdictsOf(facts: DiscoveryFacts, published: Published): readonly ClientVerdict[] {
  const thunderbird = byThunderbird(facts, published);
  const hasSrv = ['imaps', 'imap'].some((name) => (published.records[name]?.length ?? 0) > 0);
  const byHand = `It reads nothing of this${hasSrv ? ' (its use of SRV records is not documented)' : ''}: people take the profile of the kit, or type the servers.`;
  return [
    thunderbird,
    byOutlook(facts, published),
    { client: 'Apple Mail', standing: 'by-hand', said: byHand },
    byPhone(facts, published),
    {
      client: 'Android',
      standing: thunderbird.standing,
      said: `Thunderbird for Android: as on PCs (${thunderbird.standing === 'finds' ? 'it finds the servers' : 'see there'}). Gmail’s app asks for the servers; the QR code of the kit has them.`,
    },
  ];
}

/**
 * The first answer is taken, even one that is no document, or broken: there it stops, and Autodiscover alone is left (seen with
 * Thunderbird 153; FetchConfig.sys.mjs and FetchHTTP.sys.mjs).
 */
function byThunderbird(facts: DiscoveryFacts, { autoconfig, autodiscover }: Published): ClientVerdict {
  const client = 'Thunderbird';
  const reasons: string[] = [];
  for (const fetched of autoconfig) {
    if (fetched.isUncertain === true) return cannotTell(client, fetched);
    const { url, answer } = fetched;
    const fault = faultOf(fetched) ?? unreadAs(answer?.type);
    const { servers, faults, isOther } = readAutoconfig(answer?.body ?? '', facts.domain);
    if (fault === undefined && isOther !== true) {
      const wrong = [...faults, ...differences(servers, facts.mailHost)];
      if (wrong.length > 0) return { client, standing: 'wrong', said: `It reads ${url}. ${each(wrong)}` };
      return { client, standing: 'finds', said: `It finds ${serversText(servers)} at ${url}.` };
    }
    reasons.push(`${url} (${fault ?? inBrackets(faults[0] ?? '')})`);
    if (answer !== undefined && isSuccess(answer.status)) break;
  }
  const outlook = byOutlook(facts, { autodiscover: autodiscover.map(readByThunderbird) });
  if (outlook.standing === 'cannot-tell') return { ...outlook, client };
  const why = `${reasons.join('; ')}.`;
  if (outlook.standing === 'by-hand') return { client, standing: 'by-hand', said: `It finds nothing: ${why} ${BY_MX}` };
  return {
    client,
    standing: outlook.standing,
    said: `It reads no autoconfig document: ${why} It falls back to Autodiscover. ${outlook.said}`,
  };
}

const BY_MX = 'Only a host that Thunderbird’s own database knows by its MX record would be found all the same.';

/** It goes on to the next place until one gives an answer of Autodiscover. */
function byOutlook({ mailHost }: DiscoveryFacts, { autodiscover }: Pick<Published, 'autodiscover'>): ClientVerdict {
  const client = 'Outlook';
  const reasons: string[] = [];
  for (const fetched of autodiscover) {
    if (fetched.isUncertain === true) return cannotTell(client, fetched);
    const { servers, faults, isOther } = readAutodiscover(fetched.answer?.body ?? '');
    const fault = faultOf(fetched) ?? (isOther === true ? inBrackets(faults[0] ?? '') : undefined);
    if (fault === undefined) {
      const wrong = [...faults, ...differences(servers, mailHost)];
      if (wrong.length > 0) return { client, standing: 'wrong', said: `It reads ${fetched.url}. ${each(wrong)}` };
      return {
        client,
        standing: 'finds',
        said: `Outlook of Microsoft 365 Apps and 2016 to 2021 finds ${serversText(servers)} at ${fetched.url}. New Outlook may not ask: it has the servers from its own list, or from people.`,
      };
    }
    reasons.push(`${fetched.url} (${fault})`);
  }
  const said = `It finds nothing, and people type the servers: ${reasons.join('; ')}.`;
  return { client, standing: 'by-hand', said };
}

function inBrackets(sentence: string): string {
  return sentence.replace(/^It/, 'it').replace(/\.$/, '');
}

/** A document that is wrong a thousand times in the same way is told so once. */
function each(sentences: readonly string[]): string {
  return [...new Set(sentences)].join(' ');
}

function cannotTell(client: ClientVerdict['client'], { url, said = '' }: Fetched): ClientVerdict {
  return { client, standing: 'cannot-tell', said: `What is at ${url} is not known: ${said}. Try again.` };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Why nothing can be read; undefined where something came. */
function faultOf({ answer, said = '' }: Fetched): string | undefined {
  if (answer === undefined) return said;
  if (isSuccess(answer.status)) return undefined;
  return answer.status === 401
    ? 'status 401: it wants a password, which this check does not have'
    : `status ${answer.status}`;
}

/** Types that Thunderbird takes for XML, in small letters alone (FetchHTTP.sys.mjs). */
const XML_TYPES = ['text/xml', 'application/xml', 'text/rdf'];

function readByThunderbird(fetched: Fetched): Fetched {
  const said = unreadAs(fetched.answer?.type);
  return said === undefined ? fetched : { url: fetched.url, said };
}

function unreadAs(type: string | undefined): string | undefined {
  if (type === undefined || XML_TYPES.some((known) => type.startsWith(known))) return undefined;
  return `it is sent as ${type === '' ? 'no type' : type} and not as text/xml, so it is not read`;
}

function byPhone({ mailHost }: DiscoveryFacts, { mobile }: Published): ClientVerdict {
  const client = 'iOS';
  const url = readActiveSync(mobile.answer?.body ?? '');
  if (mailHost.activeSync !== undefined && mobile.isUncertain === true) return cannotTell(client, mobile);
  if (mailHost.activeSync !== undefined && url === mailHost.activeSync) {
    return { client, standing: 'finds', said: `As an Exchange account it finds ActiveSync at ${url}.` };
  }
  if (url !== undefined) return { client, standing: 'wrong', said: `As an Exchange account it would go to ${url}.` };
  return { client, standing: 'by-hand', said: 'People take the profile of the kit, or type the servers.' };
}

/** What is not as planned; a server of another kind beside the planned ones is no fault. */
function differences(servers: readonly PublishedServer[], { imap, smtp, pop, login }: MailHost): readonly string[] {
  const wanted: readonly (readonly [PublishedServer['kind'], MailServer | undefined])[] = [
    ['imap', imap],
    ['smtp', smtp],
    ['pop3', pop],
  ];
  const [first] = servers.filter(({ kind }) => kind !== 'smtp');
  const isTaken = first?.kind === 'pop3' && servers.some(({ kind }) => kind === 'imap');
  const order = isTaken ? ['It names POP3 before IMAP, and so mail would be taken away from the server.'] : [];
  const faults = wanted.flatMap(([kind, planned]) => {
    const server = servers.find((one) => one.kind === kind);
    if (planned === undefined) return [];
    if (server === undefined) return kind === 'pop3' ? [] : [`It names no ${kind.toUpperCase()} server.`];
    const plan = `${planned.host}:${planned.port} (${planned.security})`;
    const is = `${server.host}:${server.port} (${server.security})`;
    if (is !== plan) return [`${kind.toUpperCase()} would be ${is} and not ${plan}.`];
    const isWhole = server.userName.includes('@') || /%EMAILADDRESS%/i.test(server.userName);
    if (isWhole !== (login === 'address'))
      return [`People would sign in to ${kind.toUpperCase()} as ${server.userName}.`];
    return [];
  });
  return [...order, ...faults];
}

function serversText(servers: readonly PublishedServer[]): string {
  return servers.map(({ kind, host, port }) => `${kind.toUpperCase()} ${host}:${port}`).join(', ');
}
