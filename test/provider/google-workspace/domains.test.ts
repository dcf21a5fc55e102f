// Domains at the sandbox: added, proved by DNS, never taken away.

import { describe, expect, it } from '@jest/globals';
import { failureOf } from './failure-of.ts';
import { openTenant } from './tenant.ts';

const FRESH = 'fresh.example';

describe('a domain', () => {
  it('is added, is not proved until DNS shows its record, and then takes people', async () => {
    const { directory, publish, ledger } = await openTenant({ profile: 'free' });
    const { domains } = directory;
    await domains.add(FRESH);
    expect(await domains.list()).toContainEqual({ name: FRESH, isVerified: false, isPrimary: false });
    const [proof, ...others] = await domains.records(FRESH);
    expect(proof).toMatchObject({ name: FRESH, type: 'TXT' });
    expect(proof?.value).toMatch(/^google-site-verification=/u);
    expect(others.map(({ type, value }) => `${type} ${value}`)).toEqual([
      'MX smtp.google.com',
      'TXT v=spf1 include:_spf.google.com ~all',
    ]);
    const { facts } = await failureOf(domains.verify(FRESH));
    expect(facts.kind).toBe('not-yet');
    expect(facts.todo).toContain('TXT');
    await publish([{ name: FRESH, type: 'TXT', value: proof?.value }]);
    await domains.verify(FRESH);
    await domains.verify(FRESH);
    expect(await domains.list()).toContainEqual({ name: FRESH, isVerified: true, isPrimary: false });
    expect(ledger('domain.add')).toHaveLength(1);
  });

  it('that is there already is added', async () => {
    const { directory } = await openTenant({ profile: 'free' });
    await directory.domains.add('new.example');
  });

  it('that is a domain alias cannot be added, and it says what to do', async () => {
    const { directory } = await openTenant({
      profile: 'free',
      seed: { domainAliases: [{ name: 'alias.example', parent: 'old.example' }] },
    });
    const { facts } = await failureOf(directory.domains.add('alias.example'));
    expect(facts.kind).toBe('refused');
    expect(facts.todo).toContain('Remove the domain alias');
  });
});
