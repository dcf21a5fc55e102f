// IMAP on loopback: STARTTLS on one port, TLS at once on another. Every mailbox of the sandbox can be opened.

import { createServer as createPlainServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createSecureContext, createServer as createTlsServer } from 'node:tls';
import { listenAgain, LOOPBACK, type Listener } from '../../kernel/listener.ts';
import { ARCHIVE, mailPassword } from '../account.ts';
import { CA_FILE, identityOf } from '../certificate.ts';
import { ImapConnection } from './connection.ts';

export const imapListener: Listener = {
  name: 'imap',
  async open(place) {
    const { world } = place;
    const { certificate: cert, key } = identityOf(world);
    const secureContext = createSecureContext({ cert, key });
    const open = new Set<ImapConnection>();
    const serve = (socket: Socket) => {
      const connection = new ImapConnection(socket, place, { secureContext });
      open.add(connection);
      socket.on('close', () => open.delete(connection));
      void connection.serve();
    };
    const [plain, secure] = [createPlainServer(serve), createTlsServer({ cert, key }, serve)];
    const port = await listenAgain(plain, world, 'imap');
    const tlsPort = await listenAgain(secure, world, 'imaps');
    return {
      facts: {
        ...{ host: LOOPBACK, port, tlsPort, user: ARCHIVE, password: mailPassword(world) },
        caFile: join(world.folder, CA_FILE),
      },
      async close() {
        const closed = [plain, secure].map(ended);
        for (const connection of open) connection.cut();
        await Promise.all(closed);
      },
    };
  },
};

async function ended(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
