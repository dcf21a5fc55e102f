// Mail submission with a real client: what is accepted is kept and in the ledger, once; every stage can fail.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { COMPANY, letter, mailClient, openOffice, type Door, type Office } from './office.ts';

interface Failed extends Error {
  readonly responseCode?: number;
  readonly response?: string;
  readonly code?: string;
}

async function failure(office: Office, more: object = {}): Promise<Failed> {
  const client = mailClient(office.smtp, more);
  try {
    await client.sendMail(letter('p@partner.example'));
  } catch (error) {
    return error as Failed;
  } finally {
    client.close();
  }
  throw new Error('nothing failed');
}

const arrived = (office: Office, query = '') => office.control('GET', `mail${query}`) as Promise<{ to: string; notice: string }[]>;

describe('submission', () => {
  it.each([
    ['STARTTLS', (office: Office) => mailClient(office.smtp)],
    ['TLS at once', (office: Office) => mailClient({ ...office.smtp, port: office.smtp.tlsPort }, { secure: true })],
    ['LOGIN', (office: Office) => mailClient(office.smtp, { authMethod: 'LOGIN' })],
    [
      'XOAUTH2',
      ({ smtp }: Office) =>
        mailClient(smtp, { auth: { type: 'OAuth2', user: smtp.user, accessToken: smtp.password } }),
    ],
  ])('takes a message over %s, and names it in its answer', async (_name, clientOf) => {
    const office = await openOffice();
    const client = clientOf(office);
    const info = await client.sendMail(letter('P@partner.example'));
    client.close();
    expect(info.response ?? "").toMatch(/^250 2\.0\.0 Ok: queued as [0-9A-F]{10}$/);
    const [line] = [...office.server.world.ledger()];
    expect(line).toMatchObject({
      ...{ provider: 'smtp', kind: 'message.accept', key: 'p@partner.example n1', recipient: 'p@partner.example' },
      ...{ notice: 'n1', messageId: '<n1@new.example>', from: 'sato@new.example', subject: '新しいアドレス 髙' },
      id: (info.response ?? "").split(' ').at(-1),
    });
    const [mail] = await arrived(office, '?to=p@partner.example&raw=1');
    expect(mail).toMatchObject({ raw: expect.stringMatching(/\r\nHello\r\n\.leading dot\r\n/) as unknown });
  });

  it('writes a line for each recipient, the archive too', async () => {
    const office = await openOffice();
    const client = mailClient(office.smtp);
    const envelope = { from: 'sato@new.example', to: ['p@partner.example', 'archive@sandbox.example'] };
    await client.sendMail({ ...letter('p@partner.example'), envelope });
    client.close();
    expect(office.ledger()).toEqual(['p@partner.example n1', 'archive@sandbox.example n1']);
    expect((await arrived(office)).map(({ to }) => to)).toEqual(envelope.to);
  });

  it('takes nothing without the right password, nor without TLS', async () => {
    const office = await openOffice();
    const wrong = await failure(office, { auth: { user: office.smtp.user, pass: 'wrong' } });
    expect([wrong.code, wrong.responseCode]).toEqual(['EAUTH', 535]);
    const open = await failure(office, { requireTLS: false, ignoreTLS: true });
    expect(open.responseCode).toBe(538);
    const stranger = await failure(office, { tls: { servername: 'localhost' } });
    expect(stranger.message).toMatch(/certificate/);
    expect(office.ledger()).toEqual([]);
  });
});

describe('whoever has a mailbox at a provider', () => {
  it('sends as himself only, and no more a minute than it lets him', async () => {
    const office = await openOffice({ profile: 'documented' });
    await office.control('POST', 'seed', { microsoft: COMPANY });
    const auth = { user: 'sato@new.example', pass: office.smtp.password };
    const client = mailClient(office.smtp, { auth, pool: true, maxConnections: 1 });
    await expect(client.sendMail({ ...letter('p@partner.example'), from: 'boss@new.example' })).rejects.toMatchObject({
      ...{ responseCode: 550, response: expect.stringContaining('5.7.60') as unknown },
    });
    const replies: number[] = [];
    for (let count = 0; count < 40; count += 1) {
      const sent = client.sendMail(letter('p@partner.example', `n${count}`));
      replies.push(await sent.then(() => 250).catch((error: unknown) => (error as Failed).responseCode ?? 0));
    }
    client.close();
    expect(replies.filter((code) => code === 250).length).toBe(office.ledger().length);
    expect([replies[0], replies.at(-1)]).toEqual([250, 432]);
  });
});

