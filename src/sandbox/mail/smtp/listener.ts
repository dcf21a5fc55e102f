// Mail submission on loopback: STARTTLS on one port, TLS at once on another, AUTH before anything is taken.

import type { Socket } from 'node:net';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { listenAgain, LOOPBACK, type Listener, type ListenerPlace } from '../../kernel/listener.ts';
import { mailPassword, SENDER, signedIn } from '../account.ts';
import { CA_FILE, identityOf } from '../certificate.ts';
import { StagedConnection } from './connection.ts';
import { greet, isRefusedAtOnce } from './greeting.ts';
import { receiveMessage } from './receive.ts';
import { refusal, replyIn } from './stage.ts';

/** About what Exchange Online and Gmail take. */
const MOST_BYTES = 35 * 1024 * 1024;
const MOST_RECIPIENTS = 100;

/** smtp-server with our connections in place of its own. */
class StagedServer extends SMTPServer {
  readonly #place: ListenerPlace;

  constructor(place: ListenerPlace, options: SMTPServerOptions) {
    super(options);
    this.#place = place;
    // A client that breaks off or speaks no TLS is its own affair; without a listener it would end the sandbox.
    this.on('error', () => undefined);
  }

  override connect(socket: Socket): void {
    const connection = new StagedConnection(this, socket, this.#place);
    this.connections.add(connection);
    connection.on('error', () => undefined);
    if (isRefusedAtOnce(connection, this.#place)) connection.cut();
    else connection.init();
  }

  connectionOf(id: string): StagedConnection {
    for (const one of this.connections) if (one.id === id && one instanceof StagedConnection) return one;
    throw new Error(`there is no connection ${id}`);
  }

  async end(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.close(() => resolve()));
    for (const one of this.connections) if (one instanceof StagedConnection) one.cut();
    await closed;
  }
}

export const smtpListener: Listener = {
  name: 'smtp',
  async open(place) {
    const { world } = place;
    const [plain, secure] = [openServer(place, false), openServer(place, true)];
    const port = await listenAgain(plain.server, world, 'smtp');
    const tlsPort = await listenAgain(secure.server, world, 'smtps');
    return {
      facts: {
        ...{ host: LOOPBACK, port, tlsPort, user: SENDER, password: mailPassword(world) },
        caFile: join(world.folder, CA_FILE),
      },
      async close() {
        await Promise.all([plain.end(), secure.end()]);
      },
    };
  },
};

function openServer(place: ListenerPlace, secure: boolean): StagedServer {
  const { certificate: cert, key } = identityOf(place.world);
  const server: StagedServer = new StagedServer(place, {
    ...{ cert, key, secure, size: MOST_BYTES, rejectOversized: true, maxRecipients: MOST_RECIPIENTS },
    ...{ name: 'mail.sandbox.example', banner: 'sandbox', disableReverseLookup: true, closeTimeout: 1000 },
    authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
    onConnect: (session, callback) => greet(server.connectionOf(session.id), place, callback),
    onAuth(auth, _session, callback) {
      const user = signedIn(place.world, auth.username ?? '', auth.accessToken ?? auth.password ?? '');
      if (user === undefined) callback(refusal({ code: 535, text: '5.7.8 Username and password not accepted' }));
      else callback(null, { user });
    },
    onMailFrom({ address }, session, callback) {
      const fault = submissionFault(place, String(session.user), address);
      callback(fault === undefined ? null : refusal(replyIn(fault)));
    },
    onData(stream, session, callback) {
      const connection = server.connectionOf(session.id);
      void receiveMessage({ stream, session, connection, place }).then((outcome) => {
        if (outcome === undefined) return;
        if (typeof outcome === 'string') callback(null, outcome);
        else callback(refusal(outcome));
      });
    },
  });
  return server;
}

/** What the provider of whoever has signed in says against this sender, or against one more message. */
function submissionFault({ post, world }: ListenerPlace, user: string, from: string): string | undefined {
  const submission = post.submission(user);
  if (submission === undefined) return undefined;
  const fault = submission.senderFault(from);
  if (fault !== undefined) return fault;
  const shortage = world.buckets.take([{ key: `smtp submission ${user}`, rate: submission.rate, cost: 1 }]);
  return shortage === undefined ? undefined : submission.refusal;
}
