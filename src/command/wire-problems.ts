// Why the provider, the mail server or the sandbox cannot be reached at all, in words.

import type { Problem } from '../model/problem.ts';

export function noSandbox(folder: string): Problem {
  return {
    code: 'sandbox.not-running',
    severity: 'error',
    what: `No sandbox answers in the folder ${folder}.`,
    why: 'migrate.yaml says that it stands in for the provider.',
    todo: `Start it: migrate sandbox start. Or take the line "sandbox:" out of migrate.yaml to work on the real provider.`,
  };
}

export function noSecret(variable: string): Problem {
  return {
    code: 'connection.no-secret',
    severity: 'error',
    what: `The environment variable ${variable} is not set.`,
    why: 'It holds the secret with which this program signs in.',
    todo: `Set ${variable} for this window only (it is never written to a file), and try again.`,
  };
}

export function noKey(file: string): Problem {
  return {
    code: 'connection.no-key',
    severity: 'error',
    place: { file },
    what: `${file} is not the JSON key of a service account.`,
    why: 'This program signs in to Google Workspace with that key.',
    todo: 'Download the key of the service account as JSON and put it there, or correct google-workspace.keyFile in migrate.yaml.',
  };
}

export function noSandboxMail(): Problem {
  return {
    code: 'sandbox.no-mail',
    severity: 'error',
    what: 'The sandbox that runs has no mail server.',
    why: 'migrate.yaml sends the notices by SMTP, and the sandbox stands in for the mail server and the archive.',
    todo: 'It was started by an older version. Start it again: migrate sandbox stop, then migrate sandbox start.',
  };
}

export function noDkimKey(file: string): Problem {
  return {
    code: 'sending.no-dkim-key',
    severity: 'error',
    place: { file },
    what: `${file} is not a private key in PEM form.`,
    why: 'migrate.yaml says that messages are signed with it (sending.smtp.dkim).',
    todo: 'Put the key there whose public half is published under the selector, or take sending.smtp.dkim out of migrate.yaml.',
  };
}

export function noSmimeIdentity(file: string): Problem {
  return {
    code: 'sending.no-smime-key',
    severity: 'error',
    place: { file },
    what: `${file} gives no certificate with its key: it is not there, it is no PKCS#12 file with an RSA key, or the password is another one.`,
    why: 'migrate.yaml says that messages are signed with it (sending.smime).',
    todo: 'Put the .p12 or .pfx file there that the certificate authority gave you, and set the variable with its password.',
  };
}

export function noProfileKey(file: string): Problem {
  return {
    code: 'clients.no-profile-key',
    severity: 'error',
    place: { file },
    what: `${file} gives no certificate with its key: it is not there, it is no PKCS#12 file with an RSA key, or the password is another one.`,
    why: 'migrate.yaml says that profiles for Apple devices are signed with it (clients.apple).',
    todo: 'Put the .p12 or .pfx file there that the certificate authority gave you, and set the variable with its password.',
  };
}

export function smimeOfOther(found: {
  readonly file: string;
  readonly addresses: readonly string[];
  readonly sender: string;
}): Problem {
  return {
    code: 'sending.smime-of-other',
    severity: 'error',
    place: { file: found.file },
    what: `The certificate in ${found.file} is for ${found.addresses.join(', ') || 'no mail address'}, not for ${found.sender}.`,
    why: 'Mail programs show a message as forged whose signature is of another address than its sender.',
    todo: 'Take the certificate of sending.sender.address, or take sending.smime out of migrate.yaml.',
  };
}
