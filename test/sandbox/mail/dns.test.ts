// The zone over real UDP and TCP, asked by Node's own resolver.

import { promises as dns } from 'node:dns';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openOffice, type Office } from './office.ts';

const microsoft = { domains: [{ name: 'old.example', isDefault: true }, { name: 'new.example' }] };

async function asked(office: Office, more: { timeout?: number; tries?: number } = {}) {
  const resolver = new dns.Resolver({ timeout: 1000, tries: 1, ...more });
  resolver.setServers([`127.0.0.1:${String(office.server.facts.dns?.['port'])}`]);
  await office.control('POST', 'seed', { microsoft });
  return resolver;
}
const flat = (records: string[][]) => records.map((parts) => parts.join(''));
const byPriority = (one: { priority: number }, other: { priority: number }) => one.priority - other.priority;

describe('the zone of a domain that a provider hosts', () => {
  it('is right by itself: MX, SPF, DKIM through its alias, DMARC', async () => {
    const resolver = await asked(await openOffice());
    expect(await resolver.resolveMx('NEW.example')).toMatchObject([
      { exchange: 'new-example.mail.protection.outlook.com', priority: 0 },
    ]);
    expect(flat(await resolver.resolveTxt('new.example'))).toEqual([
      'v=spf1 include:spf.protection.outlook.com include:spf.sandbox.example -all',
    ]);
    expect(flat(await resolver.resolveTxt('_dmarc.new.example'))[0]).toMatch(/^v=DMARC1; p=none/);
    const [key] = flat(await resolver.resolveTxt('selector1._domainkey.new.example'));
    // Longer than one string of a record, and than a packet without EDNS: it came over TCP or was put together.
    expect(key).toMatch(/^v=DKIM1; k=rsa; p=[A-Za-z0-9+/=]{380,}$/);
    expect(await resolver.resolveCname('selector1._domainkey.new.example')).toEqual([
      'selector1-new-example._domainkey.contoso.onmicrosoft.com',
    ]);
    await expect(resolver.resolveTxt('nothing.new.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolver.resolveSrv('new.example')).rejects.toMatchObject({ code: 'ENODATA' });
    expect((await resolver.resolveSoa('new.example')).nsname).toBe('ns1.sandbox.example');
  });

  it('can be broken and mended while it is served: by control, and in its file', async () => {
    const office = await openOffice();
    const resolver = await asked(office);
    const spf = async () => flat(await resolver.resolveTxt('new.example'));
    await office.control('PUT', 'dns', [{ name: 'new.example', type: 'TXT', records: [{ value: 'v=spf1 -all' }] }]);
    expect(await spf()).toEqual(['v=spf1 -all']);
    await office.control('PUT', 'dns', [{ name: '_dmarc.new.example', type: 'TXT', records: [] }]);
    await expect(resolver.resolveTxt('_dmarc.new.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    appendFileSync(join(office.server.world.folder, 'zone.txt'), 'new.example. TXT "v=spf1 a ~all"\nnew.example MX 7 mx.new.example\n');
    expect(await spf()).toEqual(['v=spf1 a ~all']);
    expect(await resolver.resolveMx('new.example')).toMatchObject([{ exchange: 'mx.new.example', priority: 7 }]);
    await office.control('DELETE', 'dns');
    expect(flat(await resolver.resolveTxt('_dmarc.new.example'))).toHaveLength(1);
    expect(await spf()).toEqual(['v=spf1 a ~all']);
  });

  it('keeps a proof of ownership beside its SPF record, and takes a published SPF record in place of its own', async () => {
    const office = await openOffice();
    const resolver = await asked(office);
    await office.control('POST', 'dns', [{ name: 'new.example', type: 'TXT', value: 'MS=ms12345678' }]);
    expect(flat(await resolver.resolveTxt('new.example'))).toHaveLength(2);
    await office.control('POST', 'dns', [{ name: 'new.example', type: 'TXT', value: 'v=spf1 ip4:127.0.0.1 -all' }]);
    expect(flat(await resolver.resolveTxt('new.example')).sort()).toEqual(['MS=ms12345678', 'v=spf1 ip4:127.0.0.1 -all']);
  });
});

describe('the world beyond', () => {
  it('has the mail servers of a few operators, and some domains that are not there', async () => {
    const resolver = await asked(await openOffice());
    expect((await resolver.resolveMx('google-a.example')).sort(byPriority)[0]?.exchange).toBe('aspmx.l.google.example');
    expect((await resolver.resolveMx('outlook-a.test'))[0]?.exchange).toBe('outlook-a-test.mail.protection.outlook.example');
    expect((await resolver.resolveMx('own-a.test')).sort(byPriority)[1]?.exchange).toBe('mx2.own-a.test');
    expect((await resolver.resolveMx('docomo.ne.jp'))[0]?.exchange).toBe('mfsmax.keitai.example');
    expect(await resolver.resolve4('mx1.own-a.test')).toEqual(['127.0.0.1']);
    await expect(resolver.resolveMx('nx-gone.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolver.resolve4('new.example.dbl.spamhaus.org')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('a fault of DNS', () => {
  it.each([
    ['nxdomain', 'ENOTFOUND'],
    ['servfail', 'ESERVFAIL'],
    ['refused', 'EREFUSED'],
    ['hang', 'ETIMEOUT'],
  ])('%s is what the resolver sees', async (kind, code) => {
    const office = await openOffice();
    const resolver = await asked(office, { timeout: 100 });
    await office.fault({ match: { provider: 'dns', method: 'MX', path: '^new\\.' }, kind });
    await expect(resolver.resolveMx('new.example')).rejects.toMatchObject({ code });
    expect(await resolver.resolveMx('old.example')).toHaveLength(1);
  });

  it('truncated makes the resolver ask again over TCP; slow only takes its time', async () => {
    const office = await openOffice({ record: true });
    const resolver = await asked(office);
    await office.fault({ match: { provider: 'dns' }, kind: 'truncated' });
    expect(await resolver.resolveMx('new.example')).toHaveLength(1);
    await office.fault({ match: { provider: 'dns' }, kind: 'slow', delayMs: 20 });
    expect(await resolver.resolveMx('new.example')).toHaveLength(1);
  });
});
