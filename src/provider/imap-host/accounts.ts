// Mailboxes of a plain mail host. It keeps no list that could be asked for and no stamp: an account is ours when it answers to a
// password that only this migration knows.

import type { Account } from '../../model/account.ts';
import type { Accounts, CreatedAccount, NewAccount, Ownership } from '../../model/directory.ts';
import { RemoteFailure } from '../../model/failure.ts';
import type { MailboxField, Provision } from '../../model/mail-host.ts';
import { cannotBeDone, provisionFailure } from './failures.ts';
import type { KnownPassword, KnownPasswords } from './known-passwords.ts';
import { optionLike, runCommand } from './run-command.ts';
import { enterImap } from './sign-in.ts';
import type { MailDoor } from './sign-in.ts';

/** A mailbox of the list that the administrator has exported. */
export interface ListedMailbox {
  readonly address: string;
  readonly displayName?: string;
}

export interface HostAccountsOptions {
  readonly door: MailDoor;
  readonly provision: Provision;
  readonly listed: readonly ListedMailbox[];
  readonly passwords: KnownPasswords;
  /** Where a relative path of a command begins. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

type ByCommand = Extract<Provision, { readonly by: 'command' }>;

export function openHostAccounts(options: HostAccountsOptions): Accounts {
  const { provision, listed } = options;
  /** Of which the command has said that they are there. */
  const seen = new Set<string>();
  const isOver = overIn(provision);
  const ownership = (address: string): Promise<Ownership> => ownershipOf(address, { ...options, seen, isOver });
  return {
    // The list is a file: reading it takes no call.
    list: () => eachOf(listed.map(accountOf)),
    listOthers: () => eachOf([]),
    byId: (id) => Promise.resolve(accountOf({ address: id })),
    byAddress: (address) => {
      const found = listed.find((mailbox) => mailbox.address === address);
      return Promise.resolve(found === undefined ? undefined : { kind: 'account', account: accountOf(found) });
    },
    create: (wanted) =>
      provision.by === 'command'
        ? createByCommand(wanted, { ...options, provision, seen })
        : foundAfterUpload(wanted, ownership),
    // Of an upload nothing is made here, so whatever is not ours yet may be asked for again.
    ownership: async (address) => {
      const found = await ownership(address);
      return provision.by === 'upload' && found.standing !== 'ours' ? { standing: 'absent' } : found;
    },
    rename: () => Promise.reject(cannotBeDone('rename', 'Move the address at the host by hand.')),
    addAlias: () => Promise.reject(cannotBeDone('alias', 'Add the alias at the host by hand.')),
    setSuspended: (id) =>
      Promise.reject(
        cannotBeDone('suspend', `Shut ${id} at the host by hand: change its password there. Nothing is deleted.`),
      ),
  };
}

/** The address is all that such a host knows of a mailbox; it never changes. */
export function accountOf({ address, displayName }: ListedMailbox): Account {
  return {
    id: address,
    address,
    signInName: address,
    aliases: [],
    displayName: displayName ?? address,
    isSuspended: false,
    isSynced: false,
    isAdministrator: false,
    licences: [],
  };
}

async function* eachOf<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  await Promise.resolve();
  yield* items;
}

interface Creation extends HostAccountsOptions {
  readonly provision: ByCommand;
  readonly seen: Set<string>;
}

async function createByCommand(
  wanted: NewAccount,
  { provision, folder, environment, seen }: Creation,
): Promise<CreatedAccount> {
  const { command, timeoutMs } = provision;
  const fields = fieldsOf(wanted);
  const field = optionLike({ command, fields });
  if (field !== undefined) throw takenForOption(field);
  const input = { ...fields, password: wanted.password };
  const end = await runCommand({ command, fields, input, timeoutMs, folder, environment });
  const failure = provisionFailure(end, [wanted.password]);
  if (failure === undefined) return accountOf(wanted);
  if (failure.facts.kind === 'taken') seen.add(wanted.address);
  throw failure;
}

