// Mailboxes: not ready for a while, settings and rules, messages from draft to Sent Items, and limits that bounce.

import { describe, expect, it } from '@jest/globals';
import { codeOf, newUser, saidIn, SATO, SENDER, startTenant, valuesOf, type Tenant } from './tenant.ts';

const PROPERTY = 'String {00020329-0000-0000-C000-000000000046} Name MigrateNoticeId';
const notice = (to: string, key: string, more: Readonly<Record<string, unknown>> = {}) => ({
  subject: 'Our new address',
  body: { contentType: 'html', content: '<p>Hello</p>' },
  toRecipients: [{ emailAddress: { address: to } }],
  singleValueExtendedProperties: [{ id: PROPERTY, value: key }],
  internetMessageHeaders: [{ name: 'x-migrate-notice-id', value: key }],
  ...more,
});
const find = (tenant: Tenant, key: string) => {
  const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${PROPERTY}' and ep/value eq '${key}')`;
  return tenant.call('GET', `/users/${SENDER}/messages?$filter=${encodeURIComponent(filter)}&$select=id,isDraft,parentFolderId`);
};
const draft = async (tenant: Tenant, key: string, more = {}) =>
  (await tenant.call('POST', `/users/${SENDER}/messages`, notice('partner@else.example', key, more))).body;

describe('a mailbox', () => {
  it('is refused without a licence, is not ready for a while with one, and then is', async () => {
    const tenant = await startTenant({ profile: 'fast' });
    const id = String((await tenant.call('POST', '/users', newUser('a@new.example'))).body['id']);
    tenant.pass(8000);
    const probe = () => tenant.call('GET', `/users/${id}/mailboxSettings`);
    const unlicensed = await probe();
    expect([unlicensed.status, codeOf(unlicensed)]).toEqual([403, 'ErrorAccessDenied']);
    const [sku] = valuesOf(await tenant.call('GET', '/subscribedSkus'));
    const addLicenses = [{ skuId: sku?.['skuId'] }];
    await tenant.call('POST', `/users/${id}/assignLicense`, { addLicenses, removeLicenses: [] });
    const early = await probe();
    expect([early.status, codeOf(early)]).toEqual([404, 'MailboxNotEnabledForRESTAPI']);
    tenant.pass(15 * 60_000);
    expect((await probe()).body['automaticRepliesSetting']).toMatchObject({ status: 'disabled' });
  });

  it('keeps what was not changed of its settings, and says when a change is none', async () => {
    const tenant = await startTenant();
    const reply = {
      status: 'scheduled',
      externalAudience: 'all',
      internalReplyMessage: 'moved',
      externalReplyMessage: 'moved',
      scheduledStartDateTime: { dateTime: '2026-10-10T00:00:00', timeZone: 'UTC' },
      scheduledEndDateTime: { dateTime: '2026-12-31T00:00:00', timeZone: 'UTC' },
    };
    const set = (automaticRepliesSetting: unknown) =>
      tenant.call('PATCH', `/users/${SATO}/mailboxSettings`, { automaticRepliesSetting });
    expect((await set(reply)).status).toBe(200);
    expect((await set(reply)).status).toBe(200);
    expect((await set({ status: 'disabled' })).body['automaticRepliesSetting']).toMatchObject({ externalReplyMessage: 'moved' });
    expect((await set({ status: 'sometimes' })).status).toBe(400);
    const backwards = { ...reply, scheduledEndDateTime: reply.scheduledStartDateTime };
    expect((await set(backwards)).status).toBe(400);
    expect(tenant.ledger()).toEqual([
      'reply.set sato@old.example',
      'reply.set sato@old.example again',
      'reply.set sato@old.example',
    ]);
  });

  it('has rules in its inbox only', async () => {
    const tenant = await startTenant();
    const rules = `/users/${SATO}/mailFolders/inbox/messageRules`;
    const rule = { displayName: 'Move', sequence: 1, actions: { delete: true } };
    const made = await tenant.call('POST', rules, rule);
    expect(made.status).toBe(201);
    const id = encodeURIComponent(String(made.body['id']));
    expect((await tenant.call('PATCH', `${rules}/${id}`, { isEnabled: false })).body['isEnabled']).toBe(false);
    expect(valuesOf(await tenant.call('GET', rules))).toHaveLength(1);
    expect((await tenant.call('DELETE', `${rules}/${id}`)).status).toBe(204);
    expect(valuesOf(await tenant.call('GET', rules))).toEqual([]);
    expect((await tenant.call('GET', `/users/${SATO}/mailFolders/drafts/messageRules`)).status).toBe(404);
  });
});

