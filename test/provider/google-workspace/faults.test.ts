// When Google is in trouble: throttled in each of its forms, cut off before and after the effect. Nobody is skipped, nobody gets two.

import { describe, expect, it } from '@jest/globals';
import { RemoteFailure } from '../../../src/model/failure.ts';
import type { Directory } from '../../../src/model/directory.ts';
import { failureOf } from './failure-of.ts';
import { patiently } from './patiently.ts';
import { PLUS, newAccount, openTenant } from './tenant.ts';

const SATO = 'sato@new.example';
const INSERT = { method: 'POST', path: '/users$' };

describe('a throttle proves that no user was made, in each of its forms', () => {
  const forms: readonly [form: string, waits: boolean][] = [
    ['seconds', true],
    ['decimal', true],
    ['date', true],
    ['text', true],
    ['none', false],
  ];

  it.each(forms)('%s', async (form, waits) => {
    const { directory, faults, ledger } = await openTenant({ profile: 'free' });
    await faults([{ match: INSERT, kind: 'throttle', form, delayMs: 5000, count: 1 }]);
    const { facts } = await failureOf(directory.accounts.create(newAccount(SATO)));
    expect(facts.kind).toBe('throttled');
    expect((facts.retryAfterMs ?? 0) > 0).toBe(waits);
    expect(ledger('user.create')).toHaveLength(0);
    await directory.accounts.create(newAccount(SATO));
    expect(ledger('user.create')).toHaveLength(1);
  });
});

describe('an insert whose answer is lost is in doubt, and a look by address tells what became of it', () => {
  const faults: readonly [told: string, fault: object, happened: boolean][] = [
    ['503 before', { kind: '503-before' }, false],
    ['503 after', { kind: '503-after' }, true],
    ['504 before', { kind: '504-before' }, false],
    ['504 after', { kind: '504-after' }, true],
    ['a reset before', { kind: 'reset-before' }, false],
    ['a reset after', { kind: 'reset-after' }, true],
    ['a full disk', { kind: '507' }, false],
    ['a page, before', { kind: 'html', status: 502 }, false],
    ['a page with 200, after', { kind: 'html', status: 200, isAfter: true }, true],
    ['nothing with 200, after', { kind: 'empty', status: 200, isAfter: true }, true],
    ['an answer that comes too late', { kind: 'slow', delayMs: 3000 }, true],
  ];

  it.each(faults)('%s', async (_told, fault, happened) => {
    const { connect, faults: set, ledger } = await openTenant({ profile: 'free' });
    const { accounts } = connect();
    // Only the late answer needs haste: a busy computer must not turn a look into silence.
    const hasty = 'delayMs' in fault ? connect({ timeoutMs: 1000 }).accounts : accounts;
    await set([{ match: INSERT, count: 1, ...fault }]);
    expect((await failureOf(hasty.create(newAccount(SATO)))).facts.kind).toBe('in-doubt');
    const owner = await accounts.byAddress(SATO);
    const stamp = owner?.kind === 'account' ? owner.account.stamp : undefined;
    expect(stamp).toBe(happened ? `job/${SATO}` : undefined);
    if (!happened) await accounts.create(newAccount(SATO));
    expect(ledger('user.create')).toHaveLength(1);
  });
});

describe('a storm of faults over a whole migration', () => {
  const PEOPLE = Array.from({ length: 8 }, (_, at) => `person${at}`);

  /** What the engine does, in short: repeat what is proved safe, look at what is in doubt. */
  async function createOnce({ accounts }: Directory, address: string): Promise<string> {
    for (;;) {
      try {
        return (await patiently(() => accounts.create(newAccount(address)))).id;
      } catch (error) {
        if (!(error instanceof RemoteFailure)) throw error;
        if (error.facts.kind !== 'in-doubt' && error.facts.kind !== 'taken') throw error;
        const owner = await patiently(() => accounts.byAddress(address));
        if (owner?.kind === 'account' && owner.account.stamp === `job/${address}`) return owner.account.id;
      }
    }
  }

  async function move(directory: Directory, name: string): Promise<void> {
    const [address, old] = [`${name}@new.example`, `${name}@old.example`];
    const id = await createOnce(directory, address);
    const mailbox = { id, address };
    await patiently(() => directory.licences.assign(mailbox, { by: 'direct', licenceId: PLUS }));
    await patiently(() => directory.accounts.addAlias(id, `${name}.alias@new.example`));
    const reply = { isOn: true, internalHtml: address, externalHtml: address, audience: 'all' } as const;
    await patiently(() => directory.mailboxes.setReply({ id: '', address: old }, reply));
    await patiently(
      () =>
        directory.mailboxes.forwarding?.set(
          { id: '', address: old },
          { isOn: true, to: 'all@old.example', keepsCopy: true },
        ) ?? Promise.resolve(),
    );
  }

  it('ends with one account, one licence and one alias for each person, and every reply and forwarding set', async () => {
    const { connect, faults, ledger } = await openTenant({
      profile: 'free',
      seed: {
        users: [
          ...PEOPLE.map((name) => ({ primaryEmail: `${name}@old.example` })),
          { primaryEmail: 'all@old.example' },
        ],
      },
    });
    const chance = { probability: 0.08, match: {} };
    await faults([
      { kind: 'throttle', delayMs: 50, ...chance },
      { kind: '503-before', ...chance },
      { kind: '503-after', ...chance },
      { kind: '504-after', ...chance },
      { kind: 'reset-before', ...chance },
      { kind: 'reset-after', ...chance },
      { kind: 'html', status: 502, isAfter: true, ...chance },
      { kind: 'empty', status: 200, isAfter: true, ...chance },
    ]);
    const directory = connect({ licences: [PLUS] });
    await Promise.all(PEOPLE.map((name) => move(directory, name)));
    const keys = (kind: string) =>
      ledger(kind)
        .filter(({ repeat }) => repeat !== true)
        .map(({ key }) => key)
        .sort();
    expect(keys('user.create')).toEqual(PEOPLE.map((name) => `${name}@new.example`));
    expect(keys('licence.assign')).toEqual(PEOPLE.map((name) => `${name}@new.example ${PLUS}`));
    expect(keys('alias.add')).toEqual(PEOPLE.map((name) => `${name}@new.example ${name}.alias@new.example`));
    expect(keys('reply.set')).toEqual(PEOPLE.map((name) => `${name}@old.example`));
    expect(keys('forward.set')).toEqual(PEOPLE.map((name) => `${name}@old.example`));
  });
});
