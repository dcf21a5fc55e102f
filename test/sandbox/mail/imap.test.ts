// The mailboxes over IMAP with a real client, and by hand where a client would not go.

import { readFileSync } from 'node:fs';
import { connect, type TLSSocket } from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { ImapFlow } from 'imapflow';
import { letter, mailClient, openOffice, type Office } from './office.ts';

type Options = ConstructorParameters<typeof ImapFlow>[0];

async function signedIn(office: Office, more: Partial<Options> = {}): Promise<ImapFlow> {
  const { host, port, user, password, caFile } = office.imap;
  const client = new ImapFlow({
    ...{ host, port, secure: false, doSTARTTLS: true, logger: false, auth: { user, pass: password } },
    tls: { ca: readFileSync(caFile, 'utf8'), servername: 'localhost' },
    ...more,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** A message to a partner with a copy to the archive, as the notices go. */
async function send(office: Office, ...notices: readonly string[]): Promise<void> {
  const client = mailClient(office.smtp, { pool: true });
  for (const notice of notices) {
    const envelope = { from: 'sato@new.example', to: ['p@partner.example', 'archive@sandbox.example'] };
    await client.sendMail({ ...letter('"髙橋, 花子" <p@partner.example>', notice), html: '<p>Hello</p>', envelope });
  }
  client.close();
}

async function inFolder<R>(client: ImapFlow, folder: string, act: () => Promise<R>): Promise<R> {
  const lock = await client.getMailboxLock(folder);
  try {
    return await act();
  } finally {
    lock.release();
  }
}

describe('the archive', () => {
  it('is searched by header, address, subject, text and day', async () => {
    const office = await openOffice();
    await send(office, 'n1', 'n2');
    const client = await signedIn(office);
    await inFolder(client, 'INBOX', async () => {
      const find = (query: object) => client.search(query, { uid: true });
      expect(await find({ header: { 'X-Migrate-Notice': 'n2' } })).toEqual([2]);
      expect(await find({ header: { 'Message-ID': '<n1@new.example>' } })).toEqual([1]);
      expect(await find({ subject: '新しい' })).toEqual([1, 2]);
      expect(await find({ body: 'leading dot', from: 'sato@', since: new Date(Date.now() - 3_600_000) })).toEqual([1, 2]);
      expect(await find({ to: '髙橋' })).toEqual([1, 2]);
      expect(await find({ or: [{ uid: '2:*' }, { text: 'nothing' }], not: { seen: true } })).toEqual([2]);
      expect(await find({ before: new Date(Date.now() - 86_400_000) })).toEqual([]);
    });
    await client.logout();
  });

  it('shows a message byte for byte, its envelope and structure, and keeps flags', async () => {
    const office = await openOffice();
    await send(office, 'n1');
    const client = await signedIn(office, { port: office.imap.tlsPort, secure: true, doSTARTTLS: false });
    const [mail] = (await office.control('GET', 'mail?to=archive@sandbox.example&raw=1')) as { raw: string }[];
    await inFolder(client, 'INBOX', async () => {
      const message = await client.fetchOne('1', { source: true, envelope: true, bodyStructure: true, flags: true, size: true });
      if (message === false) throw new Error('there is a message');
      expect(message.source?.toString('latin1')).toBe(mail?.raw);
      expect(message.size).toBe(mail?.raw.length);
      expect(message.envelope).toMatchObject({
        subject: '新しいアドレス 髙',
        messageId: '<n1@new.example>',
        to: [{ name: '髙橋, 花子', address: 'p@partner.example' }],
      });
      expect(message.bodyStructure?.childNodes?.map(({ type }) => type)).toEqual(['text/plain', 'text/html']);
      expect([...(message.flags ?? [])]).toEqual([]);
      const part = await client.download('1', '2');
      let html = '';
      for await (const piece of part.content ?? []) html += String(piece);
      expect(html).toBe('<p>Hello</p>');
      const headers = await client.fetchOne('1', { headers: ['x-migrate-notice'] });
      expect(headers !== false && headers.headers?.toString()).toBe('X-Migrate-Notice: n1\r\n\r\n');
      await client.messageFlagsAdd('1', ['\\Seen', '$Done']);
    });
    await client.logout();
    const again = await signedIn(office);
    await inFolder(again, 'INBOX', async () => {
      const message = await again.fetchOne('1', { flags: true });
      expect(message !== false && [...(message.flags ?? [])]).toEqual(['\\Seen', '$Done']);
      await again.messageDelete('1');
      expect(await again.search({ all: true })).toEqual([]);
    });
    await again.logout();
  });

  it('says what arrives while it is watched, and takes what is appended', async () => {
    const office = await openOffice();
    const client = await signedIn(office);
    await inFolder(client, 'INBOX', async () => {
      const grown = new Promise<number>((resolve) => client.once('exists', ({ count }: { count: number }) => resolve(count)));
      const idle = client.idle();
      await send(office, 'n1');
      expect(await grown).toBe(1);
      await client.noop();
      await idle;
    });
    const kept = await client.append('Sent', Buffer.from('Subject: kept\r\n\r\nhere\r\n'), ['\\Seen']);
    expect(kept).toMatchObject({ uid: 1 });
    const folders = await client.list();
    expect(folders.map(({ path, specialUse }) => [path, specialUse])).toEqual([
      ['INBOX', '\\Inbox'],
      ['Sent', '\\Sent'],
    ]);
    expect(await client.status('Sent', { messages: true, unseen: true, uidNext: true })).toMatchObject({
      ...{ messages: 1, unseen: 0, uidNext: 2 },
    });
    await client.logout();
  });
});

describe('a mailbox of a provider', () => {
  it('is read at its address: what came in, what was sent', async () => {
    const office = await openOffice();
    await office.control('POST', 'seed', {
      microsoft: {
        domains: [{ name: 'new.example', isDefault: true }],
        skus: [{ skuPartNumber: 'SPE_E3', total: 5 }],
        users: [{ userPrincipalName: 'sato@new.example', displayName: 'Sato', licences: ['SPE_E3'] }],
      },
    });
    const smtp = mailClient(office.smtp);
    await smtp.sendMail(letter('gone-suzuki@own-b.example', 'n7'));
    await smtp.sendMail(letter('sato@new.example', 'n8'));
    smtp.close();
    const client = await signedIn(office, { auth: { user: 'sato@new.example', pass: office.imap.password } });
    await inFolder(client, 'INBOX', async () => {
      const all = await client.fetchAll('1:*', { envelope: true, source: true });
      expect(all.map(({ envelope }) => envelope?.subject).sort()).toEqual([
        'Undelivered Mail Returned to Sender',
        '新しいアドレス 髙',
      ]);
      const bounce = all.find(({ envelope }) => envelope?.subject?.startsWith('Undelivered') === true);
      expect(bounce?.source?.toString()).toMatch(/Final-Recipient: rfc822; gone-suzuki@own-b\.example\r\n[^]*X-Migrate-Notice: n7/);
    });
    expect((await client.list()).map(({ specialUse }) => specialUse)).toContain('\\Sent');
    await client.logout();
  });
});

describe('the server', () => {
  it('refuses wrong passwords and tokens, takes a right token, and no password in the clear', async () => {
    const office = await openOffice();
    const { user, password, port, host } = office.imap;
    await expect(signedIn(office, { auth: { user, pass: 'wrong' } })).rejects.toMatchObject({ authenticationFailed: true });
    await expect(signedIn(office, { auth: { user, accessToken: 'wrong' } })).rejects.toMatchObject({ authenticationFailed: true });
    await (await signedIn(office, { auth: { user, accessToken: password } })).logout();
    const open = new ImapFlow({ ...{ host, port, secure: false, doSTARTTLS: false, logger: false }, auth: { user, pass: password } });
    open.on('error', () => undefined);
    await expect(open.connect()).rejects.toThrow();
  });

  it('answers what it does not understand, and bounds what it reads', async () => {
    const office = await openOffice();
    const talk = await rawTalk(office);
    expect(await talk('a NONSENSE')).toBe('a NO sign in first');
    expect(await talk(`b LOGIN ${office.imap.user} "${office.imap.password}"`)).toMatch(/^b OK/);
    expect(await talk('c FETCH 1 FLAGS')).toBe('c NO open a folder first');
    expect(await talk('d SELECT "no such"')).toMatch(/^d NO \[NONEXISTENT\]/);
    expect(await talk('e EXAMINE {5}\r\nINBOX')).toMatch(/^e OK \[READ-ONLY\]/);
    expect(await talk('f SEARCH CHARSET KOI8-R ALL')).toMatch(/^f NO \[BADCHARSET/);
    expect(await talk('g SEARCH ((((')).toBe('g BAD this is no command');
    expect(await talk('h FETCH 1:* (BODY[)')).toBe('h BAD this is no command');
    expect(await talk('i STORE 1 +FLAGS (\\Seen)')).toMatch(/^i NO \[READ-ONLY\]/);
    expect(await talk('j APPEND INBOX {999999999}')).toBe('* BYE [TOOBIG] more than the sandbox takes');
  });

  it.each(['reset-before', 'reset-during', 'reset-after', 'hang'])('can fail at a command: %s', async (kind) => {
    const office = await openOffice();
    await send(office, 'n1');
    const client = await signedIn(office, { socketTimeout: 300 });
    await office.fault({ match: { provider: 'imap', method: 'UID SEARCH' }, kind });
    await expect(
      inFolder(client, 'INBOX', async () => {
        const found = await client.search({ all: true }, { uid: true });
        if (found === false) throw new Error('the search failed');
      }),
    ).rejects.toThrow();
    client.close();
  });

  it('can refuse a command, or greet nobody', async () => {
    const office = await openOffice();
    const client = await signedIn(office);
    await office.fault({ match: { provider: 'imap', method: 'SELECT' }, kind: 'reply', reply: 'NO [INUSE] not now' });
    await expect(client.getMailboxLock('INBOX')).rejects.toMatchObject({ responseStatus: 'NO' });
    await client.logout();
    await office.fault({ match: { provider: 'imap', method: 'GREETING' }, kind: 'reply', reply: 'BYE too busy' });
    await expect(signedIn(office)).rejects.toThrow();
  });
});

/** Sends lines over TLS and gives the last line of each answer. */
async function rawTalk(office: Office): Promise<(line: string) => Promise<string>> {
  const { host, tlsPort, caFile } = office.imap;
  const socket: TLSSocket = connect({ host, port: tlsPort, ca: readFileSync(caFile, 'utf8'), servername: 'localhost' });
  // The sandbox ends the connection when the test is over.
  socket.on('error', () => undefined);
  let text = '';
  socket.on('data', (part: Buffer) => (text += part.toString('latin1')));
  const until = async (pattern: RegExp) => {
    while (!pattern.test(text)) await new Promise((resolve) => socket.once('data', resolve));
    const line = text.trimEnd().split('\r\n').at(-1) ?? '';
    text = '';
    return line;
  };
  await until(/^\* OK .*\r\n/);
  return async (line) => {
    const [tag = ''] = line.split(' ');
    socket.write(`${line}\r\n`);
    return until(new RegExp(`^(${tag} (OK|NO|BAD)|\\* BYE).*\\r\\n`, 'm'));
  };
}
