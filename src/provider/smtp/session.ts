// One connection to the mail server, which sends one message at a time.

import type { SMTPConnectionSendInfo, SMTPEnvelope } from 'nodemailer/lib/smtp-connection';
import { connectSmtp } from '../smtp-connection.ts';
import type { SmtpSignIn } from '../smtp-connection.ts';
import type { MessageBody } from './body.ts';

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
export async function openSession(options: SmtpSignIn): Promise<Session> {
  let isOpen = true;
  const connection = await connectSmtp(options, () => (isOpen = false));
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
