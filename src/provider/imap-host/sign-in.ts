// Real sign-ins: what a mail program would do with an address and its password. Nothing is read, nothing is changed.

import type { MailHost, MailServer } from '../../model/mail-host.ts';
import { connectImap } from '../imap.ts';
import { connectSmtp } from '../smtp-connection.ts';
import { signInTrouble, takesNoPassword } from './failures.ts';

export interface MailDoor {
  readonly host: MailHost;
  /** PEM of an authority that is trusted beside those of the system: the sandbox's own. */
  readonly authority?: string;
}

/** `refused` says that this address and this password do not go together here: one of them may not be there (yet). */
export type Entry = 'let-in' | 'refused';

const PATIENCE = { connectMs: 30_000, greetingMs: 60_000, answerMs: 60_000 } as const;

/** What somebody signs in with. */
export function loginOf(address: string, { login }: MailHost): string {
  return login === 'address' ? address : address.slice(0, address.lastIndexOf('@'));
}

/** Signs in over IMAP and opens the inbox. Throws RemoteFailure where it cannot be tried. */
export async function enterImap(address: string, password: string, { host, authority }: MailDoor): Promise<Entry> {
  try {
    const client = await connectImap({
      ...host.imap,
      user: loginOf(address, host),
      password,
      ...(authority !== undefined && { authority }),
    });
    try {
      await client.mailboxOpen('INBOX', { readOnly: true });
    } finally {
      await client.logout().catch(() => client.close());
    }
    return 'let-in';
  } catch (error) {
    const { authenticationFailed, response } = membersOf(error);
    if (isRefusal(error)) return 'refused';
    if (authenticationFailed === true && response === undefined) throw takesNoPassword('IMAP');
    throw signInTrouble('IMAP', error, [password]);
  }
}

/** Signs in over SMTP and sends nothing. Throws RemoteFailure where it cannot be tried. */
export async function enterSmtp(address: string, password: string, { host, authority }: MailDoor): Promise<Entry> {
  const user = loginOf(address, host);
  try {
    const connection = await connectSmtp({
      server: { ...host.smtp, sign: { user, with: 'password', variable: '' } },
      secret: password,
      patience: PATIENCE,
      ...(authority !== undefined && { authority }),
    });
    connection.quit();
    return 'let-in';
  } catch (error) {
    const { responseCode, code } = membersOf(error);
    if (code === 'EAUTH' && typeof responseCode === 'number' && responseCode >= 500) {
      if (NOT_BY_PASSWORD.has(responseCode)) throw takesNoPassword('SMTP');
      return 'refused';
    }
    throw signInTrouble('SMTP', error, [password]);
  }
}

/** The command, or its order, or the connection is wrong, and not the password (RFC 5321, 4.2.3; RFC 4954, 6). */
const NOT_BY_PASSWORD: ReadonlySet<number> = new Set([500, 501, 502, 503, 504, 530, 538]);

/**
 * Where nothing was answered the client itself has found no way to sign in. Temporary trouble behind the server is told by a code of its own
 * (RFC 5530), in the same NO.
 */
function isRefusal(error: unknown): boolean {
  const { authenticationFailed, response, serverResponseCode } = membersOf(error);
  return (
    authenticationFailed === true &&
    response !== undefined &&
    !['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG'].includes(String(serverResponseCode))
  );
}

/** Whether a server answers, proves who it is, and takes passwords; signs nobody in. Throws RemoteFailure. */
export async function greetImap(server: MailServer, authority: string | undefined): Promise<void> {
  const { ImapFlow } = await import('imapflow');
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    ...(server.security === 'starttls' && { doSTARTTLS: true }),
    tls: { minVersion: 'TLSv1.2', ...(authority !== undefined && { ca: authority }) },
    logger: false,
    emitLogs: false,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    // It stops where it would sign in: everything before has gone well.
    const { capabilities } = client;
    if (client.secureConnection && capabilities.size > 0) {
      if (!capabilities.has('LOGINDISABLED') || capabilities.has('AUTH=PLAIN') || capabilities.has('AUTH=LOGIN'))
        return;
      throw takesNoPassword('IMAP');
    }
    throw signInTrouble('IMAP', error, []);
  } finally {
    client.close();
  }
}

export async function greetSmtp(server: MailServer, authority: string | undefined): Promise<void> {
  let takesPasswords: boolean;
  try {
    const connection = await connectSmtp({ server, patience: PATIENCE, ...(authority !== undefined && { authority }) });
    takesPasswords = connection.allowsAuth;
    connection.quit();
  } catch (error) {
    throw signInTrouble('SMTP', error, []);
  }
  if (!takesPasswords) throw takesNoPassword('SMTP');
}

function membersOf(error: unknown): Readonly<Record<string, unknown>> {
  return typeof error === 'object' && error !== null ? Object.fromEntries(Object.entries(error)) : {};
}
