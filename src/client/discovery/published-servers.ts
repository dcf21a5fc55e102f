// What is published, read as mail programs read it, and more strictly than the schema of the draft, which lets a misspelt element pass.

import type { XmlElement } from '@rgrove/parse-xml';
import { childOf, childrenOf, readXml, RESPONSE_FORMS } from './autodiscover-request.ts';
import { ANSWER_NAMESPACE } from './autodiscover-xml.ts';

/** One server as a document has it. */
export interface PublishedServer {
  readonly kind: 'imap' | 'pop3' | 'smtp';
  /** Lower case. */
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly userName: string;
}

export interface PublishedServers {
  readonly servers: readonly PublishedServer[];
  /** What is wrong with the document, each in one sentence. */
  readonly faults: readonly string[];
  /** It is another kind of document, or says that it has nothing: no server is read in it. */
  readonly isOther?: true;
}

const PARTS: ReadonlySet<string> = new Set([
  'domain',
  'displayName',
  'displayShortName',
  'documentation',
  'incomingServer',
  'outgoingServer',
]);
const SERVER_PARTS: ReadonlySet<string> = new Set(['hostname', 'port', 'socketType', 'authentication', 'username']);
/** Thunderbird, AccountConfig and readFromXML. */
const AUTHENTICATIONS: ReadonlySet<string> = new Set([
  'password-cleartext',
  'password-encrypted',
  'NTLM',
  'GSSAPI',
  'client-IP-address',
  'TLS-client-cert',
  'OAuth2',
  'none',
]);
const SOCKETS: Readonly<Record<string, PublishedServer['security']>> = {
  SSL: 'tls',
  STARTTLS: 'starttls',
  plain: 'none',
};
const HOST = /^(?!-)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;

/** `domain`: the one that asks. */
export function readAutoconfig(text: string, domain: string): PublishedServers {
  const root = readXml(text)?.root ?? undefined;
  if (root?.name !== 'clientConfig') {
    const fault = /<!DOCTYPE(?! *html)/i.test(text)
      ? 'It has a document type, which is not read here.'
      : 'It is no autoconfig document.';
    return { servers: [], faults: [fault], isOther: true };
  }
  const faults: string[] = [];
  if (root.attributes['version'] === undefined) faults.push('clientConfig has no version.');
  const provider = childOf(root, 'emailProvider');
  if (provider === undefined) return { servers: [], faults: [...faults, 'It has no emailProvider.'] };
  if ((provider.attributes['id'] ?? '') === '') faults.push('emailProvider has no id.');
  const parts = childrenOf(provider);
  const domains = parts.filter(({ name }) => name === 'domain').map((part) => part.text.trim().toLowerCase());
  if (!domains.includes(domain)) faults.push(`It is not for ${domain}: ${domains.join(', ') || 'no domain'}.`);
  for (const { name } of parts) if (!PARTS.has(name)) faults.push(`Thunderbird does not know the element ${name}.`);
  if (/<password\b/i.test(text)) faults.push('It has a password, which everybody can read.');
  const servers = parts.flatMap((part) => {
    const server = readServer(part, faults);
    return server === undefined ? [] : [server];
  });
  for (const [kinds, name] of [
    [['imap', 'pop3'], 'incomingServer'],
    [['smtp'], 'outgoingServer'],
  ] as const) {
    if (!servers.some(({ kind }) => kinds.some((one) => one === kind)))
      faults.push(`It has no ${name} that can be used.`);
  }
  return { servers, faults };
}

