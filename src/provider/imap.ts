// Connections to an IMAP server, and what their failures say. We only ever read: a failure proves nothing about any message.

import type { ImapFlow } from 'imapflow';
import { RemoteFailure } from '../model/failure.ts';

export interface ImapPlace {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
}

export interface ImapSignIn extends ImapPlace {
  readonly user: string;
  readonly password: string;
  /** PEM of an authority that is trusted beside those of the system: the sandbox's own. */
  readonly authority?: string;
}

export async function connectImap({ host, port, security, user, password, authority }: ImapSignIn): Promise<ImapFlow> {
  const { ImapFlow: Client } = await import('imapflow');
  const client = new Client({
    host,
    port,
    secure: security === 'tls',
    ...(security === 'tls' ? {} : { doSTARTTLS: security === 'starttls' }),
    auth: { user, pass: password },
    tls: { minVersion: 'TLSv1.2', ...(authority === undefined ? {} : { ca: authority }) },
    logger: false,
    emitLogs: false,
  });
  // Without a listener an idle connection that breaks would end the program; the next question finds it out.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

export interface ImapErrand {
  readonly password: string;
  /** `the archive cannot be looked into`. */
  readonly trouble: string;
  /** Where in migrate.yaml the sign-in stands. */
  readonly setting: string;
  /** What a refused sign-in is: `unavailable` where the program goes on without an answer. */
  readonly signInKind: 'refused' | 'unavailable';
}

export function imapFailure(error: unknown, { password, trouble, setting, signInKind }: ImapErrand): RemoteFailure {
  const facts: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(error ?? {}));
  const { responseText, authenticationFailed } = facts;
  const told = typeof responseText === 'string' ? responseText : error instanceof Error ? error.message : String(error);
  const said = told
    .replaceAll(password, '***')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .slice(0, 400);
  if (authenticationFailed === true) {
    const todo = `Check ${setting} in migrate.yaml, and that the variable it names holds the password.`;
    return new RemoteFailure({ kind: signInKind, operation: 'IMAP LOGIN', said, todo });
  }
  return new RemoteFailure({ kind: 'unavailable', operation: 'IMAP SEARCH', said: `${trouble}: ${said}` });
}
