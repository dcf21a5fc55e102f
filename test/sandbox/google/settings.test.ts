// The settings of a mailbox: senders, automatic reply, forwarding, filters, delegates.

import { describe, expect, it } from '@jest/globals';
import { openTenant, rawMessage, refusal } from './tenant.ts';

const users = [
  { primaryEmail: 'sato@new.example', givenName: 'Yuki', familyName: 'Sato', aliases: ['sato@old.example'] },
  { primaryEmail: 'kim@new.example' },
];
const me = 'sato@new.example';

describe('senders', () => {
  it('are the primary address, its aliases without a status, and what waits for its owner', async () => {
    const { gmail } = openTenant({ users });
    await gmail(me, 'POST /settings/sendAs', { sendAsEmail: 'kim@new.example' });
    expect((await gmail(me, 'POST /settings/sendAs/kim@new.example/verify')).status).toBe(204);
    expect((await gmail(me, 'POST /settings/sendAs/sato@old.example/verify')).status).toBe(400);
    const { sendAs } = (await gmail(me, 'GET /settings/sendAs')).body as { sendAs: Record<string, unknown>[] };
    expect(sendAs.map((one) => [one['sendAsEmail'], one['verificationStatus'], one['isDefault'] ?? false])).toEqual([
      ['sato@new.example', undefined, true],
      ['sato@old.example', undefined, false],
      ['kim@new.example', 'pending', false],
    ]);
  });

  it('take a signature, cleaned of what runs, and say when nothing changed', async () => {
    const { gmail, lines } = openTenant({ users });
    const signature = '<div onclick="x()">Sato<script>alert(1)</script></div>';
    const patched = await gmail(me, `PATCH /settings/sendAs/${me}`, { signature });
    expect(patched.body['signature']).toBe('<div>Sato</div>');
    await gmail(me, `PATCH /settings/sendAs/${me}`, { signature });
    expect(lines('sender.set').map((line) => [line.key, line['repeat'] ?? false])).toEqual([
      [`${me} ${me}`, false],
      [`${me} ${me}`, true],
    ]);
  });

  it('can be made the default, created once, and deleted, the primary one excepted', async () => {
    const { gmail } = openTenant({ users });
    const own = { sendAsEmail: 'sato@old.example', displayName: 'Sato' };
    expect((await gmail(me, 'POST /settings/sendAs', own)).body['verificationStatus']).toBe('accepted');
    expect((await gmail(me, 'POST /settings/sendAs', own)).status).toBe(409);
    const made = await gmail(me, 'PUT /settings/sendAs/sato@old.example', { isDefault: true });
    expect(made.body).toMatchObject({ isDefault: true, displayName: '' });
    expect((await gmail(me, `GET /settings/sendAs/${me}`)).body).not.toHaveProperty('isDefault');
    expect((await gmail(me, `DELETE /settings/sendAs/${me}`)).status).toBe(400);
    expect((await gmail(me, 'DELETE /settings/sendAs/sato@old.example')).status).toBe(204);
    expect((await gmail(me, 'POST /settings/sendAs', { sendAsEmail: 'x@elsewhere.example' })).status).toBe(400);
  });

  it('are shared settings for a service account with delegation only', async () => {
    const { send, tokenOf } = openTenant({ users });
    const url = '/gmail/v1/users/me/settings/sendAs';
    const installed = tokenOf(me, ['*'], false);
    expect(refusal(await send(`POST ${url}`, { sendAsEmail: 'kim@new.example' }, installed))[0]).toBe(403);
    expect((await send(`PATCH ${url}/${me}`, { signature: 'x' }, installed)).status).toBe(200);
    expect((await send(`PATCH ${url}/sato@old.example`, { signature: 'x' }, installed)).status).toBe(403);
    const basic = tokenOf(me, ['https://www.googleapis.com/auth/gmail.settings.basic']);
    expect(refusal(await send(`POST ${url}`, {}, basic))[1]).toBe('insufficientPermissions');
  });

  it('that are not accepted are silently replaced by the primary address', async () => {
    const { gmail, lines } = openTenant({ users });
    const send = (From: string) =>
      gmail(me, 'POST /messages/send', { raw: rawMessage({ From, To: 'p@partner.example', Subject: 'x' }) });
    await send('Sato <sato@old.example>');
    await send('kim@new.example');
    expect(lines('message.accept').map((line) => line['from'])).toEqual(['sato@old.example', 'sato@new.example']);
  });
});

describe('the automatic reply', () => {
  const reply = {
    enableAutoReply: true,
    responseSubject: 'New address',
    responseBodyHtml: '<p>Hello</p>',
    startTime: '1795000000000',
    endTime: '1797600000000',
  };

  it('is kept with its times as strings, and a repeat is seen', async () => {
    const { gmail, lines } = openTenant({ users });
    await gmail(me, 'PUT /settings/vacation', { ...reply, startTime: 1795000000000 });
    await gmail(me, 'PUT /settings/vacation', reply);
    expect((await gmail(me, 'GET /settings/vacation')).body).toMatchObject(reply);
    expect(lines('reply.set').map((line) => [line.key, line['repeat'] ?? false])).toEqual([
      [me, false],
      [me, true],
    ]);
  });

  it('is refused when it is empty or ends before it starts', async () => {
    const { gmail } = openTenant({ users });
    const put = (body: object) => gmail(me, 'PUT /settings/vacation', body);
    expect((await put({ enableAutoReply: true })).status).toBe(400);
    expect((await put({ ...reply, endTime: '1794000000000' })).status).toBe(400);
    expect((await put({ ...reply, startTime: 'soon' })).status).toBe(400);
  });
});

