// What belongs to one mailbox of a plain mail host: whether it works, and what it does with mail while nobody reads it.

import type { AutomaticReply, Forwarding } from '../../model/account.ts';
import type { MailboxRef, Mailboxes } from '../../model/directory.ts';
import { RemoteFailure } from '../../model/failure.ts';
import type { KnownPasswords } from './known-passwords.ts';
import type { OwnerScripts } from './owner-script.ts';
import { enterImap, enterSmtp } from './sign-in.ts';
import type { MailDoor } from './sign-in.ts';

export interface HostMailboxesOptions {
  readonly door: MailDoor;
  readonly passwords: KnownPasswords;
  /** Absent where the host has no ManageSieve for us. */
  readonly scripts?: OwnerScripts;
}

const OFF: AutomaticReply = { isOn: false, internalHtml: '', externalHtml: '', audience: 'all' };

export function openHostMailboxes({ door, passwords, scripts }: HostMailboxesOptions): Mailboxes {
  return {
    isReady: ({ address }) => isReady(address, { door, passwords }),
    reply: async ({ address }) => (await scriptsFor(scripts).read(address)).reply ?? OFF,
    setReply: ({ address }, reply) =>
      scriptsFor(scripts).change(address, ({ reply: before, ...rest }) => (reply.isOn ? { ...rest, reply } : rest)),
    ...(scripts !== undefined && { forwarding: forwardingBy(scripts) }),
  };
}

/** A real IMAP and a real SMTP sign-in with the password that the owner will get. */
async function isReady(address: string, { door, passwords }: Omit<HostMailboxesOptions, 'scripts'>): Promise<boolean> {
  let isAnyKnown = false;
  for await (const { password } of passwords.of(address)) {
    isAnyKnown = true;
    if ((await enterImap(address, password, door)) === 'refused') continue;
    return (await enterSmtp(address, password, door)) === 'let-in';
  }
  const more = await passwords.whyMore();
  if (more === undefined && isAnyKnown) return false;
  throw new RemoteFailure({
    kind: 'refused',
    operation: 'IMAP LOGIN',
    said: `nobody can sign in as ${address} to see whether it works: its password is not known here`,
    todo: more ?? 'The vault data/credentials.age does not have it. Bring the vault back from a backup.',
  });
}

function forwardingBy(scripts: OwnerScripts): NonNullable<Mailboxes['forwarding']> {
  return {
    read: async ({ address }: MailboxRef): Promise<Forwarding> =>
      (await scripts.read(address)).forwarding ?? { isOn: false, keepsCopy: true },
    set: ({ address }, forwarding) =>
      scripts.change(address, ({ forwarding: before, ...rest }) => (forwarding.isOn ? { ...rest, forwarding } : rest)),
  };
}

function scriptsFor(scripts: OwnerScripts | undefined): OwnerScripts {
  if (scripts === undefined)
    throw new Error('an automatic reply was planned for a mail host that offers no ManageSieve');
  return scripts;
}
