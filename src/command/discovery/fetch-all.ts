// Everything that mail programs ask for when somebody types an address: over HTTP, and in the DNS.

import { AUTODISCOVER_PATH } from '../../client/discovery/answer-request.ts';
import { AUTOCONFIG_PATHS } from '../../client/discovery/autoconfig-xml.ts';
import { RESPONSE_FORMS } from '../../client/discovery/autodiscover-request.ts';
import type { Published } from '../../client/discovery/judge-published.ts';
import type { Dns } from '../../provider/dns/look-up.ts';
import { fetchPublished } from '../../provider/discovery/fetch-published.ts';
import type { FetchOutcome } from '../../provider/discovery/fetch-published.ts';

export interface FetchAllWish {
  readonly domain: string;
  readonly dns: Dns;
  /** Asked instead of the hosts of the domain: without a slash at its end. */
  readonly at?: string;
}

const SERVICES = ['imaps', 'imap', 'submissions', 'submission', 'autodiscover'] as const;

export async function fetchAll({ domain, dns, at }: FetchAllWish): Promise<Published> {
  const [ownPath, wellKnownPath] = AUTOCONFIG_PATHS;
  // Nobody has this address. The answer must not depend on it.
  const address = `autoconfig-probe@${domain}`;
  const query = `?emailaddress=${encodeURIComponent(address)}`;
  const addressesOf = at === undefined ? (name: string) => addressesBy(dns, name) : undefined;
  const get = (url: string, post?: string): Promise<FetchOutcome> =>
    fetchPublished({ url, ...(post !== undefined && { post }), ...(addressesOf && { addressesOf }) });
  const origins = (host: string): readonly string[] =>
    at === undefined ? [`https://${host}`, `http://${host}`] : [at];
  const configUrls = [
    ...origins(`autoconfig.${domain}`).map((origin) => `${origin}${ownPath}${query}`),
    ...origins(domain).map((origin) => `${origin}${wellKnownPath}${query}`),
  ];
  // Outlook asks with a password: never without TLS.
  const secure = at === undefined ? [`https://${domain}`, `https://autodiscover.${domain}`] : [at];
  const [autoconfig, autodiscover, mobile, found] = await Promise.all([
    Promise.all(configUrls.map((url) => get(url))),
    Promise.all(secure.map((origin) => get(`${origin}${AUTODISCOVER_PATH}`, requestText('outlook', address)))),
    get(`${secure.at(-1) ?? ''}${AUTODISCOVER_PATH}`, requestText('mobile', address)),
    Promise.all(SERVICES.map((service) => serversBy(dns, `_${service}._tcp.${domain}`))),
  ]);
  const records = Object.fromEntries(SERVICES.map((service, place) => [service, found[place]]));
  return { autoconfig, autodiscover, mobile, records };
}

function requestText(form: keyof typeof RESPONSE_FORMS, address: string): string {
  const schema = RESPONSE_FORMS[form];
  const asked = schema.replace('responseschema/2006a', 'requestschema/2006').replace('responseschema', 'requestschema');
  return `<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="${asked}"><Request><EMailAddress>${address}</EMailAddress><AcceptableResponseSchema>${schema}</AcceptableResponseSchema></Request></Autodiscover>`;
}

async function addressesBy(dns: Dns, name: string): Promise<readonly string[]> {
  const answers = await Promise.all([dns.look(name, 'A'), dns.look(name, 'AAAA')]);
  return answers.flatMap((answer) => (answer.standing === 'found' ? answer.values : []));
}

async function serversBy(dns: Dns, name: string): Promise<readonly string[] | undefined> {
  const answer = await dns.look(name, 'SRV');
  if (answer.standing === 'found')
    return answer.values.map(({ name: host, port }) => `${host.replace(/[^\x21-\x7e]/g, '?')}:${port}`);
  return answer.standing === 'nothing' ? [] : undefined;
}
