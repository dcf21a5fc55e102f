// Mailboxes: waited for, and given automatic replies that can be put back as they were.

import { describe, expect, it } from '@jest/globals';
import type { AutomaticReply } from '../../../src/model/account.ts';
import { E3, OLD, SATO_ID, failureOf, openTenant, patiently, satoAtOld } from './tenant.ts';

const SATO_REF = { id: SATO_ID, address: OLD };

const OURS: AutomaticReply = {
  isOn: true,
  internalHtml: '<p>新しいアドレス</p>',
  externalHtml: '<p>I have moved: sato@new.example</p>',
  startsAt: Date.UTC(2026, 9, 10),
  endsAt: Date.UTC(2026, 11, 31, 23, 59, 59),
  audience: 'all',
};

describe('a mailbox', () => {
  it('is not ready without a licence, nor for a while after it has one', async () => {
    const { directory } = await openTenant({
      profile: 'fast',
      timeScale: 1000,
      seed: { users: [satoAtOld({ licences: [] })] },
    });
    expect(await directory.mailboxes.isReady(SATO_REF)).toBe(false);
    await patiently(() => directory.licences.assign(SATO_REF, { by: 'direct', licenceId: E3 }));
    expect((await failureOf(directory.mailboxes.reply(SATO_REF))).facts).toMatchObject({
      kind: 'not-yet',
      code: 'MailboxNotEnabledForRESTAPI',
    });
    await patiently(() => directory.mailboxes.reply(SATO_REF));
    expect(await directory.mailboxes.isReady(SATO_REF)).toBe(true);
  });

  it('of nobody is not ready', async () => {
    const { directory } = await openTenant({ profile: 'free' });
    expect(await directory.mailboxes.isReady(SATO_REF)).toBe(false);
  });

  it('does not pass for not ready when the question itself fails', async () => {
    const { directory, faults } = await openTenant({ profile: 'free', seed: { users: [satoAtOld()] } });
    for (const fault of [{ kind: '503-before' }, { kind: 'reset-before' }, { kind: 'html', status: 404 }]) {
      await faults([{ match: { path: 'mailboxSettings' }, count: 1, ...fault }]);
      expect((await failureOf(directory.mailboxes.isReady(SATO_REF))).facts.kind).toBe('unavailable');
    }
  });

  it('takes our reply, and later the one that it had', async () => {
    const holiday = {
      status: 'alwaysEnabled',
      externalAudience: 'contactsOnly',
      internalReplyMessage: 'Out until Monday',
      externalReplyMessage: 'Out of office',
    };
    const { directory, ledger } = await openTenant({
      profile: 'free',
      seed: { users: [satoAtOld({ mailboxSettings: { automaticRepliesSetting: holiday } })] },
    });
    const { mailboxes } = directory;
    const before = await mailboxes.reply(SATO_REF);
    expect(before).toEqual({
      isOn: true,
      internalHtml: 'Out until Monday',
      externalHtml: 'Out of office',
      audience: 'contacts',
    });
    await mailboxes.setReply(SATO_REF, OURS);
    expect(await mailboxes.reply(SATO_REF)).toEqual(OURS);
    await mailboxes.setReply(SATO_REF, before);
    expect(await mailboxes.reply(SATO_REF)).toEqual(before);
    expect(ledger('reply.set')).toHaveLength(2);
  });

  it('takes a reply that has only an end, also one that is past', async () => {
    const { connect } = await openTenant({ profile: 'free', seed: { users: [satoAtOld()] } });
    const { mailboxes } = connect({ now: () => Date.UTC(2027, 0, 5) });
    const { startsAt: _startsAt, ...endless } = OURS;
    await mailboxes.setReply(SATO_REF, endless);
    expect(await mailboxes.reply(SATO_REF)).toMatchObject({ isOn: true, endsAt: OURS.endsAt });
  });

  it('cannot be forwarded by this API, and says so by having no such member', async () => {
    const { directory } = await openTenant({ profile: 'free' });
    expect(directory.mailboxes.forwarding).toBeUndefined();
    expect(directory.mailboxes.sendAs).toBeUndefined();
  });

  it.each(['503-after', 'reset-after'])('may be told its reply again after %s', async (kind) => {
    const { directory, faults } = await openTenant({ profile: 'free', seed: { users: [satoAtOld()] } });
    await faults([{ match: { method: 'PATCH', path: 'mailboxSettings' }, kind, count: 1 }]);
    expect((await failureOf(directory.mailboxes.setReply(SATO_REF, OURS))).facts.kind).toBe('unavailable');
    await directory.mailboxes.setReply(SATO_REF, OURS);
    expect(await directory.mailboxes.reply(SATO_REF)).toEqual(OURS);
  });
});