describe('what it says and writes down', () => {
  it('is what it can do, and how large a message may be', async () => {
    const { smtp } = await openOffice();
    const said = await ehlo(smtp);
    for (const word of ['PIPELINING', '8BITMIME', 'STARTTLS', 'SIZE 36700160']) expect(said).toContain(word);
  });

  it('is every command with its answer, and never a password', async () => {
    const office = await openOffice({ record: true });
    const client = mailClient(office.smtp, { authMethod: 'PLAIN' });
    await client.sendMail(letter('p@partner.example'));
    client.close();
    const folder = office.server.world.folder;
    const calls = readFileSync(join(folder, 'calls.ndjson'), 'utf8').trimEnd().split('\n');
    const methods = calls.map((line) => (JSON.parse(line) as { method: string }).method);
    expect(methods.filter((method) => method !== 'QUIT')).toEqual(['EHLO', 'STARTTLS', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'DOT']);
    const bodies = readFileSync(join(folder, 'exchanges.ndjson'), 'utf8');
    expect(bodies).toContain('X-Migrate-Notice: n1');
    expect(bodies).not.toContain(office.smtp.password);
    expect(bodies).not.toContain(Buffer.from(office.smtp.password).toString('base64').slice(4, 16));
  });
});

/** The answer to EHLO in the clear. */
async function ehlo({ host, port }: Door): Promise<string> {
  const socket = connect({ host, port });
  socket.on('error', () => undefined);
  let said = '';
  socket.on('data', (part: Buffer) => (said += part.toString()));
  while (!said.includes('220 ')) await once(socket, 'data');
  socket.write('EHLO here.example\r\n');
  while (!/^250 /m.test(said)) await once(socket, 'data');
  socket.destroy();
  return said;
}

describe('a fault', () => {
  it.each([
    ['GREETING', '421 4.3.2 Not now', 421],
    ['EHLO', '550 5.7.1 No', 550],
    ['STARTTLS', '454 4.7.0 TLS not available', 454],
    ['AUTH', '454 4.7.0 Later', 454],
    ['MAIL', '550 5.7.705 Tenant has exceeded threshold', 550],
    ['RCPT', '450 4.2.1 Busy', 450],
    ['DATA', '452 4.2.2 Full', 452],
    ['DOT', '421 4.7.28 Unusual rate of unsolicited mail', 421],
  ])('at %s answers %s, and nothing is taken', async (method, reply, code) => {
    const office = await openOffice();
    await office.fault({ match: { provider: 'smtp', method }, kind: 'reply', reply, count: method === 'EHLO' ? 4 : 1 });
    const failed = await failure(office);
    expect([failed.responseCode, failed.response ?? failed.message]).toEqual([code, expect.stringContaining(reply.slice(4))]);
    expect(office.ledger()).toEqual([]);
    const client = mailClient(office.smtp);
    await office.control('DELETE', 'faults');
    await client.sendMail(letter('p@partner.example'));
    client.close();
    expect(office.ledger()).toHaveLength(1);
  });

  it.each([
    ['CONNECT', 'reset-before', 0],
    ['GREETING', 'reset-before', 0],
    ['EHLO', 'reset-before', 0],
    ['STARTTLS', 'reset-after', 0],
    ['AUTH', 'reset-after', 0],
    ['MAIL', 'reset-before', 0],
    ['RCPT', 'reset-after', 0],
    ['DATA', 'reset-before', 0],
    ['DATA', 'reset-during', 0],
    ['DOT', 'reset-before', 0],
    ['DOT', 'reset-after', 1],
  ])('at %s cuts the connection (%s): %i accepted', async (method, kind, accepted) => {
    const office = await openOffice();
    await office.fault({ match: { provider: 'smtp', method }, kind });
    const failed = await failure(office);
    expect(failed.responseCode).toBeUndefined();
    expect(office.ledger()).toHaveLength(accepted);
    expect(await arrived(office)).toHaveLength(accepted);
  });

  it('can take the message and say no, be slow, or never answer', async () => {
    const office = await openOffice();
    const at = { match: { provider: 'smtp', method: 'DOT' } };
    await office.fault({ ...at, kind: 'reply', reply: '451 4.3.0 Lost', isAfter: true });
    expect((await failure(office)).responseCode).toBe(451);
    await office.fault({ ...at, kind: 'hang' });
    expect((await failure(office, { socketTimeout: 300 })).code).toBe('ETIMEDOUT');
    await office.fault({ ...at, kind: 'slow', delayMs: 50 });
    const client = mailClient(office.smtp);
    await client.sendMail(letter('p@partner.example'));
    client.close();
    expect(office.ledger()).toHaveLength(2);
  });

  it('can be for some recipients or some messages only', async () => {
    const office = await openOffice();
    await office.fault(
      { match: { provider: 'smtp', method: 'RCPT', path: 'gone@' }, kind: 'reply', reply: '550 5.1.1 No such user' },
      { match: { provider: 'smtp', method: 'DOT', body: 'X-Migrate-Notice: n2' }, kind: 'reply', reply: '554 5.7.1 Spam' },
    );
    const client = mailClient(office.smtp);
    await client.sendMail(letter('p@partner.example'));
    await expect(client.sendMail(letter('gone@partner.example'))).rejects.toMatchObject({ responseCode: 550 });
    await expect(client.sendMail(letter('p@partner.example', 'n2'))).rejects.toMatchObject({ responseCode: 554 });
    client.close();
    expect(office.ledger()).toEqual(['p@partner.example n1']);
  });
});
