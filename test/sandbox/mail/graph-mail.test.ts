// What Graph sends reaches the same world as what SMTP sends, and what comes back is in the sender's inbox.

import { describe, expect, it } from '@jest/globals';
import { valuesOf } from '../microsoft/tenant.ts';
import { COMPANY, graphOf, mime, openOffice, type Office } from './office.ts';

type Graph = Awaited<ReturnType<typeof graphOf>>;

async function company(options: Parameters<typeof openOffice>[0] = {}) {
  const office = await openOffice(options);
  await office.control('POST', 'seed', { microsoft: COMPANY });
  return { office, graph: await graphOf(office) };
}

const arrived = (office: Office, query: string) => office.control('GET', `mail?${query}`) as Promise<{ raw: string }[]>;

/** Sends a notice as MIME through a draft. */
async function sendDraft(graph: Graph, to: string, ...[notice, more]: [notice: string, more?: readonly string[]]) {
  const made = await graph.draft(mime(to, notice, more));
  expect(made.status).toBe(201);
  expect((await graph.call('POST', `/messages/${encodeURIComponent(String(made.body['id']))}/send`)).status).toBe(202);
  return made.body;
}

describe('a draft made of MIME', () => {
  it('arrives with its headers, text and the Message-ID of Exchange, and without Bcc', async () => {
    const { office, graph } = await company();
    const made = await sendDraft(graph, 'p@partner.example', 'n1', ['Bcc: boss@partner.example', 'Auto-Submitted: auto-generated']);
    expect(await office.control('GET', 'mail/counts')).toEqual({
      'p@partner.example': { n1: 1 },
      'boss@partner.example': { n1: 1 },
    });
    const [mail] = await arrived(office, 'to=p@partner.example&notice=n1&raw=1');
    const raw = Buffer.from(mail?.raw ?? '', 'latin1').toString('utf8');
    expect(raw).toContain(`Message-ID: ${String(made['internetMessageId'])}\r\n`);
    expect(raw).not.toMatch(/^(Bcc:|Message-ID: <n1@)/im);
    expect(raw).toMatch(/X-Migrate-Notice: n1\r\n/);
    expect(raw).toMatch(/\r\n\r\n新しいアドレス\r\n$/);
    const [line] = [...office.server.world.ledger()].filter(({ kind }) => kind === 'message.accept');
    expect(line).toMatchObject({
      ...{ recipient: 'p@partner.example', notice: 'n1', from: 'sato@new.example', mailbox: 'sato@new.example' },
      ...{ messageId: made['internetMessageId'], subject: '新しい' },
    });
  });

  it('is found by its Message-ID in Drafts, then in Sent Items under another id; an immutable id stays', async () => {
    const { office, graph } = await company({ profile: 'fast' });
    const prefer = { prefer: 'IdType="ImmutableId"' };
    const find = async (headers = {}) => {
      const filter = encodeURIComponent(`internetMessageId eq '${String(made['internetMessageId'])}'`);
      return valuesOf(await graph.call('GET', `/messages?$filter=${filter}&$select=id,isDraft,internetMessageHeaders`, undefined, headers));
    };
    const made = await sendDraft(graph, 'p@partner.example', 'n1');
    const [before] = await find(prefer);
    expect(before).toMatchObject({ isDraft: true });
    office.pass(15_000);
    const [after] = await find(prefer);
    expect(after).toMatchObject({ id: before?.['id'], isDraft: false });
    expect(after?.['internetMessageHeaders']).toContainEqual({ name: 'X-Migrate-Notice', value: 'n1' });
    const [moved] = await find();
    expect(moved?.['id']).not.toBe(made['id']);
    const sent = valuesOf(await graph.call('GET', '/mailFolders/sentitems/messages?$select=id'));
    expect(sent).toEqual([{ id: moved?.['id'], '@odata.etag': undefined }].map(({ id }) => ({ id })));
    const value = await graph.call('GET', `/messages/${encodeURIComponent(String(before?.['id']))}/$value`);
    expect(value.text).toMatch(/X-Migrate-Notice: n1\r\n[^]*新しいアドレス/);
  });

  it('that is changed is written anew, with the headers that are its own', async () => {
    const { office, graph } = await company();
    const made = await graph.draft(mime('p@partner.example', 'n1'));
    const path = `/messages/${encodeURIComponent(String(made.body['id']))}`;
    await graph.call('PATCH', path, { subject: '変更' });
    await graph.call('POST', `${path}/send`);
    const [mail] = await arrived(office, 'notice=n1&raw=1');
    expect(mail?.raw.match(/^(subject|x-migrate-notice|from|content-type):/gim)).toHaveLength(4);
  });
});

