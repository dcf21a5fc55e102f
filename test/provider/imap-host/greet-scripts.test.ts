// ManageSieve servers that are none, or are not there: what each proves, in words that move no cursor.

import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { greetScripts } from '../../../src/provider/imap-host/owner-script.ts';

async function greeted(talk: (socket: Socket) => void): Promise<unknown> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    talk(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const place = { host: 'localhost', port, master: { user: 'migrate-master', variable: '' } };
    return await greetScripts(place, undefined).catch((error: unknown) => error);
  } finally {
    server.close();
  }
}

describe('a server of scripts', () => {
  it('that offers no TLS is no place to sign in', async () => {
    expect(await greeted((socket) => socket.write('"SIEVE" "vacation"\r\nOK\r\n'))).toMatchObject({
      facts: { kind: 'refused', said: expect.stringContaining('offers no STARTTLS') },
    });
  });

  it('that says no is heard in its own words, without what moves a cursor', async () => {
    expect(await greeted((socket) => socket.end('BYE "go away\u001b[2J\u202e"\r\n'))).toMatchObject({
      facts: { kind: 'refused', said: 'go away [2J' },
    });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['goes away', (socket) => socket.destroy()],
    ['sends more than anybody can use', (socket) => socket.write('"X" {99999999}\r\n')],
    [
      'says something in the clear after STARTTLS',
      (socket) => {
        socket.write('"STARTTLS"\r\nOK\r\n');
        socket.on('data', () => socket.write('OK\r\n"SIEVE" "vacation"\r\nOK\r\n'));
      },
    ],
  ])('that %s proves nothing', async (_what, talk) => {
    expect(await greeted(talk)).toMatchObject({ facts: { kind: 'unavailable', operation: 'ManageSieve' } });
  });
});
