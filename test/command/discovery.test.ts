// What is published is served over real HTTP, fetched as mail programs do, over the sandbox's DNS, and judged in words.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { discoveryFacts } from '../../src/client/discovery/discovery-facts.ts';
import { judgePublished } from '../../src/client/discovery/judge-published.ts';
import { openDiscoveryServer } from '../../src/command/discovery/discovery-server.ts';
import type { DiscoveryServer } from '../../src/command/discovery/discovery-server.ts';
import { fetchAll } from '../../src/command/discovery/fetch-all.ts';
import { allRecords, tenantRecords } from '../../src/command/discovery/tenant-records.ts';
import type { MailHost } from '../../src/model/mail-host.ts';
import { fetchPublished } from '../../src/provider/discovery/fetch-published.ts';
import { DOMAIN, GOOD, openZone } from '../provider/dns/zone.ts';
import { openOffice } from '../sandbox/mail/office.ts';

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

  it('is the same whatever host a proxy names, and says which methods it takes', async () => {
    const direct = await said('GET /mail/config-v1.1.xml HTTP/1.1\r\nHost: localhost');
    expect(direct).toContain(`<hostname>imap.${DOMAIN}</hostname>`);
    const proxied = await said(
      'GET http://evil.example/mail/config-v1.1.xml HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https',
    );
    expect(proxied.replace(/^Date: .*$/m, '')).toBe(direct.replace(/^Date: .*$/m, ''));
    expect(await said('DELETE /mail/config-v1.1.xml HTTP/1.1\r\nHost: localhost')).toMatch(/ 405 .*allow: GET, HEAD/s);
    expect(await said('GET /Autodiscover/Autodiscover.xml HTTP/1.1\r\nHost: localhost')).toMatch(/ 405 .*allow: POST/s);
    expect(await said('HEAD /mail/config-v1.1.xml HTTP/1.1\r\nHost: localhost')).toMatch(/ 200 .*\r\n\r\n$/s);
  });

  it('is there for six hundred at the same moment', async () => {
    const held: Socket[] = [];
    // Not every system lets so many wait at the door.
    while (held.length < 600) {
      const some = Array.from({ length: 100 }, () => connect(server.port, '127.0.0.1'));
      await Promise.all(some.map((socket) => once(socket, 'connect')));
      held.push(...some);
    }
    const firsts = held.map(async (socket) => String((await once(socket, 'data'))[0]).slice(0, 12));
    for (const socket of held) socket.write('HEAD /mail/config-v1.1.xml HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(new Set(await Promise.all(firsts))).toEqual(new Set(['HTTP/1.1 200']));
    for (const socket of held) socket.destroy();
  });
});

/** The whole answer to a request, given without its last two line ends. */
async function said(request: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  socket.end(`${request}\r\nConnection: close\r\n\r\n`);
  return (await socket.toArray()).join('');
}

describe('where nothing is published', () => {
  it('people type the servers; names are looked up in the DNS that was given', async () => {
    const { dns } = await openZone({ '@autoconfig A': ['127.0.0.1'] });
    const published = await fetchAll({ domain: DOMAIN, dns: dns() });
    const verdicts = judgePublished(facts(HOST), published);
    expect(verdicts.map(({ standing }) => standing)).toEqual(Array.from(verdicts, () => 'by-hand'));
    const root = published.autoconfig.find(({ url }) => url.startsWith(`https://${DOMAIN}`));
    expect(root).toMatchObject({ said: 'the name has no address' });
  });

  it('nothing is said where a name could not be looked up', async () => {
    const { dns, fault } = await openZone();
    await fault({ kind: 'servfail', match: { path: DOMAIN }, count: 200 });
    const published = await fetchAll({ domain: DOMAIN, dns: dns() });
    const said = judgePublished(facts(HOST), published).map(({ client, standing }) => `${client} ${standing}`);
    expect(said).toContain('Thunderbird cannot-tell');
    expect(said).toContain('Outlook cannot-tell');
    expect(published.autoconfig[0]).toMatchObject({ isUncertain: true, said: expect.stringContaining('SERVFAIL') });
  });

  it('a record leads Outlook to another host, unless it says that there is none', async () => {
    const { dns, put } = await openZone({ '@_autodiscover._tcp SRV': [`0 8443 other.${DOMAIN}`] });
    const places = async () => (await fetchAll({ domain: DOMAIN, dns: dns() })).autodiscover.map(({ url }) => url);
    expect(await places()).toContain(`https://other.${DOMAIN}:8443/autodiscover/autodiscover.xml`);
    await put({ '@_autodiscover._tcp SRV': ['0 0 .'] });
    expect(await places()).toHaveLength(3);
  });
});