describe('what comes back', () => {
  it.each([
    ['gone-a@google-b.example', '5.1.1', /does not exist/],
    ['full-a@outlook-b.example', '5.2.2', /QuotaExceeded/],
    ['policy-a@own-b.example', '5.7.1', /spam/],
    ['later-a@outlook-b.example', '4.4.7', /expired/],
    ['nobody@new.example', '5.1.10', /not found/],
    ['a@nx-none.example', '5.4.4', /does not exist/],
  ])('for %s is a report of Exchange with status %s', async (to, status, said) => {
    const { office, graph } = await company();
    const made = await sendDraft(graph, to, 'n1');
    const [bounce, ...others] = await graph.inbox();
    expect(others).toEqual([]);
    expect(bounce?.subject).toBe('Undeliverable: 新しい');
    expect(bounce?.raw).toMatch(new RegExp(`Final-Recipient: rfc822;${to}\r\nAction: failed\r\nStatus: ${status.replaceAll('.', '\\.')}\r\n`));
    expect(bounce?.raw).toMatch(said);
    expect(bounce?.raw).toContain(`In-Reply-To: ${String(made['internetMessageId'])}`);
    expect(await office.control('GET', 'mail/counts')).toEqual({});
  });

  it('takes its time, and is not lost when the sandbox is opened anew', async () => {
    const { office, graph } = await company({ profile: 'fast' });
    await sendDraft(graph, 'gone-a@own-b.example', 'n1');
    await sendDraft(graph, 'reply-a@own-b.example', 'n2');
    expect(await graph.inbox()).toEqual([]);
    office.pass(60_000);
    expect((await graph.inbox()).map(({ subject }) => subject)).toEqual(['Undeliverable: 新しい']);
    await office.close();
    // On another port: the client in this process keeps its connections to the old one.
    const again = await openOffice({ profile: 'fast', port: 0, folder: office.server.world.folder });
    again.pass(700_000);
    const later = await graphOf(again);
    expect((await later.inbox()).map(({ subject }) => subject)).toEqual(['Re: 新しい', 'Undeliverable: 新しい']);
  });

  it('is an automatic reply, unless the message wants none; an answer by a person; a delay', async () => {
    const { office, graph } = await company();
    const made = await sendDraft(graph, 'away-a@own-b.example', 'n1');
    await sendDraft(graph, 'away-b@own-b.example', 'n2', ['X-Auto-Response-Suppress: OOF, AutoReply']);
    await sendDraft(graph, 'reply-a@own-b.example', 'n3');
    await sendDraft(graph, 'delayed-a@own-b.example', 'n4');
    const back = await graph.inbox();
    expect(back.map(({ subject }) => subject)).toEqual(['Delivery delayed: 新しい', 'Re: 新しい', '自動応答: 新しい']);
    expect(back[2]?.raw).toMatch(/^Auto-Submitted: auto-replied\r\n/m);
    expect(back[2]?.raw).toContain(`In-Reply-To: ${String(made['internetMessageId'])}`);
    expect(back[1]?.raw).not.toMatch(/Auto-Submitted/);
    expect(Object.keys((await office.control('GET', 'mail/counts')) as object)).toHaveLength(4);
  });

  it('follows the rules that were set, before those of the names', async () => {
    const { office, graph } = await company();
    const rules = [
      { match: '^gone-', does: 'accept' },
      { match: '@strict\\.example$', does: 'policy', form: 'postfix', said: '550 5.7.1 Not from you' },
    ];
    await office.control('PUT', 'rules', rules);
    expect(await office.control('GET', 'rules')).toEqual(rules);
    await expect(office.control('PUT', 'rules', [{ match: '(', does: 'gone' }])).rejects.toThrow(/regular expression/);
    await sendDraft(graph, 'gone-a@own-b.example', 'n1');
    await sendDraft(graph, 'p@strict.example', 'n2');
    const back = await graph.inbox();
    expect(back.map(({ subject }) => subject)).toEqual(['Undelivered Mail Returned to Sender']);
    expect(back[0]?.raw).toContain('Diagnostic-Code: smtp; 550 5.7.1 Not from you');
  });
});

describe('the results of authentication', () => {
  const results = async (office: Office) => {
    const [mail] = (await arrived(office, 'raw=1')).slice(-1);
    return (/^Authentication-Results: (.*(?:\r\n\t.*)*)/m.exec(mail?.raw ?? '')?.[1] ?? '').replaceAll('\r\n\t', ' ');
  };

  it('pass for the zone as it is by itself, and say what is broken in one that was changed', async () => {
    const { office, graph } = await company();
    await sendDraft(graph, 'p@partner.example', 'n1');
    expect(await results(office)).toBe(
      'mx.sandbox.example; spf=pass smtp.mailfrom=new.example; dkim=pass header.d=new.example header.s=selector1; dmarc=pass (p=none) header.from=new.example',
    );
    const set = (name: string, type: string, ...values: string[]) => ({ name, type, records: values.map((value) => ({ value })) });
    await office.control('PUT', 'dns', [
      set('new.example', 'TXT', 'v=spf1 ip4:192.0.2.0/24 -all'),
      set('selector1._domainkey.new.example', 'CNAME'),
    ]);
    await sendDraft(graph, 'p@partner.example', 'n2');
    expect(await results(office)).toMatch(/spf=fail .* header\.d=contoso\.onmicrosoft\.com .* dmarc=fail \(p=none\)/);
    await office.control('PUT', 'dns', [set('new.example', 'TXT', 'v=spf1 a', 'v=spf1 mx'), set('_dmarc.new.example', 'TXT')]);
    await sendDraft(graph, 'p@partner.example', 'n3');
    expect(await results(office)).toMatch(/spf=permerror .* dmarc=none/);
  });
});