describe('forwarding', () => {
  const ADDRESSES = '/settings/forwardingAddresses';
  const on = (emailAddress: string) => ({ enabled: true, emailAddress, disposition: 'leaveInInbox' });

  it('goes at once to the own domain, and to another one only after somebody confirmed', async () => {
    const { gmail, world, lines } = openTenant({ users });
    const add = async (forwardingEmail: string) =>
      (await gmail(me, `POST ${ADDRESSES}`, { forwardingEmail })).body['verificationStatus'];
    expect(await add('kim@new.example')).toBe('accepted');
    expect(await add('sato@old.example')).toBe('pending');
    expect((await gmail(me, `POST ${ADDRESSES}`, { forwardingEmail: 'kim@new.example' })).status).toBe(409);
    expect((await gmail(me, 'PUT /settings/autoForwarding', on('sato@old.example'))).status).toBe(400);
    const { googleWorkspace } = await import('../../../src/sandbox/google/google-workspace.ts');
    googleWorkspace.seed(world, { confirmedForwarding: [{ mailbox: me, address: 'sato@old.example' }] });
    expect((await gmail(me, 'PUT /settings/autoForwarding', on('sato@old.example'))).status).toBe(200);
    expect((await gmail(me, 'GET /settings/autoForwarding')).body).toEqual(on('sato@old.example'));
    expect((await gmail(me, `GET ${ADDRESSES}`)).body['forwardingAddresses']).toHaveLength(2);
    expect(lines('forward.set')).toHaveLength(1);
    expect((await gmail(me, `GET ${ADDRESSES}/kim@new.example`)).status).toBe(200);
    expect((await gmail(me, `DELETE ${ADDRESSES}/kim@new.example`)).status).toBe(204);
  });

  it('refuses an unspecified disposition', async () => {
    const { gmail } = openTenant({ users: [{ primaryEmail: me, forwardingAddresses: ['kim@new.example'] }] });
    const put = (disposition: string) =>
      gmail(me, 'PUT /settings/autoForwarding', { ...on('kim@new.example'), disposition });
    expect((await put('dispositionUnspecified')).status).toBe(400);
    expect((await put('archive')).status).toBe(200);
  });
});

describe('filters, delegates and the rest', () => {
  it('filters are made and deleted, never changed, and never made twice', async () => {
    const { gmail } = openTenant({ users });
    const filter = { criteria: { from: 'x@partner.example' }, action: { addLabelIds: ['TRASH'] } };
    const made = await gmail(me, 'POST /settings/filters', filter);
    expect((await gmail(me, 'POST /settings/filters', filter)).status).toBe(400);
    const forward = { ...filter, action: { forward: 'x@elsewhere.example' } };
    expect((await gmail(me, 'POST /settings/filters', forward)).status).toBe(400);
    const path = `/settings/filters/${String(made.body['id'])}`;
    expect((await gmail(me, `PUT ${path}`, filter)).status).toBe(501);
    expect((await gmail(me, `GET ${path}`)).body).toMatchObject(filter);
    expect((await gmail(me, `DELETE ${path}`)).status).toBe(204);
    expect((await gmail(me, 'GET /settings/filters')).body).toEqual({});
  });

  it('delegates are users of the same customer, by their primary address', async () => {
    const { gmail } = openTenant({ users });
    const add = (delegateEmail: string) => gmail('kim@new.example', 'POST /settings/delegates', { delegateEmail });
    expect((await add('sato@old.example')).status).toBe(400);
    expect((await add(me)).body).toEqual({ delegateEmail: me, verificationStatus: 'accepted' });
    expect((await add(me)).status).toBe(409);
    expect((await gmail('kim@new.example', 'GET /settings/delegates')).text).toContain(me);
    expect((await gmail('kim@new.example', `DELETE /settings/delegates/${me}`)).status).toBe(204);
  });

  it.each([
    ['imap', { enabled: false, expungeBehavior: 'trash' }, { expungeBehavior: 'sometimes' }],
    ['pop', { accessWindow: 'allMail', disposition: 'markRead' }, { accessWindow: 'never' }],
    ['language', { displayLanguage: 'ja' }, undefined],
  ])('%s is read and written whole', async (name, wanted, wrong) => {
    const { gmail } = openTenant({ users });
    expect((await gmail(me, `PUT /settings/${name}`, wanted)).body).toMatchObject(wanted);
    expect((await gmail(me, `GET /settings/${name}`)).body).toMatchObject(wanted);
    if (wrong !== undefined) expect((await gmail(me, `PUT /settings/${name}`, wrong)).status).toBe(400);
  });

  it('a mailbox belongs to whom the token acts as, by its primary address', async () => {
    const { send, tokenOf } = openTenant({ users });
    const look = (user: string) => send(`GET /gmail/v1/users/${user}/profile`, undefined, tokenOf(me));
    expect((await look('me')).status).toBe(200);
    expect((await look(encodeURIComponent(me))).status).toBe(200);
    for (const other of ['sato@old.example', 'kim@new.example']) {
      expect(refusal(await look(other))).toEqual([403, 'forbidden', `Delegation denied for ${me}`]);
    }
  });
});
