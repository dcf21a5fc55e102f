// One connection to the mail server: opened, secured, signed in, and closed. It sends one message at a time.

import type { ConnectionOptions } from 'node:tls';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SMTPConnectionAuth, SMTPConnectionSendInfo, SMTPEnvelope } from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import type { SmtpSettings } from '../../model/settings.ts';
import type { MessageBody } from './body.ts';
import type { SmtpPatience } from './limits.ts';

/** Long enough to hear the server's goodbye, too short to keep a program. */
const CLOSE_MS = 1000;

export interface SessionOptions {
  readonly server: Pick<SmtpSettings, 'host' | 'port' | 'security' | 'sign'>;
  /** The password or the access token. */
  readonly secret?: string;
  /** PEM of an authority that is trusted beside those of the system: the sandbox's own. */
  readonly authority?: string;
  readonly patience: Pick<SmtpPatience, 'connectMs' | 'greetingMs' | 'answerMs'>;
}

/** What nodemailer writes into the envelope that it is given. */
export type TrackedEnvelope = SMTPEnvelope & {
  readonly accepted?: readonly string[];
  readonly rejected?: readonly string[];
  /** In the order of `rejected`. */
  readonly rejectedErrors?: readonly Error[];
};

export interface Session {
  /** False once the server or the network has ended it. */
  readonly isOpen: () => boolean;
  /** Rejects with what nodemailer says. */
  readonly send: (envelope: TrackedEnvelope, body: MessageBody) => Promise<SMTPConnectionSendInfo>;
  /** Says goodbye. */
  readonly quit: () => void;
  /** At once: what is under way is lost. */
  readonly close: () => void;
}

/** Rejects with what nodemailer says; then nothing is left open. */
export async function openSession(options: SessionOptions): Promise<Session> {
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
  let isOpen = true;
  connection.on('end', () => (isOpen = false));
  // Whatever is under way is told by its own callback; an idle connection that breaks is nobody's failure.
  connection.on('error', () => (isOpen = false));
  try {
    await connected(connection);
    await signedIn(connection, options);
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    isOpen: () => isOpen,
    send: (envelope, body) =>
      new Promise((resolve, reject) => {
        connection.send(envelope, body, (error, info) => (error === null ? resolve(info) : reject(error)));
      }),
    quit: () => connection.quit(),
    close: () => connection.close(),
  };
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

async function signedIn(connection: SMTPConnection, { server: { sign }, secret = '' }: SessionOptions): Promise<void> {
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
