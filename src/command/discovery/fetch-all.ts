// Everything that mail programs ask for when somebody types an address: over HTTP, and in the DNS.

import { AUTODISCOVER_PATH } from '../../client/discovery/answer-request.ts';
import { AUTOCONFIG_PATHS } from '../../client/discovery/autoconfig-xml.ts';
import { RESPONSE_FORMS } from '../../client/discovery/autodiscover-request.ts';
import type { Fetched, Published } from '../../client/discovery/judge-published.ts';
import type { Dns } from '../../provider/dns/look-up.ts';
import { fetchPublished } from '../../provider/discovery/fetch-published.ts';
import type { FetchOutcome, FetchWish } from '../../provider/discovery/fetch-published.ts';

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
  const found = Promise.all(SERVICES.map((service) => serversBy(dns, `_${service}._tcp.${domain}`)));
  const asking: Asking = {
    domain,
    address,
    ...(at === undefined && { addressesOf: (name) => addressesBy(dns, name) }),
  };
  const configUrls =
    at === undefined
      ? ['https', 'http'].flatMap((scheme) => [
          `${scheme}://autoconfig.${domain}${ownPath}${query}`,
          `${scheme}://${domain}${wellKnownPath}${query}`,
        ])
      : [`${at}${ownPath}${query}`, `${at}${wellKnownPath}${query}`];
  // Outlook asks with a password: never without TLS.
  const secure = at === undefined ? [`https://${domain}`, `https://autodiscover.${domain}`] : [at];
  const [autoconfig, autodiscover, further, mobile, servers] = await Promise.all([
    Promise.all(configUrls.map((url) => get(url, asking))),
    Promise.all(secure.map((origin) => post(`${origin}${AUTODISCOVER_PATH}`, asking))),
    at === undefined ? Promise.all([byRedirect(asking), byRecord(dns, asking)]) : [],
    post(`${secure.at(-1) ?? ''}${AUTODISCOVER_PATH}`, asking, 'mobile'),
    found,
  ]);
  const records = Object.fromEntries(SERVICES.map((service, place) => [service, servers[place]]));
  return { autoconfig, autodiscover: [...autodiscover, ...further.flat()], mobile, records };
}

interface Asking extends Pick<FetchWish, 'addressesOf'> {
  readonly domain: string;
  readonly address: string;
}

function get(url: string, { addressesOf }: Asking, more: Pick<FetchWish, 'redirects'> = {}): Promise<FetchOutcome> {
  return fetchPublished({ url, ...more, ...(addressesOf && { addressesOf }) });
}

function post(
  url: string,
  { address, addressesOf }: Asking,
  form: keyof typeof RESPONSE_FORMS = 'outlook',
): Promise<FetchOutcome> {
  return fetchPublished({ url, post: requestText(form, address), ...(addressesOf && { addressesOf }) });
}

/** [MS-OXDISCO] 3.1.5.4: asked without TLS and without a password, it may only lead to another place. */
async function byRedirect(asking: Asking): Promise<Fetched> {
  const url = `http://autodiscover.${asking.domain}${AUTODISCOVER_PATH}`;
  const first = await get(url, asking, { redirects: 'none' });
  if ('said' in first) return first;
  const { location = '' } = first.answer;
  if (!URL.canParse(location) || new URL(location).protocol !== 'https:') return { url, said: 'it leads nowhere else' };
  return post(location, asking);
}

/** [MS-OXDISCO] 3.1.5.5. Nothing where the record leads to a host that is asked anyway. */
async function byRecord(dns: Dns, asking: Asking): Promise<readonly Fetched[]> {
  const record = `_autodiscover._tcp.${asking.domain}`;
  const servers = await serversBy(dns, record);
  if (servers === undefined) return [{ url: `SRV ${record}`, said: 'it cannot be looked up now', isUncertain: true }];
  const known = [`autodiscover.${asking.domain}:443`, `${asking.domain}:443`];
  const [server] = servers;
  const url = `https://${server ?? ''}${AUTODISCOVER_PATH}`;
  if (server === undefined || known.includes(server.toLowerCase()) || !URL.canParse(url)) return [];
  return [await post(url, asking)];
}

function requestText(form: keyof typeof RESPONSE_FORMS, address: string): string {
  const schema = RESPONSE_FORMS[form];
  const asked = schema.replace('responseschema/2006a', 'requestschema/2006').replace('responseschema', 'requestschema');
  return `<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="${asked}"><Request><EMailAddress>${address}</EMailAddress><AcceptableResponseSchema>${schema}</AcceptableResponseSchema></Request></Autodiscover>`;
}

/** One family that is found is enough; that there is none is believed when both have been answered. */
async function addressesBy(dns: Dns, name: string): Promise<readonly string[] | { readonly said: string }> {
  const answers = await Promise.all([dns.look(name, 'A'), dns.look(name, 'AAAA')]);
  const addresses = answers.flatMap((answer) => (answer.standing === 'found' ? answer.values : []));
  const trouble = answers.find((answer) => 'said' in answer);
  return addresses.length === 0 && trouble !== undefined ? { said: trouble.said } : addresses;
}

/** `host:port` each; a host that is a dot alone says that there is no such server (RFC 2782). */
async function serversBy(dns: Dns, name: string): Promise<readonly string[] | undefined> {
  const answer = await dns.look(name, 'SRV');
  if (answer.standing === 'nothing') return [];
  if (answer.standing !== 'found') return undefined;
  return answer.values
    .filter(({ name: host }) => host !== '' && host !== '.')
    .map(({ name: host, port }) => `${host.replace(/[^\x21-\x7e]/g, '?')}:${port}`);
}
