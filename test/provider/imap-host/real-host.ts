// A mail host of Debian's programs on loopback, where they are installed: Dovecot with ManageSieve, and Postfix, which asks Dovecot who
// may send. Its mailboxes are lines of a file, which a command of the administrator's appends to.

import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { identityOf } from '../../../src/sandbox/mail/certificate.ts';
import { installed } from '../../installed.ts';
import { answers, freePort, POSTFIX_SERVICES, postfixSettings } from '../smtp/real-servers.ts';

export interface RealHost {
  readonly imapsPort: number;
  readonly submissionPort: number;
  readonly sievePort: number;
  /** PEM file of the authority of both servers. */
  readonly authority: string;
  readonly masterPassword: string;
  /** `command` and `arguments` of imap-host.provision. */
  readonly provision: readonly string[];
  /** Addresses in the order in which the command was called for them, also where it made nothing. */
  readonly calls: () => readonly string[];
  /** Addresses that the host has, one for each line. */
  readonly users: () => readonly string[];
  /** Puts a message into a mailbox as mail from outside would be, and gives what the host sends in answer to it. */
  readonly deliver: (to: string, message: string) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

const DOVECOT = installed('dovecot');
const POSTFIX = installed('postfix');
const LDA = '/usr/lib/dovecot/dovecot-lda';
const NOBODY = 65_534;
const MASTER = 'migrate-master';
const MASTER_PASSWORD = 'master-of-scripts-1';

/** Why the host cannot be opened here; undefined where it can. */
export function whyNoHost(): string | undefined {
  if (DOVECOT === undefined || !existsSync('/usr/lib/dovecot/managesieve'))
    return 'Dovecot with ManageSieve is not installed';
  if (POSTFIX === undefined) return 'Postfix is not installed';
  return process.getuid?.() === 0 ? undefined : 'mail servers are started by root only';
}

/** `old`: addresses that are there before anybody comes. */
export async function openRealHost(folder: string, old: readonly string[]): Promise<RealHost> {
  chmodSync(folder, 0o755);
  const place = (name: string): string => path.join(folder, name);
  for (const name of ['mail', 'sent', 'run', 'etc', 'queue', 'data']) mkdirSync(place(name));
  for (const name of ['mail', 'sent']) chownSync(place(name), NOBODY, NOBODY);
  chownSync(place('data'), Number(execFileSync('id', ['-u', 'postfix'], { encoding: 'utf8' })), 0);
  writeIdentity(folder);
  writeFileSync(place('users'), old.map((address) => `${address}:{PLAIN}nobody-knows-it\n`).join(''));
  writeFileSync(place('masters'), `${MASTER}:{PLAIN}${MASTER_PASSWORD}\n`);
  writeFileSync(place('calls'), '');
  writeFileSync(place('make-mailbox.mjs'), MAKE_MAILBOX);
  writeFileSync(place('send.sh'), '#!/bin/sh\ncat > "$(dirname "$0")/sent/$$.eml"\n', { mode: 0o755 });
  const [imapsPort, sievePort, authPort, submissionPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  writeFileSync(place('dovecot.conf'), dovecotSettings(folder, { imapsPort, sievePort, authPort }));
  writeFileSync(place('etc/main.cf'), submissionSettings(folder, authPort));
  writeFileSync(
    place('etc/master.cf'),
    `127.0.0.1:${submissionPort} inet n - n - - smtpd\ntlsmgr unix - - n 1000 1 tlsmgr\n${POSTFIX_SERVICES}`,
  );
  const dovecot = spawn(DOVECOT ?? '', ['-F', '-c', place('dovecot.conf')], { stdio: 'ignore' });
  const postfix = (...args: string[]): void => {
    execFileSync(POSTFIX ?? '', ['-c', place('etc'), ...args], { stdio: 'ignore' });
  };
  const close = async (): Promise<void> => {
    postfix('stop');
    await ended(dovecot);
  };
  postfix('start');
  try {
    await Promise.all([answers(sievePort), answers(submissionPort)]);
  } catch (fault) {
    await close();
    throw fault;
  }
  const lines = (name: string): readonly string[] =>
    readFileSync(place(name), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  return {
    ...{ imapsPort, sievePort, submissionPort, close },
    authority: place('ca.pem'),
    masterPassword: MASTER_PASSWORD,
    provision: [process.execPath, place('make-mailbox.mjs'), folder, '{address}'],
    calls: () => lines('calls'),
    users: () => lines('users').map((line) => line.split(':')[0] ?? ''),
    deliver: (to, message) => deliver(folder, { to, message }),
  };
}

/** The authority and the certificate of the sandbox's own making, for these servers. */
function writeIdentity(folder: string): void {
  const nothing = { get: () => undefined, has: () => false, put: () => undefined };
  const { certificate, key } = identityOf({ folder, clock: { now: Date.now }, collection: () => nothing } as never);
  writeFileSync(path.join(folder, 'cert.pem'), certificate);
  writeFileSync(path.join(folder, 'key.pem'), key, { mode: 0o600 });
}

/** What an administrator might write. It counts every call before anything else. */
const MAKE_MAILBOX = `import { appendFileSync, readFileSync } from 'node:fs';
const [folder, address] = process.argv.slice(2);
appendFileSync(folder + '/calls', address + '\\n');
const { password } = JSON.parse(readFileSync(0, 'utf8'));
const users = readFileSync(folder + '/users', 'utf8').split('\\n');
if (users.some((line) => line.startsWith(address + ':'))) process.exit(17);
appendFileSync(folder + '/users', address + ':{PLAIN}' + password + '\\n');
`;

async function deliver(
  folder: string,
  { to, message }: { readonly to: string; readonly message: string },
): Promise<readonly string[]> {
  const sent = path.join(folder, 'sent');
  const child = spawn(
    LDA,
    ['-c', path.join(folder, 'dovecot.conf'), '-d', to, '-a', to, '-f', 'partner@partner.example'],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  child.stdin.end(message);
  await once(child, 'exit');
  // It ends when everything has been handed on.
  return readdirSync(sent).map((name) => readFileSync(path.join(sent, name), 'utf8'));
}

async function ended(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

function dovecotSettings(
  folder: string,
  {
    imapsPort,
    sievePort,
    authPort,
  }: { readonly imapsPort: number; readonly sievePort: number; readonly authPort: number },
): string {
  return `protocols = imap sieve
listen = 127.0.0.1
base_dir = ${folder}/run
log_path = ${folder}/dovecot.log
ssl = required
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = yes
# Whoever guesses passwords waits: here nobody does, and refusals are wanted.
auth_failure_delay = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
first_valid_uid = 0
mail_location = maildir:~/Maildir
passdb {
  driver = passwd-file
  master = yes
  args = ${folder}/masters
}
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = static
  args = uid=${NOBODY} gid=${NOBODY} home=${folder}/mail/%u
}
service imap-login {
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${imapsPort}
    ssl = yes
  }
}
service managesieve-login {
  inet_listener sieve {
    port = ${sievePort}
  }
}
service auth {
  inet_listener {
    port = ${authPort}
    address = 127.0.0.1
  }
}
sendmail_path = ${folder}/send.sh
postmaster_address = postmaster@host.example
protocol lda {
  mail_plugins = sieve
}
plugin {
  sieve = file:~/sieve;active=~/.dovecot.sieve
}
`;
}

function submissionSettings(folder: string, authPort: number): string {
  return `${postfixSettings(folder)}myhostname = host.example
mynetworks =
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_tls_cert_file = ${folder}/cert.pem
smtpd_tls_key_file = ${folder}/key.pem
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${authPort}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
`;
}
