// Servers that let nobody in by a password, whoever it is: that is told as what it is, and never as a password that is wrong.

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer } from 'node:tls';
import type { Server } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enterImap, enterSmtp, greetImap, greetSmtp } from '../../../src/provider/imap-host/sign-in.ts';
import type { MailDoor } from '../../../src/provider/imap-host/sign-in.ts';
import { identityOf } from '../../../src/sandbox/mail/certificate.ts';

const OPEN_TO_NOBODY = 'IMAP4rev1 LOGINDISABLED AUTH=CRAM-MD5';

/** What each server says to a line; the first line of all comes without one. */
const TALKS: Readonly<Record<string, (line: string) => string>> = {
  imap: (line) => {
    const [tag = '', command = ''] = line.split(' ');
    if (line === '') return `* OK [CAPABILITY ${OPEN_TO_NOBODY}] ready\r\n`;
    const told = command.toUpperCase() === 'CAPABILITY' ? `* CAPABILITY ${OPEN_TO_NOBODY}\r\n` : '';
    return `${told}${tag} OK done\r\n`;
  },
  smtp: (line) => {
    if (line === '') return '220 host.example ESMTP\r\n';
    if (/^EHLO/i.test(line)) return '250-host.example\r\n250 8BITMIME\r\n';
    return /^AUTH/i.test(line) ? '503 5.5.1 Error: authentication not enabled\r\n' : '250 OK\r\n';
  },
};

const folder = mkdtempSync(path.join(tmpdir(), 'migrate-sign-in-'));
const opened: Server[] = [];
let door: MailDoor;

beforeAll(async () => {
  const kept = { get: () => undefined, has: () => false, put: () => undefined };
  const {
    ca,
    certificate: cert,
    key,
  } = identityOf({ folder, clock: { now: Date.now }, collection: () => kept } as never);
  const places = await Promise.all(
    ['imap', 'smtp'].map(async (name) => {
      const talk = TALKS[name] ?? (() => '');
      const server = createServer({ cert, key }, (socket) => {
        socket.on('error', () => undefined);
        socket.write(talk(''));
        socket.on('data', (part) => socket.write(String(part).split('\r\n').filter(Boolean).map(talk).join('')));
      });
      opened.push(server.listen(0, '127.0.0.1'));
      await once(server, 'listening');
      return { host: 'localhost', port: (server.address() as AddressInfo).port, security: 'tls' as const };
    }),
  );
  const [imap, smtp] = places;
  if (imap === undefined || smtp === undefined) throw new Error('two servers were opened');
  door = { host: { imap, smtp, login: 'address' }, authority: ca };
});
afterAll(() => {
  for (const server of opened) server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a server that takes no passwords', () => {
  const none = { facts: { kind: 'refused', said: expect.stringContaining('takes no password') } };

  it('does not say that one is wrong', async () => {
    await expect(enterImap('sato@new.example', 'right', door)).rejects.toMatchObject(none);
    await expect(enterSmtp('sato@new.example', 'right', door)).rejects.toMatchObject(none);
  });

  it('is known beforehand', async () => {
    const { host, authority } = door;
    await expect(greetImap(host.imap, authority)).rejects.toMatchObject(none);
    await expect(greetSmtp(host.smtp, authority)).rejects.toMatchObject(none);
  });
});
