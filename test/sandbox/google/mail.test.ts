// Messages and drafts: what is accepted stands in the ledger, once for each recipient; Message-IDs are Gmail's own.

import { describe, expect, it } from '@jest/globals';
import { openTenant, rawMessage, refusal } from './tenant.ts';

const me = 'sato@new.example';
const users = [{ primaryEmail: me, givenName: '優希', familyName: '佐藤' }, { primaryEmail: 'kim@new.example' }];
const letter = (more: Record<string, string> = {}, text?: string) =>
  rawMessage({ 'To': 'p@partner.example', 'Subject': 'New address', 'Message-ID': '<mine@old.example>', ...more }, text);

describe('a draft', () => {
  it('is sent once: then it is gone, and its message is in Sent under the same id', async () => {
    const { gmail, keys, lines } = openTenant({ users });
    const made = await gmail(me, 'POST /drafts', { message: { raw: letter({ 'X-Migrate-Notice': 'notice-1' }) } });
    const [id, message] = [String(made.body['id']), made.body['message'] as { id: string; labelIds: string[] }];
    expect(message.labelIds).toEqual(['DRAFT']);
    expect((await gmail(me, `GET /drafts/${id}?format=minimal`)).status).toBe(200);
    const sent = await gmail(me, 'POST /drafts/send', { id });
    expect(sent.body).toEqual({ id: message.id, threadId: message.id, labelIds: ['SENT'] });
    expect([400, 404]).toContain((await gmail(me, 'POST /drafts/send', { id })).status);
    expect((await gmail(me, `GET /drafts/${id}`)).status).toBe(404);
    expect(keys('message.accept')).toEqual(['p@partner.example notice-1']);
    expect(lines('message.accept')[0]).toMatchObject({ idempotent: false, mailbox: me, subject: 'New address' });
  });

  it('can be changed, listed and thrown away', async () => {
    const { gmail, keys, pass } = openTenant({ users });
    const made = await gmail(me, 'POST /drafts', { message: { raw: letter() } });
    const path = `/drafts/${String(made.body['id'])}`;
    const changed = await gmail(me, `PUT ${path}`, { message: { raw: letter({ Subject: 'Other' }) } });
    expect(changed.body['id']).toBe(made.body['id']);
    expect((await gmail(me, 'GET /drafts')).body).toMatchObject({ drafts: [{ id: made.body['id'] }], resultSizeEstimate: 1 });
    pass(30);
    expect((await gmail(me, 'GET /drafts?q=subject:other')).body['resultSizeEstimate']).toBe(1);
    expect((await gmail(me, `DELETE ${path}`)).status).toBe(204);
    expect((await gmail(me, 'GET /drafts')).body).toEqual({ resultSizeEstimate: 0 });
    expect((await gmail(me, 'POST /drafts/send', { id: 'r-none' })).status).toBe(404);
    expect(keys('message.accept')).toEqual([]);
  });
});

