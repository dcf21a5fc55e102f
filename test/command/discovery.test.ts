// What is published is served over real HTTP, fetched as mail programs do, over the sandbox's DNS, and judged in words.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { discoveryFacts } from '../../src/client/discovery/discovery-facts.ts';
import { judgePublished } from '../../src/client/discovery/judge-published.ts';
import { openDiscoveryServer } from '../../src/command/discovery/discovery-server.ts';
import type { DiscoveryServer } from '../../src/command/discovery/discovery-server.ts';
import { fetchAll } from '../../src/command/discovery/fetch-all.ts';
import { tenantRecords } from '../../src/command/discovery/tenant-records.ts';
import type { MailHost } from '../../src/model/mail-host.ts';
import { fetchPublished } from '../../src/provider/discovery/fetch-published.ts';
import { DOMAIN, GOOD, openZone } from '../provider/dns/zone.ts';

const HOST: MailHost = {
  imap: { host: `imap.${DOMAIN}`, port: 993, security: 'tls' },
  smtp: { host: `smtp.${DOMAIN}`, port: 465, security: 'tls' },
  login: 'address',
};
const facts = (mailHost: MailHost) =>
  discoveryFacts({ name: { ja: '新会社', en: 'New' }, newDomain: DOMAIN }, mailHost);

let server: DiscoveryServer;
let at: string;

beforeEach(async () => {
  server = await openDiscoveryServer(facts(HOST), 0);
  at = `http://127.0.0.1:${server.port}`;
});
afterEach(() => server.close());

async function judged(planned: MailHost): Promise<Readonly<Record<string, string>>> {
  const { dns } = await openZone({ '@_imaps._tcp SRV': [`1 993 imap.${DOMAIN}`] });
  const published = await fetchAll({ domain: DOMAIN, dns: dns(), at });
  expect(published.records).toMatchObject({ imap: [], imaps: [`imap.${DOMAIN}:993`] });
  return Object.fromEntries(
    judgePublished(facts(planned), published).map(({ client, standing }) => [client, standing]),
  );
}

describe('what is served', () => {
  it('is found by the programs that look for it', async () => {
    expect(await judged(HOST)).toEqual({
      Thunderbird: 'finds',
      Outlook: 'finds',
      'Apple Mail': 'by-hand',
      iOS: 'by-hand',
      Android: 'finds',
    });
  });

  it('is judged wrong where other servers are planned, or another sign-in', async () => {
    const wrong = { Thunderbird: 'wrong', Outlook: 'wrong' };
    expect(await judged({ ...HOST, smtp: { ...HOST.smtp, port: 587, security: 'starttls' } })).toMatchObject(wrong);
    expect(await judged({ ...HOST, login: 'local-part' })).toMatchObject(wrong);
  });

  it('takes no request that is larger than any mail program’s', async () => {
    const outcome = await fetchPublished({ url: `${at}/autodiscover/autodiscover.xml`, post: 'x'.repeat(100_000) });
    expect('answer' in outcome ? outcome.answer.status : 413).toBe(413);
    expect(await judged(HOST)).toMatchObject({ Thunderbird: 'finds' });
  });
});

describe('where nothing is published', () => {
  it('people type the servers; names are looked up in the DNS that was given', async () => {
    const { dns } = await openZone({ '@autoconfig A': ['127.0.0.1'] });
    const published = await fetchAll({ domain: DOMAIN, dns: dns() });
    const verdicts = judgePublished(facts(HOST), published);
    expect(verdicts.map(({ standing }) => standing)).toEqual(Array.from(verdicts, () => 'by-hand'));
    const root = published.autoconfig.find(({ url }) => url.startsWith(`https://${DOMAIN}`));
    expect(root).toMatchObject({ said: 'the name has no address' });
  });
});

describe('a hostile web server', () => {
  it('is read no further than any such document goes, and followed to the web alone', async () => {
    const hostile = createServer((request, response) => {
      if (request.url === '/endless') response.end('x'.repeat(1024 * 1024));
      else response.writeHead(302, { location: request.url === '/file' ? 'file:///etc/hostname' : '/loop' }).end();
    });
    hostile.listen(0, '127.0.0.1');
    await once(hostile, 'listening');
    const origin = `http://127.0.0.1:${(hostile.address() as AddressInfo).port}`;
    try {
      for (const [place, said] of [
        ['/endless', 'its answer is larger than any such document'],
        ['/file', 'it leads to an address that no mail program follows'],
        ['/loop', 'it leads on and on'],
      ]) {
        expect(await fetchPublished({ url: `${origin}${place}` })).toEqual({ url: `${origin}${place}`, said });
      }
    } finally {
      hostile.closeAllConnections();
      hostile.close();
    }
  });
});

describe('at a provider whose servers are known', () => {
  it('nothing is published, and the DNS records are looked for', async () => {
    const { dns, put } = await openZone(GOOD);
    const standing = async () =>
      (await tenantRecords({ provider: 'microsoft-365', domain: DOMAIN }, dns())).map(({ type, isThere }) => [
        type,
        isThere,
      ]);
    expect(await standing()).toEqual([
      ['CNAME', false],
      ['MX', true],
    ]);
    await put({ '@autodiscover CNAME': ['autodiscover.outlook.com'] });
    expect(await standing()).toEqual([
      ['CNAME', true],
      ['MX', true],
    ]);
    const [google] = await tenantRecords({ provider: 'google-workspace', domain: DOMAIN }, dns());
    expect(google).toMatchObject({ isThere: false, wanted: 'smtp.google.com' });
  });
});
