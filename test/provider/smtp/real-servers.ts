// Mail servers of Debian on loopback, where they are installed: smtp-sink, which keeps each message in a file, and Postfix in front of it.

import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installed } from '../../installed.ts';

export interface MailServer {
  readonly port: number;
  /** The whole messages that have arrived at the end of the way, when nothing is on its way any more. */
  readonly arrived: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

const SINK = installed('smtp-sink');
const POSTFIX = installed('postfix');
const LOOK_EVERY_MS = 20;
const MOST_LOOKS = 1000;
const isRoot = process.getuid?.() === 0;

/** Why a server cannot be opened here; undefined where it can. */
export function whyNoSink(): string | undefined {
  return SINK === undefined ? 'smtp-sink is not installed: it comes with Postfix' : undefined;
}

export function whyNoPostfix(): string | undefined {
  if (POSTFIX === undefined) return 'Postfix is not installed';
  return isRoot ? whyNoSink() : 'Postfix is started by root only';
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until somebody answers at the port. */
export async function answers(port: number): Promise<void> {
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await new Promise<boolean>((resolve) => {
      socket.once('data', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isThere) return;
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error(`nobody answers at port ${port}`);
}

export async function openSink(folder: string): Promise<MailServer> {
  const kept = path.join(folder, 'sink');
  mkdirSync(kept);
  // It does not run as root: then it is nobody, who has to be let in.
  chmodSync(folder, 0o755);
  chmodSync(kept, 0o777);
  const port = await freePort();
  const as = isRoot ? ['-u', 'nobody'] : [];
  const child = spawn(SINK ?? '', [...as, '-d', `${kept}/m.`, `127.0.0.1:${port}`, '100'], { stdio: 'ignore' });
  try {
    await answers(port);
  } catch (fault) {
    await ended(child);
    throw fault;
  }
  return {
    port,
    arrived: () => Promise.resolve(readdirSync(kept).map((name) => readFileSync(path.join(kept, name), 'latin1'))),
    close: () => ended(child),
  };
}

async function ended(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** A Postfix of its own, with its own queue, that hands everything on to smtp-sink. */
export async function openPostfix(folder: string): Promise<MailServer> {
  const sink = await openSink(folder);
  const port = await freePort();
  const place = (name: string): string => path.join(folder, name);
  for (const name of ['etc', 'queue', 'data']) mkdirSync(place(name));
  const owner = Number(execFileSync('id', ['-u', 'postfix'], { encoding: 'utf8' }));
  chownSync(place('data'), owner, 0);
  writeFileSync(place('etc/main.cf'), mainSettings(folder, sink.port));
  writeFileSync(place('etc/master.cf'), `127.0.0.1:${port} inet n - n - - smtpd\n${POSTFIX_SERVICES}`);
  const postfix = (...args: string[]): void => {
    execFileSync(POSTFIX ?? '', ['-c', place('etc'), ...args], { stdio: 'ignore' });
  };
  const close = async (): Promise<void> => {
    postfix('stop');
    await sink.close();
  };
  postfix('start');
  try {
    await answers(port);
  } catch (fault) {
    await close();
    throw fault;
  }
  return {
    port,
    arrived: async () => {
      for (let looks = 0; !isQueueEmpty(place('queue')); looks += 1) {
        if (looks >= MOST_LOOKS) throw new Error('the queue of Postfix is not empty yet');
        await sleep(LOOK_EVERY_MS);
      }
      return sink.arrived();
    },
    close,
  };
}

/** Messages lie in these until they have been handed on. */
function isQueueEmpty(queue: string): boolean {
  return ['maildrop', 'incoming', 'active', 'deferred'].every((name) => {
    const entries = readdirSync(path.join(queue, name), { recursive: true, withFileTypes: true });
    return entries.every((entry) => !entry.isFile());
  });
}

function mainSettings(folder: string, sinkPort: number): string {
  return `${postfixSettings(folder)}myhostname = relay.example
mynetworks = 127.0.0.0/8
relayhost = [127.0.0.1]:${sinkPort}
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_dns_support_level = disabled
smtp_host_lookup = native
`;
}

/** What every Postfix here has: all that is its own lies in the folder, it listens on loopback, and it keeps no mail. */
export function postfixSettings(folder: string): string {
  return `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/data/mail.log
maillog_file_prefixes = ${folder}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
alias_maps =
local_recipient_maps =
`;
}

/** Postfix without anything that listens. */
export const POSTFIX_SERVICES = `postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
showq unix n - n - - showq
`;
