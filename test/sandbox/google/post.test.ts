// What Gmail sends reaches the world beyond, and what comes back is in the sender's mailbox, readable through the API.

import { describe, expect, it } from '@jest/globals';
import { outsideMail } from '../../../src/sandbox/mail/outside.ts';
import { openTenant, rawMessage } from './tenant.ts';

const me = 'sato@new.example';
const users = [{ primaryEmail: me, givenName: '優希', familyName: '佐藤', aliases: ['yuki@new.example'] }];
const letter = (to: string, more: Record<string, string> = {}) =>
  rawMessage({ To: to, From: 'yuki@new.example', Subject: 'New address', 'X-Migrate-Notice': 'n1', ...more });

type Tenant = ReturnType<typeof openTenant>;

async function inbox({ gmail }: Tenant): Promise<readonly string[]> {
  const { messages = [] } = (await gmail(me, 'GET /messages?labelIds=INBOX')).body as { messages?: { id: string }[] };
  return Promise.all(
    messages.map(async ({ id }) => {
      const { raw } = (await gmail(me, `GET /messages/${id}?format=raw`)).body;
      return Buffer.from(String(raw), 'base64url').toString();
    }),
  );
}

describe('mail out of Gmail', () => {
  it('arrives beyond, once, with the Message-ID of Gmail and good marks', async () => {
    const tenant = openTenant({ users });
    const { id } = (await tenant.gmail(me, 'POST /messages/send', { raw: letter('p@partner.example') })).body;
    const [mail, ...others] = outsideMail(tenant.world, { to: 'p@partner.example' });
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ notice: 'n1', from: 'yuki@new.example', via: 'google-workspace' });
    expect(mail?.messageId).toMatch(/@mail\.gmail\.com>$/);
    expect(mail?.raw).toMatch(/spf=pass .*\r\n\tdkim=pass header\.d=new\.example header\.s=google;\r\n\tdmarc=pass/);
    expect(tenant.lines('message.accept')[0]).toMatchObject({ id, recipient: 'p@partner.example', messageId: mail?.messageId });
  });

  it('comes back in the form of Gmail when nobody has the address, later, and is found by a search', async () => {
    const tenant = openTenant({ users });
    await tenant.gmail(me, 'POST /messages/send', { raw: letter('gone-a@google-b.example') });
    await tenant.gmail(me, 'POST /messages/send', { raw: letter('away-a@own-b.example') });
    expect(await inbox(tenant)).toEqual([]);
    tenant.pass(30);
    const back = await inbox(tenant);
    expect(back).toHaveLength(2);
    const bounce = back.find((raw) => raw.includes('X-Failed-Recipients: gone-a@google-b.example\r\n'));
    expect(bounce).toMatch(/Final-Recipient: rfc822; gone-a@google-b\.example\r\nAction: failed\r\nStatus: 5\.1\.1\r\n/);
    expect(bounce).toMatch(/Content-Type: message\/rfc822\r\n[^]*X-Migrate-Notice: n1\r\n/);
    tenant.pass(30);
    const query = encodeURIComponent('from:mailer-daemon newer_than:2d');
    expect((await tenant.gmail(me, `GET /messages?q=${query}`)).body['resultSizeEstimate']).toBe(1);
  });

  it('from a sender that is not his own leaves as the primary address', async () => {
    const tenant = openTenant({ users });
    await tenant.gmail(me, 'POST /messages/send', { raw: letter('p@partner.example', { From: 'boss@new.example' }) });
    expect(outsideMail(tenant.world)[0]).toMatchObject({ from: me });
  });
});