describe('a message', () => {
  it('loses its Message-ID for good and gets a From', async () => {
    const { gmail } = openTenant({ users });
    const { id } = (await gmail(me, 'POST /messages/send', { raw: letter() })).body;
    const url = `GET /messages/${String(id)}`;
    const shown = await gmail(me, `${url}?format=metadata&metadataHeaders=Message-ID&metadataHeaders=From`);
    const { headers } = (shown.body as { payload: { headers: { name: string; value: string }[] } }).payload;
    expect(headers.map((header) => header.name)).toEqual(['Message-ID', 'From']);
    expect(headers[0]?.value).toMatch(/^<CA\w+@mail\.gmail\.com>$/);
    expect(headers[1]?.value).toMatch(/^=\?UTF-8\?B\?.*<sato@new\.example>$/);
    const raw = Buffer.from(String((await gmail(me, `${url}?format=raw`)).body['raw']), 'base64url').toString();
    expect(raw).not.toContain('mine@old.example');
    expect(raw).toContain('Our new address.');
    expect((await gmail(me, `${url}?format=full`)).body).toMatchObject({
      snippet: 'Our new address.',
      payload: { mimeType: 'text/plain' },
    });
    expect((await gmail(me, `${url}?format=small`)).status).toBe(400);
    expect((await gmail(me, 'GET /messages/none')).status).toBe(404);
  });

  it('goes to each recipient of To, Cc and Bcc, with one line for each', async () => {
    const { gmail, keys, pass } = openTenant({ users });
    const raw = letter({
      To: '"Kim, Min" <kim@new.example>, p@partner.example',
      Cc: 'P@partner.example, q@partner.example',
      Bcc: 'boss@old.example',
    });
    await gmail(me, 'POST /messages/send', { raw });
    expect(keys('message.accept').map((key) => key.split(' ')[0])).toEqual([
      'kim@new.example',
      'p@partner.example',
      'q@partner.example',
      'boss@old.example',
    ]);
    const inbox = await gmail('kim@new.example', 'GET /messages?labelIds=INBOX');
    const [{ id } = { id: '' }] = inbox.body['messages'] as { id: string }[];
    const got = await gmail('kim@new.example', `GET /messages/${id}?format=raw`);
    expect(Buffer.from(String(got.body['raw']), 'base64url').toString()).not.toMatch(/^bcc:/im);
    pass(30);
    const bounced = await gmail(me, 'GET /messages?labelIds=INBOX');
    expect(bounced.body['resultSizeEstimate']).toBe(1);
  });

  it('is refused without recipients, with more than 100, and in broken base64', async () => {
    const { gmail, keys } = openTenant({ users });
    const send = (raw: string) => gmail(me, 'POST /messages/send', { raw });
    expect(refusal(await send(letter({ To: '' })))[2]).toBe('Recipient address required');
    const many = Array.from({ length: 101 }, (_, at) => `p${at}@partner.example`).join(', ');
    expect((await send(letter({ To: many }))).status).toBe(400);
    expect((await send('not base64!')).status).toBe(400);
    expect((await send('')).status).toBe(400);
    expect(keys('message.accept')).toEqual([]);
  });

  it('is found in Sent by its words once the index has it, and by label at once', async () => {
    const { gmail, pass } = openTenant({ users });
    const { id } = (await gmail(me, 'POST /messages/send', { raw: letter({}, 'Code MIG0123456789ab here') })).body;
    const find = async (query: string) => (await gmail(me, `GET /messages?q=${encodeURIComponent(query)}`)).body['messages'];
    expect((await gmail(me, 'GET /messages?labelIds=SENT')).body['messages']).toEqual([{ id, threadId: id }]);
    expect(await find('in:sent "MIG0123456789ab" newer_than:2d')).toBeUndefined();
    pass(21);
    expect(await find('in:sent "MIG0123456789ab" newer_than:2d')).toEqual([{ id, threadId: id }]);
    expect(await find('in:inbox "MIG0123456789ab"')).toBeUndefined();
    expect(await find('rfc822msgid:mine@old.example')).toBeUndefined();
  });

  it('that is only inserted is sent to nobody and keeps its Message-ID', async () => {
    const { gmail, keys, pass } = openTenant({ users });
    await gmail(me, 'POST /messages', { raw: letter(), labelIds: ['INBOX'] });
    pass(21);
    expect((await gmail(me, 'GET /messages?q=rfc822msgid:mine@old.example')).body['resultSizeEstimate']).toBe(1);
    expect(keys('message.accept')).toEqual([]);
  });

  it('can be read as metadata only by who may read no more', async () => {
    const { send, gmail, tokenOf } = openTenant({ users });
    const { id } = (await gmail(me, 'POST /messages/send', { raw: letter() })).body;
    const token = tokenOf(me, ['https://www.googleapis.com/auth/gmail.metadata']);
    const look = async (path: string) => (await send(`GET /gmail/v1/users/me/messages${path}`, undefined, token)).status;
    expect(await look(`/${String(id)}?format=metadata`)).toBe(200);
    expect(await look(`/${String(id)}`)).toBe(403);
    expect(await look('?q=x')).toBe(403);
  });

  it('needs a scope that sends: gmail.send is not enough for drafts', async () => {
    const { send, tokenOf } = openTenant({ users });
    const token = tokenOf(me, ['https://www.googleapis.com/auth/gmail.send']);
    const post = async (path: string, body: object) => (await send(`POST /gmail/v1/users/me${path}`, body, token)).status;
    expect(await post('/messages/send', { raw: letter() })).toBe(200);
    expect(await post('/drafts', { message: { raw: letter() } })).toBe(403);
  });
});

describe('the limits of a day', () => {
  it.each([
    [true, 500],
    [false, 2000],
  ])('stop a mailbox (trial: %s) after %i messages, and name the time in the text only', async (isTrial, most) => {
    const { gmail, pass, keys, tenant, time, world } = openTenant({ users, isTrial });
    const { id: userId } = [...tenant.users.values()].find((user) => user.primaryEmail === me) ?? { id: '' };
    world.together(() => {
      for (let count = 0; count < most - 1; count += 1) {
        const record = { id: `m${count}`, threadId: `m${count}`, labelIds: ['SENT'], raw: 'To: x\r\n\r\n' };
        const times = { at: time.now, indexedAt: time.now, sentTo: { all: 1, external: 1 } };
        tenant.messages(userId).put(record.id, { ...record, ...times });
      }
    });
    const send = () => gmail(me, 'POST /messages/send', { raw: letter() });
    expect((await send()).status).toBe(200);
    const refused = await send();
    expect(refusal(refused).slice(0, 2)).toEqual([429, 'rateLimitExceeded']);
    expect(refused.text).toMatch(/User-rate limit exceeded\. {2}Retry after \d{4}-\d\d-\d\dT[\d:.]+Z \(Mail sending\)/);
    pass(86_400);
    expect((await send()).status).toBe(200);
    expect(keys('message.accept')).toHaveLength(2);
  });
});
