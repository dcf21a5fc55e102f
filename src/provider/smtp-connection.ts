// A connection to a mail server: opened, secured and signed in. What is sent over it is told by whoever opens it.

import type { ConnectionOptions } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SMTPConnectionAuth } from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import type { SmtpSettings } from '../model/settings.ts';

/** Long enough to hear the server's goodbye, too short to keep a program. */
const CLOSE_MS = 1000;

export interface SmtpSignIn {
  readonly server: Pick<SmtpSettings, 'host' | 'port' | 'security' | 'sign'>;
  /** The password or the access token. */
  readonly secret?: string;
  /** PEM of an authority that is trusted beside those of the system: the sandbox's own. */
  readonly authority?: string;
  readonly patience: {
    readonly connectMs: number;
    readonly greetingMs: number;
    /** Without a byte from the server, at any command and at the final dot. */
    readonly answerMs: number;
  };
}

/** `onEnd` is called when the server or the network has ended it. Rejects with what nodemailer says; then nothing is left open. */
export async function connectSmtp(options: SmtpSignIn, onEnd: () => void = () => undefined): Promise<SMTPConnection> {
  const { server, authority, patience } = options;
  const tls: ConnectionOptions = {
    minVersion: 'TLSv1.2',
    ...(authority === undefined ? {} : { ca: [authority] }),
  };
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    tls,
    connectionTimeout: patience.connectMs,
    greetingTimeout: patience.greetingMs,
    socketTimeout: patience.answerMs,
    socketCloseTimeout: CLOSE_MS,
    allowInternalNetworkInterfaces: true,
  });
  connection.on('end', onEnd);
  // Whatever is under way is told by its own callback; an idle connection that breaks is nobody's failure.
  connection.on('error', onEnd);
  try {
    await connected(connection);
    await signedIn(connection, options);
  } catch (error) {
    connection.close();
    throw error;
  }
  return connection;
}

function connected(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => {
      connection.off('error', reject);
      if (error === undefined) resolve();
      else reject(error);
    });
  });
}

async function signedIn(connection: SMTPConnection, { server: { sign }, secret = '' }: SmtpSignIn): Promise<void> {
  if (sign === undefined) return;
  const { user } = sign;
  const auth: SMTPConnectionAuth =
    sign.with === 'oauth2'
      ? { user, method: 'XOAUTH2', oauth2: new XOAuth2({ user, accessToken: secret }) }
      : { user, pass: secret };
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.login(auth, (error) => {
      connection.off('error', reject);
      if (error === null) resolve();
      else reject(error);
    });
  });
}