describe('a hostile web server', () => {
  const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
    '/endless': (response) => response.end('x'.repeat(1024 * 1024)),
    '/file': (response) => response.writeHead(302, { location: 'file:///etc/hostname' }).end(),
    '/half': (response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('<clientConfig>');
      setImmediate(() => response.destroy());
    },
    '/silent': () => undefined,
    '/dripping': (response) => void response.writeHead(200).write('<'),
    '/no-http': ({ socket }) => socket?.end('220 mail.example ESMTP\r\n'),
    '/page': (response) => response.writeHead(200, { 'content-type': 'Text/HTML; charset=utf-8' }).end('<html>'),
    '/loop': (response) => response.writeHead(302, { location: '/loop' }).end(),
  };
  let hostile: Server;
  let origin: string;
  beforeAll(async () => {
    hostile = createServer(({ url = '' }, response) => answers[url]?.(response));
    hostile.listen(0, '127.0.0.1');
    await once(hostile, 'listening');
    origin = `http://127.0.0.1:${(hostile.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    hostile.closeAllConnections();
    hostile.close();
  });

  it.each([
    ['/endless', 'its answer is larger than any such document'],
    ['/file', 'it leads to an address that no mail program follows'],
    ['/loop', 'it leads on and on'],
    ['/half', 'the connection was cut off'],
    ['/silent', 'no answer in 1 seconds', 100],
    ['/dripping', 'no answer in 1 seconds', 100],
    ['/no-http', 'what answers there does not speak HTTP'],
  ])(
    'is read no further than any such document goes, and followed to the web alone: %s',
    async (place, said, timeoutMs = 10_000) => {
      const url = `${origin}${place}`;
      expect(await fetchPublished({ url, timeoutMs })).toEqual({ url, said });
    },
  );

  it('is told by what it gives, and is not taken for one with a certificate', async () => {
    const url = `${origin}/page`;
    expect(await fetchPublished({ url })).toEqual({ url, answer: { status: 200, type: 'Text/HTML', body: '<html>' } });
    expect(await fetchPublished({ url: url.replace('http', 'https') })).toMatchObject({
      said: 'what answers there does not speak TLS',
    });
    const { imap } = await openOffice();
    expect(await fetchPublished({ url: `https://localhost:${imap.tlsPort}/` })).toMatchObject({
      said: 'its certificate is from nobody whom mail programs trust',
    });
  });

  it('is asked again by POST where it leads over TLS, and nowhere else', async () => {
    expect(await fetchPublished({ url: `${origin}/loop`, post: '<x/>' })).toMatchObject({
      said: 'it leads to an address that no mail program follows',
    });
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
    await put({ '@ MX': ['10 mx.old-host.example', `20 nx-firma-example.mail.protection.outlook.com`] });
    expect((await standing())[1]).toEqual(['MX', false]);
    const [google] = await tenantRecords({ provider: 'google-workspace', domain: DOMAIN }, dns());
    expect(google).toMatchObject({ isThere: false, wanted: 'smtp.google.com' });
  });

  it('a record that cannot be looked up is not said to be missing', async () => {
    const { dns, put, fault } = await openZone({ ...GOOD, '@autodiscover CNAME': ['autodiscover.outlook.com'] });
    const all = async () => allRecords(await tenantRecords({ provider: 'microsoft-365', domain: DOMAIN }, dns()));
    expect(await all()).toBe('there');
    await fault({ kind: 'servfail', match: { path: `autodiscover.${DOMAIN}` }, count: 20 });
    expect(await all()).toBe('cannot-tell');
    await put({ '@ MX': ['10 mx.old-host.example'] });
    expect(await all()).toBe('missing');
  });
});
