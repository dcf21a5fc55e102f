// What each mail program makes of what is published, in words. Pure: what was fetched and looked up comes in.

import type { MailHost, MailServer } from '../../model/mail-host.ts';
import type { DiscoveryFacts } from './discovery-facts.ts';
import { readAutoconfig, readAutodiscover } from './published-servers.ts';
import type { PublishedServer } from './published-servers.ts';

/** One thing that was fetched. */
export interface Fetched {
  readonly url: string;
  /** Absent where there was no answer. */
  readonly answer?: { readonly status: number; readonly body: string };
  /** Why there was none, one sentence without a full stop. */
  readonly said?: string;
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

/** `finds`: people type address and password alone. `wrong`: it would be set up with servers that are not the planned ones. */
export interface ClientVerdict {
  readonly client: (typeof CLIENTS)[number];
  readonly standing: 'finds' | 'by-hand' | 'wrong';
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

function byThunderbird(facts: DiscoveryFacts, { autoconfig, autodiscover }: Published): ClientVerdict {
  const client = 'Thunderbird';
  const found = autoconfig.find(({ answer }) => answer?.status === 200);
  if (found?.answer !== undefined) {
    const { servers, faults } = readAutoconfig(found.answer.body, facts.domain);
    const wrong = [...faults, ...differences(servers, facts.mailHost)];
    if (wrong.length === 0)
      return { client, standing: 'finds', said: `It finds ${serversText(servers)} at ${found.url}.` };
    return { client, standing: 'wrong', said: `It reads ${found.url}. ${wrong.join(' ')}` };
  }
  const outlook = byOutlook(facts, { autodiscover });
  if (outlook.standing === 'finds')
    return {
      client,
      standing: 'finds',
      said: `There is no autoconfig document; it falls back to Autodiscover. ${outlook.said}`,
    };
  return { client, standing: 'by-hand', said: `It finds nothing: ${reasons(autoconfig)}.` };
}

function byOutlook({ mailHost }: DiscoveryFacts, { autodiscover }: Pick<Published, 'autodiscover'>): ClientVerdict {
  const client = 'Outlook';
  const found = autodiscover.find(({ answer }) => answer?.status === 200);
  if (found?.answer === undefined) {
    return {
      client,
      standing: 'by-hand',
      said: `It finds nothing, and people type the servers: ${reasons(autodiscover)}.`,
    };
  }
  const { servers, faults } = readAutodiscover(found.answer.body);
  const wrong = [...faults, ...differences(servers, mailHost)];
  if (wrong.length > 0) return { client, standing: 'wrong', said: `It reads ${found.url}. ${wrong.join(' ')}` };
  return {
    client,
    standing: 'finds',
    said: `Outlook of Microsoft 365 Apps and 2016 to 2021 finds ${serversText(servers)} at ${found.url}. New Outlook may not ask: it has the servers from its own list, or from people.`,
  };
}

function byPhone({ mailHost }: DiscoveryFacts, { mobile }: Published): ClientVerdict {
  const client = 'iOS';
  const url = /<Url>([^<]*)<\/Url>/.exec(mobile.answer?.body ?? '')?.[1];
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
  return wanted.flatMap(([kind, planned]) => {
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
}

function serversText(servers: readonly PublishedServer[]): string {
  return servers.map(({ kind, host, port }) => `${kind.toUpperCase()} ${host}:${port}`).join(', ');
}

function reasons(fetched: readonly Fetched[]): string {
  return fetched
    .map(({ url, answer, said = '' }) => `${url} (${answer === undefined ? said : `status ${answer.status}`})`)
    .join('; ');
}
