// How this program signs in to the mail server and to the archive, or to those of the sandbox in their place; keys are read from files.

import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Problem } from '../model/problem.ts';
import type { SmtpSettings } from '../model/settings.ts';
import type { SmtpMailerOptions } from '../provider/smtp/mailer.ts';
import type { ConnectOptions, MailPort, Problems, ProviderPlace } from './wire-place.ts';
import { noDkimKey, noSandboxMail, noSecret } from './wire-problems.ts';

type SmtpSignIn = Pick<SmtpMailerOptions, 'settings' | 'secrets' | 'authority' | 'dkim'>;

export async function smtpOptions(
  { settings, folder, environment }: ConnectOptions,
  { sandbox }: ProviderPlace,
): Promise<SmtpSignIn | Problems> {
  const smtp = settings.sending?.smtp;
  if (smtp === undefined) throw new Error('messages go by SMTP, and no mail server is named');
  const dkim = await dkimOf(smtp, folder);
  if ('problems' in dkim) return dkim;
  const signIn = sandbox === undefined ? realSignIn(smtp, environment) : await sandboxSignIn(smtp, sandbox);
  return 'problems' in signIn ? signIn : { ...signIn, ...dkim };
}

/** Every variable that is missing is named at once. */
function realSignIn(smtp: SmtpSettings, environment: ConnectOptions['environment']): SmtpSignIn | Problems {
  const problems: Problem[] = [];
  const secretIn = (variable: string | undefined): string | undefined => {
    const secret = variable === undefined ? undefined : environment[variable];
    if (variable !== undefined && (secret === undefined || secret === '')) problems.push(noSecret(variable));
    return secret;
  };
  const [password, archive] = [secretIn(smtp.sign?.variable), secretIn(smtp.archive?.imap.variable)];
  if (problems.length > 0) return { problems };
  const secrets = {
    ...(password === undefined ? {} : { smtp: password }),
    ...(archive === undefined ? {} : { imap: archive }),
  };
  return { settings: smtp, secrets };
}

async function sandboxSignIn(
  smtp: SmtpSettings,
  { smtp: server, imap }: NonNullable<ProviderPlace['sandbox']>,
): Promise<SmtpSignIn | Problems> {
  if (server === undefined || imap === undefined) return { problems: [noSandboxMail()] };
  const { archive } = smtp;
  return {
    settings: {
      ...smtp,
      ...placedAt(server, smtp.security),
      sign: { user: server.user, with: 'password', variable: '' },
      ...(archive === undefined
        ? {}
        : {
            archive: {
              address: archive.address,
              imap: {
                ...placedAt(imap, archive.imap.security),
                // Every address of the sandbox is a mailbox.
                user: archive.address,
                variable: '',
                folder: archive.imap.folder,
              },
            },
          }),
    },
    secrets: { smtp: server.password, imap: imap.password },
    authority: await readFile(server.caFile, 'utf8'),
  };
}

/** The sandbox's servers speak TLS at once on one port, and after STARTTLS on the other. */
function placedAt({ host, port, tlsPort }: MailPort, security: SmtpSettings['security']) {
  return security === 'tls'
    ? { host, port: tlsPort, security: 'tls' as const }
    : { host, port, security: 'starttls' as const };
}

async function dkimOf({ dkim }: SmtpSettings, folder: string): Promise<Pick<SmtpSignIn, 'dkim'> | Problems> {
  if (dkim === undefined) return {};
  const { domain, selector, keyFile } = dkim;
  try {
    const privateKey = await readFile(resolve(folder, keyFile), 'utf8');
    createPrivateKey(privateKey);
    return { dkim: { domain, selector, privateKey } };
  } catch {
    return { problems: [noDkimKey(keyFile)] };
  }
}
