// The one place that says what a command, or a sign-in, that failed at a plain mail host proves.

import { RemoteFailure } from '../../model/failure.ts';
import type { FailureFacts } from '../../model/failure.ts';
import type { CommandEnd } from './run-command.ts';

/** What a command says by its exit code. Numbers of sysexits.h and errno.h where they have one. */
export const EXIT_CODES = { made: 0, exists: 17, later: 75, firstCrash: 128 } as const;

const OPERATION = 'provision.command';
const MOST_SAID = 400;

/** What a command that makes a mailbox has not done; undefined where it has made it. */
export function provisionFailure(end: CommandEnd, secrets: readonly string[]): RemoteFailure | undefined {
  const told = cleaned(end.said, secrets);
  const because = told === '' ? '' : `: ${told}`;
  const failure = (facts: Pick<FailureFacts, 'kind' | 'said'> & Partial<FailureFacts>): RemoteFailure =>
    new RemoteFailure({ operation: OPERATION, ...facts });
  switch (end.by) {
    case 'no-start':
      return failure({
        kind: 'refused',
        said: `the command cannot be started${because}`,
        todo: 'Check imap-host.provision.command in migrate.yaml: a path from the folder of migrate.yaml, or a program that is found by its name.',
      });
    case 'time':
      return failure({ kind: 'in-doubt', said: `the command took too long and was ended${because}` });
    case 'signal':
      return failure({ kind: 'in-doubt', said: `the command was ended by ${end.signal}${because}` });
    case 'exit':
      return exitFailure(end.code, { because, failure });
  }
}

interface Exit {
  readonly because: string;
  readonly failure: (facts: Pick<FailureFacts, 'kind' | 'said'> & Partial<FailureFacts>) => RemoteFailure;
}

function exitFailure(code: number, { because, failure }: Exit): RemoteFailure | undefined {
  const facts = { status: code };
  if (code === EXIT_CODES.made) return undefined;
  if (code === EXIT_CODES.exists) {
    return failure({
      ...facts,
      kind: 'taken',
      said: `the command says that there is such a mailbox already${because}`,
    });
  }
  if (code === EXIT_CODES.later) {
    return failure({
      ...facts,
      kind: 'not-yet',
      said: `the command has done nothing and may be asked again later${because}`,
    });
  }
  // A shell tells so of a program that was killed; Windows ends a crash with a number far above.
  if (code >= EXIT_CODES.firstCrash || code < 0) {
    return failure({ ...facts, kind: 'in-doubt', said: `the command broke off with exit code ${code}${because}` });
  }
  return failure({
    ...facts,
    kind: 'refused',
    said: `the command made no mailbox, exit code ${code}${because}`,
    todo: 'See what it says, mend the cause, and try again with: migrate retry --failed',
  });
}

/** What a failed look, or a sign-in, says: it never proves anything about the mailbox but that it could not be seen. */
export function signInTrouble(
  operation: 'IMAP' | 'SMTP' | 'ManageSieve',
  error: unknown,
  secrets: readonly string[],
): RemoteFailure {
  const members = Object.fromEntries(Object.entries(error ?? {}));
  // nodemailer puts a word of its own over what the system has said.
  const code: unknown = members['originalCode'] ?? members['code'];
  const isUntrusted = typeof code === 'string' && UNTRUSTED.test(code);
  const todo = isUntrusted
    ? 'The server cannot prove who it is. Have its certificate mended, or correct its name in migrate.yaml (imap-host).'
    : code === NO_TLS
      ? 'Write security: starttls in migrate.yaml (imap-host), or the port at which the host speaks TLS.'
      : undefined;
  const said = code === NO_TLS ? 'on that port it does not begin with TLS' : cleaned(wordsOf(error), secrets);
  return new RemoteFailure({
    kind: isUntrusted ? 'refused' : 'unavailable',
    operation,
    said: `no usable answer: ${said}`,
    ...(typeof code === 'string' && { code }),
    ...(todo !== undefined && { todo }),
  });
}

/** It says so of every password, so nothing about any mailbox. */
export function takesNoPassword(operation: 'IMAP' | 'SMTP'): RemoteFailure {
  return new RemoteFailure({
    kind: 'refused',
    operation,
    said: 'the server takes no password on this connection, whoever signs in',
    todo: 'Ask the host at which port, and with which security, mail programs sign in with a password; it may have to be switched on. Then correct imap-host in migrate.yaml.',
  });
}

/** What OpenSSL says when the other end does not answer in TLS. */
const NO_TLS = 'ERR_SSL_WRONG_VERSION_NUMBER';
const UNTRUSTED = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;

function wordsOf(error: unknown): string {
  const { responseText } = Object.fromEntries(Object.entries(error ?? {})) as { readonly responseText?: unknown };
  if (typeof responseText === 'string' && responseText !== '') return responseText;
  return error instanceof Error ? error.message : String(error);
}

/** One line, no control characters, no secrets, not endless: the end of what was said, where causes stand. */
export function cleaned(text: string, secrets: readonly string[]): string {
  const hidden = secrets.filter((secret) => secret !== '').flatMap(spellings);
  const open = hidden.reduce((left, secret) => left.replaceAll(secret, '***'), text);
  const line = open.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > MOST_SAID ? `…${line.slice(-MOST_SAID)}` : line;
}

/** As tools write it into what they complain about: for a URL, for JSON with escaped slashes, for a mail server. */
function spellings(secret: string): readonly string[] {
  return [
    secret,
    encodeURIComponent(secret),
    secret.replaceAll('/', String.raw`\/`),
    Buffer.from(secret).toString('base64'),
  ];
}

/** Of what a host cannot do; it is never planned. */
export function cannotBeDone(operation: string, todo: string): RemoteFailure {
  return new RemoteFailure({ kind: 'refused', operation, said: 'a plain mail host offers no way to do this', todo });
}