describe('a message', () => {
  it('goes from Drafts to Sent Items as another item with the same Message-ID, found by its mark', async () => {
    const tenant = await startTenant({ profile: 'fast' });
    const made = await draft(tenant, 'job/1', { internetMessageId: '<mine@here>' });
    expect(made).toMatchObject({ isDraft: true });
    expect(made['internetMessageId']).toMatch(/outlook\.com>$/);
    const path = `/users/${SENDER}/messages/${encodeURIComponent(String(made['id']))}`;
    expect((await tenant.call('POST', `${path}/send`)).status).toBe(202);
    expect(tenant.ledger().at(-1)).toBe('message.accept partner@else.example job/1');
    expect(valuesOf(await find(tenant, 'JOB/1'))).toMatchObject([{ id: made['id'], isDraft: true }]);
    tenant.pass(15_000);
    const [sent] = valuesOf(await find(tenant, 'job/1'));
    expect(sent?.['id']).not.toBe(made['id']);
    expect(codeOf(await tenant.call('GET', path))).toBe('ErrorItemNotFound');
    const whole = await tenant.call('GET', `/users/${SENDER}/messages/${encodeURIComponent(String(sent?.['id']))}`);
    expect(whole.body).toMatchObject({ internetMessageId: made['internetMessageId'], isDraft: false });
    const sentItems = valuesOf(await tenant.call('GET', `/users/${SENDER}/mailFolders/sentitems/messages`));
    expect(sentItems).toHaveLength(1);
  });

  it('sent twice while it lies in transport is sent twice', async () => {
    const tenant = await startTenant({ profile: 'fast' });
    const made = await draft(tenant, 'job/1');
    const path = `/users/${SENDER}/messages/${encodeURIComponent(String(made['id']))}/send`;
    await tenant.call('POST', path);
    await tenant.call('POST', path);
    expect(tenant.ledger().filter((line) => line.startsWith('message.accept'))).toHaveLength(2);
  });

  it('can be changed and taken away while it is a draft', async () => {
    const tenant = await startTenant();
    const made = await draft(tenant, 'job/1');
    const path = `/users/${SENDER}/messages/${encodeURIComponent(String(made['id']))}`;
    expect((await tenant.call('PATCH', path, { subject: 'Changed' })).body['subject']).toBe('Changed');
    expect((await tenant.call('DELETE', path)).status).toBe(204);
    expect(valuesOf(await find(tenant, 'job/1'))).toEqual([]);
  });

  it('goes out by sendMail, as JSON or MIME, and reaches recipients inside the tenant', async () => {
    const tenant = await startTenant();
    const mail = { message: notice('sato@old.example', 'job/2'), saveToSentItems: false };
    expect((await tenant.call('POST', `/users/${SENDER}/sendMail`, mail)).status).toBe(202);
    const mime = [
      'From: Sender <sender@old.example>',
      'To: "Suzuki, Ichiro" <suzuki@else.example>, b@else.example',
      'Subject: =?UTF-8?B?5paw44GX44GE?=',
      'X-Migrate-Notice: job/3',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Hello',
    ].join('\r\n');
    const send = (body: string) => tenant.call('POST', `/users/${SENDER}/sendMail`, body, { 'content-type': 'text/plain' });
    expect((await send(Buffer.from(mime).toString('base64'))).status).toBe(202);
    const bad = await send('***');
    expect([bad.status, saidIn(bad)]).toEqual([400, 'Invalid base64 string for MIME content.']);
    expect(tenant.ledger()).toEqual([
      'message.accept sato@old.example job/2',
      'message.accept suzuki@else.example job/3',
      'message.accept b@else.example job/3',
    ]);
    const inbox = valuesOf(await tenant.call('GET', `/users/${SATO}/mailFolders/inbox/messages`));
    expect(inbox).toMatchObject([{ subject: 'Our new address', isRead: false }]);
    const sent = valuesOf(await tenant.call('GET', `/users/${SENDER}/mailFolders/sentitems/messages`));
    expect(sent).toMatchObject([{ subject: '新しい' }]);
  });

  it.each([
    ['nobody to go to', { toRecipients: [] }, 400, 'ErrorInvalidRecipients'],
    ['another sender', { from: { emailAddress: { address: 'sato@old.example' } } }, 403, 'ErrorSendAsDenied'],
    ['a header that is not ours to set', { internetMessageHeaders: [{ name: 'Reply-To', value: 'x' }] }, 400, 'InvalidInternetMessageHeader'],
    [
      'six headers',
      { internetMessageHeaders: Array.from({ length: 6 }, (_, at) => ({ name: `x-${String(at)}`, value: 'x' })) },
      400,
      'InvalidInternetMessageHeaderCollection',
    ],
  ])('is refused with %s', async (...[, more, status, code]) => {
    const tenant = await startTenant();
    const reply = await tenant.call('POST', `/users/${SENDER}/sendMail`, { message: notice('a@else.example', 'k', more) });
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
    expect(tenant.ledger()).toEqual([]);
  });

  it('over the daily limit is taken and comes back as a bounce', async () => {
    const seed = {
      skus: [{ skuPartNumber: 'SPE_E3', total: 5 }],
      users: [{ userPrincipalName: 'sender@contoso.onmicrosoft.com', displayName: 'S', id: SENDER, licences: ['SPE_E3'] }],
    };
    const tenant = await startTenant({ profile: 'fast', seed });
    const toRecipients = Array.from({ length: 101 }, (_, at) => ({ emailAddress: { address: `p${String(at)}@else.example` } }));
    const message = notice('', 'k', { toRecipients });
    expect((await tenant.call('POST', `/users/${SENDER}/sendMail`, { message })).status).toBe(202);
    const inbox = async () => valuesOf(await tenant.call('GET', `/users/${SENDER}/mailFolders/inbox/messages`));
    expect(await inbox()).toEqual([]);
    tenant.pass(30_000);
    expect((await inbox())[0]).toMatchObject({ subject: 'Undeliverable: Our new address' });
    expect(tenant.ledger().filter((line) => line.startsWith('message.bounce'))).toHaveLength(101);
  });

  it('waits in Drafts when more than 30 a minute leave the mailbox; none is refused', async () => {
    const tenant = await startTenant({ profile: 'fast' });
    for (let count = 0; count < 50; count += 1) {
      const message = notice('a@else.example', String(count));
      expect((await tenant.call('POST', `/users/${SENDER}/sendMail`, { message })).status).toBe(202);
    }
    const sent = async () =>
      (await tenant.call('GET', `/users/${SENDER}/mailFolders/sentitems`)).body['totalItemCount'] as number;
    expect(await sent()).toBe(0);
    tenant.pass(15_000);
    expect(await sent()).toBeGreaterThanOrEqual(30);
    expect(await sent()).toBeLessThan(40);
    tenant.pass(40_000);
    expect(await sent()).toBe(50);
  });
});

describe('a batch', () => {
  it('answers each call by itself, and 424 where one that it needed failed', async () => {
    const tenant = await startTenant();
    const json = { 'Content-Type': 'application/json' };
    const reply = await tenant.call('POST', '/$batch', {
      requests: [
        { id: 'a', method: 'GET', url: `/users/${SATO}?$select=id` },
        { id: 'b', method: 'PATCH', url: '/users/nobody', body: { jobTitle: 'x' }, headers: json },
        { id: 'c', method: 'GET', url: '/domains', dependsOn: ['b'] },
        { id: 'd', method: 'POST', url: '/users', body: newUser('z@new.example'), headers: json, dependsOn: ['a'] },
      ],
    });
    const answers = reply.body['responses'] as { id: string; status: number }[];
    expect(answers.map(({ id, status }) => [id, status])).toEqual([
      ['a', 200],
      ['b', 404],
      ['c', 424],
      ['d', 201],
    ]);
    const many = Array.from({ length: 21 }, (_, at) => ({ id: String(at), method: 'GET', url: '/domains' }));
    expect((await tenant.call('POST', '/$batch', { requests: many })).status).toBe(400);
  });
});