/** Nothing is made here: a person has uploaded the mailboxes, and one that lets us in is there. */
async function foundAfterUpload(
  wanted: NewAccount,
  ownership: (address: string) => Promise<Ownership>,
): Promise<CreatedAccount> {
  const found = await ownership(wanted.address);
  if (found.standing === 'ours') return { ...accountOf(wanted), segment: found.segment };
  const isLocked = found.standing === 'cannot-tell' && found.isFinal === true;
  throw new RemoteFailure({
    kind: isLocked ? 'refused' : 'not-yet',
    operation: 'IMAP LOGIN',
    said: found.standing === 'absent' ? 'the mailbox is not there' : found.said,
    todo: 'See at the host whether the upload has made it with the password of the file, then: migrate retry --failed',
  });
}

/** Whether a command that an earlier process has left behind must have come to its end, counted from the first question. */
function overIn(provision: Provision): (address: string) => boolean {
  const asked = new Map<string, number>();
  const longestMs = provision.by === 'command' ? provision.timeoutMs : Infinity;
  return (address) => {
    const now = performance.now();
    const first = asked.get(address) ?? now;
    asked.set(address, first);
    return now - first >= longestMs;
  };
}

interface Asking extends HostAccountsOptions {
  readonly seen: ReadonlySet<string>;
  readonly isOver: (address: string) => boolean;
}

async function ownershipOf(address: string, { seen, isOver, ...options }: Asking): Promise<Ownership> {
  const canBeLast = isOver(address);
  const looked = await lookFor(address, options);
  if (looked === 'absent') return { standing: 'absent' };
  for await (const known of options.passwords.of(address)) {
    const account = await openedBy(known, address, options);
    if (account !== undefined) return { standing: 'ours', account, segment: known.segment };
  }
  const more = await options.passwords.whyMore();
  if (more !== undefined) {
    return { standing: 'cannot-tell', said: `whose ${address} is cannot be told: ${more}`, isFinal: true };
  }
  return looked === 'there' || seen.has(address)
    ? { standing: 'others', said: `${address} is there, and none of the passwords of this migration opens it` }
    : {
        standing: 'cannot-tell',
        said: `the host lets nobody in as ${address} with a password of this migration; it would say the same of a mailbox that is not there`,
        ...(canBeLast && { isFinal: true }),
      };
}

async function openedBy(
  { password }: KnownPassword,
  address: string,
  { door }: HostAccountsOptions,
): Promise<Account | undefined> {
  return (await enterImap(address, password, door)) === 'let-in' ? accountOf({ address }) : undefined;
}

/** Undefined where there is no command to look with. Throws RemoteFailure where it says neither. */
async function lookFor(address: string, options: HostAccountsOptions): Promise<'there' | 'absent' | undefined> {
  const { provision, folder, environment } = options;
  if (provision.by !== 'command' || provision.look === undefined) return undefined;
  const { look: command, timeoutMs } = provision;
  const fields = partsOf(address);
  const field = optionLike({ command, fields });
  if (field !== undefined) throw takenForOption(field);
  const end = await runCommand({ command, fields, input: fields, timeoutMs, folder, environment });
  if (end.by === 'exit' && end.code === 0) return 'there';
  if (end.by === 'exit' && end.code === 1) return 'absent';
  throw new RemoteFailure({
    kind: 'unavailable',
    operation: 'provision.look',
    said: `the command that looks for a mailbox has not told: ${end.by === 'exit' ? `exit code ${end.code}` : end.by}`,
  });
}

function partsOf(address: string): Pick<Record<MailboxField, string>, 'address' | 'localPart' | 'domain'> {
  const at = address.lastIndexOf('@');
  return { address, localPart: address.slice(0, at), domain: address.slice(at + 1) };
}

export function fieldsOf({
  address,
  displayName,
  familyName,
  givenName,
  department,
  title,
  phone,
  language,
}: FieldSource) {
  return {
    ...partsOf(address),
    displayName,
    familyName,
    givenName,
    department: department ?? '',
    title: title ?? '',
    phone: phone ?? '',
    language,
  } satisfies Record<MailboxField, string>;
}

/** What a new mailbox is known by. */
export type FieldSource = Pick<
  NewAccount,
  'address' | 'displayName' | 'familyName' | 'givenName' | 'department' | 'title' | 'phone' | 'language'
>;

function takenForOption(field: MailboxField): RemoteFailure {
  return new RemoteFailure({
    kind: 'refused',
    operation: 'provision.command',
    said: `${field} begins with "-", and the command would take it for an option`,
    todo: `Correct it in the staff list, or take {${field}} out of the arguments and let the command read it from standard input.`,
  });
}
