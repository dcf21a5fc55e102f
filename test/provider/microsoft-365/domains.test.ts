// A domain from its first mention to the records that its mail needs.

import { describe, expect, it } from '@jest/globals';
import { failureOf, openTenant } from './tenant.ts';

const NEWEST = 'newest.example';

describe('a new domain', () => {
  it('is added, shows its proof, is verified once DNS has it, and then shows the records for mail', async () => {
    const { directory, publish, ledger } = await openTenant({ profile: 'free' });
    const { domains } = directory;
    await domains.add(NEWEST);
    expect(await domains.list()).toEqual(
      expect.arrayContaining([
        { name: 'old.example', isVerified: true, isPrimary: true },
        { name: NEWEST, isVerified: false, isPrimary: false },
      ]),
    );

    const proof = await domains.records(NEWEST);
    const text = proof.find(({ type }) => type === 'TXT');
    expect(text).toMatchObject({
      name: NEWEST,
      ttlSeconds: 3600,
      value: expect.stringMatching(/^MS=ms\d+$/) as unknown,
    });
    const early = await failureOf(domains.verify(NEWEST));
    expect(early.facts).toMatchObject({ kind: 'not-yet', operation: 'POST /domains/{id}/verify' });
    expect(early.facts.todo).toContain('TXT');

    await publish([{ name: NEWEST, type: 'TXT', value: text?.value }]);
    await domains.verify(NEWEST);
    expect((await domains.list()).find(({ name }) => name === NEWEST)?.isVerified).toBe(true);
    const all = await domains.records(NEWEST);
    expect(all).toEqual(
      expect.arrayContaining([
        {
          name: NEWEST,
          type: 'MX',
          value: 'newest-example.mail.protection.outlook.com',
          priority: 0,
          ttlSeconds: 3600,
        },
        { name: NEWEST, type: 'TXT', value: 'v=spf1 include:spf.protection.outlook.com -all', ttlSeconds: 3600 },
        { name: `autodiscover.${NEWEST}`, type: 'CNAME', value: 'autodiscover.outlook.com', ttlSeconds: 3600 },
      ]),
    );
    expect(
      ledger()
        .map(({ kind }) => kind)
        .slice(0, 2),
    ).toEqual(['domain.add', 'domain.verify']);
  });

  it('is taken when it is added a second time', async () => {
    const { directory } = await openTenant({ profile: 'free' });
    expect((await failureOf(directory.domains.add('new.example'))).facts.kind).toBe('taken');
  });

  it('is left alone when it is verified already', async () => {
    const { directory, ledger } = await openTenant({ profile: 'free' });
    await directory.domains.verify('new.example');
    expect(ledger()).toEqual([]);
  });

  it('is in doubt when the answer to adding it is lost', async () => {
    const { directory, faults } = await openTenant({ profile: 'free' });
    await faults([{ match: { method: 'POST', path: '/domains$' }, kind: 'reset-after', count: 1 }]);
    expect((await failureOf(directory.domains.add(NEWEST))).facts.kind).toBe('in-doubt');
    expect((await directory.domains.list()).some(({ name }) => name === NEWEST)).toBe(true);
  });
});
