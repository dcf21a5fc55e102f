// Look-ups over real UDP and TCP: five honest answers, of which only two say something about the name.

import { createSocket } from 'node:dgram';
import { describe, expect, it } from '@jest/globals';
import { openDns } from '../../../src/provider/dns/look-up.ts';
import { mxOperator } from '../../../src/provider/dns/mx-operator.ts';
import { DOMAIN, openZone } from './zone.ts';

describe('a look-up', () => {
  it('finds what is there, the strings of a long text put together', async () => {
    const long = `v=spf1 ${'ip4:192.0.2.1 '.repeat(60)}-all`;
    const { dns } = await openZone({ '@ TXT': [long, 'other'], '@ MX': ['10 mx.nx-firma.example'] });
    const answer = await dns().look(DOMAIN, 'TXT');
    expect(answer).toEqual({ standing: 'found', values: [long, 'other'] });
    expect(await dns().look(DOMAIN, 'MX')).toEqual({
      standing: 'found',
      values: [expect.objectContaining({ exchange: 'mx.nx-firma.example', priority: 10 })],
    });
  });

  it('tells a name without such records from a name that is not there', async () => {
    const { dns } = await openZone({ '@ TXT': ['something'] });
    expect(await dns().look(DOMAIN, 'MX')).toEqual({ standing: 'nothing', isName: true });
    expect(await dns().look(`_dmarc.${DOMAIN}`, 'TXT')).toEqual({ standing: 'nothing', isName: false });
    expect(await dns().look(`${'a'.repeat(64)}.example`, 'TXT')).toEqual({ standing: 'nothing', isName: false });
  });

  it.each([
    ['refused', 'refused'],
    ['servfail', 'failed'],
    ['hang', 'timed-out'],
  ])('that meets %s says %s, never that nothing is there', async (kind, standing) => {
    const { dns, server, fault } = await openZone({ '@ TXT': ['something'] });
    await fault({ kind, match: { path: DOMAIN }, count: 50 });
    // Nobody needs to be patient with a server that never answers.
    const asked = kind === 'hang' ? openDns({ servers: [server], timeoutMs: 250, tries: 1 }) : dns();
    expect(await asked.look(DOMAIN, 'TXT')).toMatchObject({ standing, said: expect.stringContaining(DOMAIN) });
  });

  it('says that it failed where nobody listens', async () => {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const { port } = socket.address();
    await new Promise<void>((resolve) => socket.close(() => resolve()));
    const answer = await openDns({ servers: [`127.0.0.1:${port}`], timeoutMs: 250, tries: 1 }).look(DOMAIN, 'TXT');
    expect(['failed', 'timed-out']).toContain(answer.standing);
  });

  it('goes over TCP where the answer was cut off', async () => {
    const { dns, fault } = await openZone({ '@ TXT': ['something'] });
    await fault({ kind: 'truncated', match: { path: DOMAIN }, count: 1 });
    expect(await dns().look(DOMAIN, 'TXT')).toEqual({ standing: 'found', values: ['something'] });
  });

  it('asks once for what it knows, and again after a failure', async () => {
    const zone = await openZone({ '@ TXT': ['first'] });
    const dns = zone.dns();
    expect(await dns.look(DOMAIN, 'TXT')).toMatchObject({ values: ['first'] });
    await zone.put({ '@ TXT': ['second'] });
    expect(await dns.look(DOMAIN.toUpperCase(), 'TXT')).toMatchObject({ values: ['first'] });
    await zone.fault({ kind: 'servfail', match: { path: '_dmarc' }, count: 1 });
    await zone.put({ '@_dmarc TXT': ['v=DMARC1; p=none'] });
    expect(await dns.look(`_dmarc.${DOMAIN}`, 'TXT')).toMatchObject({ standing: 'failed' });
    expect(await dns.look(`_dmarc.${DOMAIN}`, 'TXT')).toMatchObject({ standing: 'found' });
  });
});

describe('the operator of the mail servers of a domain', () => {
  it.each([
    ['20 alt1.aspmx.l.google.com', '10 aspmx.l.google.com', 'google.com'],
    ['1 smtp.google.com', '5 backup.hoster.example', 'google.com'],
    ['10 aspmx2.googlemail.com', '20 ASPMX3.GoogleMail.com', 'google.com'],
    ['0 nx-firma-example.mail.protection.outlook.com', '10 mx.other.example', 'outlook.com'],
    ['0 nx-firma-example.x-v1.mx.microsoft', '10 mx.other.example', 'outlook.com'],
    ['10 mx01.mail.icloud.com', '10 mx02.mail.icloud.com', 'icloud.com'],
    ['10 mx1.mail.firma.co.jp', '20 aspmx.l.google.com', 'firma.co.jp'],
  ])('%s, %s: %s', async (one, other, operator) => {
    const { dns } = await openZone({ '@ MX': [one, other] });
    expect(await mxOperator(DOMAIN, dns())).toBe(operator);
  });

  it('is the domain itself where it cannot be told', async () => {
    const { dns, fault } = await openZone({ '@ A': ['192.0.2.1'] });
    expect(await mxOperator(DOMAIN, dns())).toBe(DOMAIN);
    expect(await mxOperator('nx-gone.example', dns())).toBe('nx-gone.example');
    await fault({ kind: 'servfail', match: { path: DOMAIN }, count: 50 });
    expect(await mxOperator(DOMAIN, dns())).toBe(DOMAIN);
  });
});
