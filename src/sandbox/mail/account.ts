// Who may sign in to the mail servers: every address of the sandbox, with the one password or token of this folder; a mailbox of the
// rented host also with its own.

import { randomBytes } from 'node:crypto';
import { hostedMailbox } from '../hosting/mailboxes.ts';
import type { World } from '../kernel/world.ts';

/** Who sends, and who reads, where a client is told no other address. */
export const SENDER = 'notices@sandbox.example';
export const ARCHIVE = 'archive@sandbox.example';
/** Sets the scripts of others. */
export const SIEVE_MASTER = 'sieve-master@sandbox.example';

/** Password and access token alike; made on its first call. */
export function mailPassword(world: World): string {
  const kept = world.collection<string>('mail.password');
  const password = kept.get('self') ?? randomBytes(18).toString('base64url');
  if (!kept.has('self')) kept.put('self', password);
  return password;
}

/** The address that has signed in, lower case; undefined where it may not. */
export function signedIn(world: World, user: string, secret: string): string | undefined {
  const isAddress = /^[^@\s]+@[^@\s]+$/.test(user);
  if (!isAddress) return undefined;
  const own = hostedMailbox(world, user)?.password;
  return secret === mailPassword(world) || secret === own ? user.toLowerCase() : undefined;
}
