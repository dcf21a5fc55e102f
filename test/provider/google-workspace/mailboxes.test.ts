// Mailboxes at the sandbox: ready or not, and their replies, forwarding and senders, with what was there before kept.

import { describe, expect, it } from '@jest/globals';
import type { AutomaticReply } from '../../../src/model/account.ts';
import { failureOf } from './failure-of.ts';
import { patiently } from './patiently.ts';
import { ADMINISTRATOR, PLUS, newAccount, openTenant } from './tenant.ts';
import type { Tenant } from './tenant.ts';

const OLD = 'sato@old.example';
const NEW = 'sato@new.example';
const SIGNATURE = '<div>Sato, <b>Sales</b></div>';
const HOLIDAY = {
  enableAutoReply: true,
  responseSubject: 'Holiday',
  responseBodyPlainText: 'Back on Monday',
  restrictToContacts: true,
  restrictToDomain: false,
};
const MOVED: AutomaticReply = {
  isOn: true,
  subject: 'New address',
  internalHtml: '<p>sato@new.example</p>',
  externalHtml: '<p>sato@new.example</p>',
  startsAt: 1_795_000_000_000,
  endsAt: 1_797_600_000_000,
  audience: 'all',
};

async function openWith(user: object): Promise<Tenant & { readonly mailbox: { id: string; address: string } }> {
  const tenant = await openTenant({ profile: 'free', seed: { users: [{ primaryEmail: OLD, ...user }] } });
  const owner = await tenant.directory.accounts.byAddress(OLD);
  if (owner?.kind !== 'account') throw new Error(`nobody is ${OLD}`);
  return { ...tenant, mailbox: { id: owner.account.id, address: OLD } };
}

describe('a new mailbox', () => {
  it('is not ready without a licence, nor at once with one; when it is, Gmail answers', async () => {
    const { directory } = await openTenant({ profile: 'fast', timeScale: 60 });
    const { id } = await directory.accounts.create(newAccount(NEW));
    const mailbox = { id, address: NEW };
    expect(await directory.mailboxes.isReady(mailbox)).toBe(false);
    await patiently(() => directory.licences.assign(mailbox, { by: 'direct', licenceId: PLUS }));
    expect(await directory.mailboxes.isReady(mailbox)).toBe(false);
    expect((await failureOf(directory.mailboxes.reply(mailbox))).facts.kind).toBe('not-yet');
    while (!(await patiently(() => directory.mailboxes.isReady(mailbox))));
    await directory.mailboxes.reply(mailbox);
  });

  it('is asked for as its owner by the primary address: under an alias it is not there yet', async () => {
    const { directory, mailbox } = await openWith({ aliases: [NEW] });
    const { facts } = await failureOf(directory.mailboxes.reply({ ...mailbox, address: NEW }));
    expect(facts.kind).toBe('not-yet');
  });
});

describe('an automatic reply', () => {
  it('is set, and the one that was there before can be put back', async () => {
    const { directory, mailbox } = await openWith({ vacation: HOLIDAY });
    const { mailboxes } = directory;
    const before = await mailboxes.reply(mailbox);
    expect(before).toEqual({
      isOn: true,
      subject: 'Holiday',
      internalHtml: 'Back on Monday',
      externalHtml: 'Back on Monday',
      audience: 'contacts',
    });
    await mailboxes.setReply(mailbox, MOVED);
    expect(await mailboxes.reply(mailbox)).toEqual(MOVED);
    await mailboxes.setReply(mailbox, before);
    expect(await mailboxes.reply(mailbox)).toEqual(before);
  });
});

describe('forwarding', () => {
  const forwarding = (directory: Tenant['directory']) => {
    const { forwarding: found } = directory.mailboxes;
    if (found === undefined) throw new Error('Google forwards');
    return found;
  };
  const toNew = { isOn: true, to: NEW, keepsCopy: true };

  it('within the domain works at once, keeps the copy, and is turned off again', async () => {
    const { directory, mailbox, ledger } = await openWith({});
    expect(await forwarding(directory).read(mailbox)).toEqual({ isOn: false, keepsCopy: true });
    const toColleague = { isOn: true, to: ADMINISTRATOR, keepsCopy: true };
    await forwarding(directory).set(mailbox, toColleague);
    await forwarding(directory).set(mailbox, toColleague);
    expect(await forwarding(directory).read(mailbox)).toEqual(toColleague);
    await forwarding(directory).set(mailbox, { ...toColleague, keepsCopy: false });
    expect(await forwarding(directory).read(mailbox)).toMatchObject({ isOn: true, keepsCopy: false });
    await forwarding(directory).set(mailbox, { isOn: false, keepsCopy: true });
    expect(await forwarding(directory).read(mailbox)).toMatchObject({ isOn: false });
    expect(ledger('forward.address')).toHaveLength(1);
  });

  it('to another domain waits for its owner: refused with what to do, and not asked for twice', async () => {
    const { directory, mailbox, seed, ledger } = await openWith({});
    for (let tries = 0; tries < 2; tries += 1) {
      const { facts } = await failureOf(forwarding(directory).set(mailbox, toNew));
      expect(facts.kind).toBe('refused');
      expect(facts.todo).toContain(NEW);
    }
    expect(ledger('forward.set')).toHaveLength(0);
    expect(ledger('forward.address')).toHaveLength(1);
    await seed({ confirmedForwarding: [{ mailbox: OLD, address: NEW }] });
    await forwarding(directory).set(mailbox, toNew);
    expect(await forwarding(directory).read(mailbox)).toEqual(toNew);
  });
});

describe('senders', () => {
  const senders = (directory: Tenant['directory']) => {
    const { sendAs } = directory.mailboxes;
    if (sendAs === undefined) throw new Error('Google has senders');
    return sendAs;
  };
  const entry = { address: NEW, displayName: '佐藤 一郎', signatureHtml: SIGNATURE, isDefault: true, isAccepted: true };

  it('of an account with an alias: the alias gets the signature and becomes the default, without a second try', async () => {
    const { directory, mailbox, ledger } = await openWith({ aliases: [NEW], signature: SIGNATURE });
    const listed = await senders(directory).list(mailbox);
    expect(listed.map(({ address, isDefault, isAccepted }) => [address, isDefault, isAccepted])).toEqual([
      [OLD, true, true],
      [NEW, false, true],
    ]);
    await senders(directory).set(mailbox, entry);
    await senders(directory).set(mailbox, entry);
    expect(await senders(directory).list(mailbox)).toEqual([{ ...listed[0], isDefault: false }, entry]);
    expect(ledger('sender.set')).toHaveLength(1);
  });

  it('keep the signature that is there where none is given', async () => {
    const { directory, mailbox } = await openWith({ signature: SIGNATURE });
    await senders(directory).set(mailbox, { ...entry, address: OLD, signatureHtml: '' });
    const [own] = await senders(directory).list(mailbox);
    expect(own?.signatureHtml).toBe(SIGNATURE);
  });

  it('with an address of somebody else wait for its owner: refused, and it is no default', async () => {
    const { directory, mailbox, ledger } = await openWith({});
    for (let tries = 0; tries < 2; tries += 1) {
      const { facts } = await failureOf(senders(directory).set(mailbox, { ...entry, address: ADMINISTRATOR }));
      expect(facts.kind).toBe('refused');
      expect(facts.todo).toContain(ADMINISTRATOR);
    }
    const listed = await senders(directory).list(mailbox);
    expect(listed.find(({ address }) => address === ADMINISTRATOR)).toMatchObject({
      isDefault: false,
      isAccepted: false,
    });
    expect(ledger('sender.set')).toHaveLength(1);
  });
});
