// ManageSieve on loopback (RFC 5804): STARTTLS first, then whoever may sign in for others, then the scripts of a mailbox.

import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { listenAgain, LOOPBACK, type Listener } from '../../kernel/listener.ts';
import { mailPassword, SIEVE_MASTER } from '../account.ts';
import { CA_FILE, identityOf } from '../certificate.ts';
import { SieveConnection } from './connection.ts';

export const sieveListener: Listener = {
  name: 'sieve',
  async open(place) {
    const { world } = place;
    const { certificate: cert, key } = identityOf(world);
    const secureContext = createSecureContext({ cert, key });
    const open = new Set<Socket>();
    const server = createServer((socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      void new SieveConnection(socket, world, secureContext).serve();
    });
    const port = await listenAgain(server, world, 'sieve');
    return {
      facts: {
        ...{ host: LOOPBACK, port, user: SIEVE_MASTER, password: mailPassword(world) },
        caFile: join(world.folder, CA_FILE),
      },
      async close() {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        for (const socket of open) socket.destroy();
        await closed;
      },
    };
  },
};