function readServer(part: XmlElement, faults: string[]): PublishedServer | undefined {
  if (part.name !== 'incomingServer' && part.name !== 'outgoingServer') return undefined;
  const kind = part.attributes['type'];
  const isIncoming = part.name === 'incomingServer';
  if (isIncoming ? kind !== 'imap' && kind !== 'pop3' : kind !== 'smtp') return undefined;
  const found: string[] = [];
  const textOf = (name: string): string => childOf(part, name)?.text.trim() ?? '';
  for (const { name } of childrenOf(part)) if (!SERVER_PARTS.has(name)) found.push(`does not know ${name}`);
  const host = textOf('hostname').toLowerCase();
  if (!HOST.test(host)) found.push(`has the hostname "${host}"`);
  const port = Number(textOf('port'));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) found.push(`has the port "${textOf('port')}"`);
  const security = SOCKETS[textOf('socketType')];
  if (security === undefined) found.push(`has the socketType "${textOf('socketType')}"`);
  if (security === 'none') found.push('sends passwords unprotected (socketType plain)');
  const userName = textOf('username');
  if (userName === '') found.push('has no username');
  const known = childrenOf(part).filter((one) => one.name === 'authentication' && AUTHENTICATIONS.has(one.text.trim()));
  if (known.length === 0) found.push('has no authentication that Thunderbird knows');
  for (const one of found) faults.push(`${part.name} ${one}.`);
  if (security === undefined || kind === undefined) return undefined;
  return { kind: kind as PublishedServer['kind'], host, port, security, userName };
}

const PROTOCOLS: Readonly<Record<string, PublishedServer['kind']>> = { IMAP: 'imap', POP3: 'pop3', SMTP: 'smtp' };

/** Of an answer of Autodiscover in Outlook's form. Outlook reads elements of the right namespaces alone. */
export function readAutodiscover(text: string): PublishedServers {
  const other = (fault: string): PublishedServers => ({ servers: [], faults: [fault], isOther: true });
  const root = readXml(text)?.root ?? undefined;
  const response = root?.name === 'Autodiscover' ? childOf(root, 'Response') : undefined;
  if (root === undefined || response === undefined) return other('It is no answer of Autodiscover.');
  const error = childOf(response, 'Error');
  if (error !== undefined) return other(`It answers with error ${childOf(error, 'ErrorCode')?.text.trim() ?? ''}.`);
  const namespaces = [root, response].map(({ attributes }) => attributes['xmlns'] ?? 'none');
  const wrong = namespaces.find((name, depth) => name !== [ANSWER_NAMESPACE, RESPONSE_FORMS.outlook][depth]);
  if (wrong !== undefined) return other(`It answers in a namespace that Outlook does not read: ${wrong}.`);
  const account = childOf(response, 'Account');
  const elsewhere = account === undefined ? undefined : leadsTo(account);
  if (elsewhere !== undefined)
    return { servers: [], faults: [`It leads on to ${elsewhere}, which is not followed here.`] };
  const protocols = account === undefined ? [] : childrenOf(account).filter(({ name }) => name === 'Protocol');
  const servers = protocols.flatMap((protocol) => {
    const textOf = (name: string): string => childOf(protocol, name)?.text.trim() ?? '';
    const kind = PROTOCOLS[textOf('Type')];
    if (kind === undefined) return [];
    return [
      {
        kind,
        host: textOf('Server').toLowerCase(),
        port: Number(textOf('Port')),
        security: securityOf(textOf),
        userName: textOf('LoginName'),
      },
    ];
  });
  return { servers, faults: servers.length === 0 ? ['It names no IMAP, POP or SMTP server.'] : [] };
}

/** [MS-OXDSCLI] 2.2.4.1.1.2: an answer may name another address, or another place to ask. */
function leadsTo(account: XmlElement): string | undefined {
  return (childOf(account, 'RedirectAddr') ?? childOf(account, 'RedirectUrl'))?.text.trim();
}

/** Where ActiveSync is, of an answer of Autodiscover in the form of phones; undefined where it names none. */
export function readActiveSync(text: string): string | undefined {
  let at: XmlElement | undefined = readXml(text)?.root ?? undefined;
  for (const name of ['Response', 'Action', 'Settings', 'Server', 'Url']) at = at && childOf(at, name);
  return at?.text.trim();
}

/** [MS-OXDSCLI]: `Encryption` overrides `SSL`. */
function securityOf(textOf: (name: string) => string): PublishedServer['security'] {
  const encryption = textOf('Encryption').toUpperCase();
  if (encryption === 'TLS') return 'starttls';
  if (encryption === 'NONE') return 'none';
  return encryption === 'SSL' || textOf('SSL').toLowerCase() !== 'off' ? 'tls' : 'none';
}
