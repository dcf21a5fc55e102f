// Adds the new account to the settings of a Thunderbird profile, and takes it away again. Its one rule: the old account is kept as it is;
// nothing of it is changed but the name under which it is shown.

import { ALL_OLD_MARKS } from './new-account.ts';
import type { NewAccount } from './new-account.ts';
import type { PrefChanges, PrefValue, Prefs } from './prefs-text.ts';

/** What was done, kept in the profile itself: by it the account is not added twice, and is taken away again. */
interface AdditionRecord {
  readonly account: string;
  /** False where the account was there already, and was only made the default one. */
  readonly isNew: boolean;
  readonly defaultBefore?: string;
  /** Key of a server -> the name under which it was shown; null: it had none of its own. */
  readonly namesBefore: Readonly<Record<string, string | null>>;
}

/** Instead of a record: it was added and taken away again. */
const UNDONE = 'undone';

export interface Addition {
  /** - `added` - `found`: an account with that address or that sign-in was there; it is made the default one. - `before`: this was done already. */
  readonly outcome: 'added' | 'found' | 'before';
  /** Empty where it was done before. */
  readonly changes: PrefChanges;
  /** The names of the old accounts from now on. */
  readonly marked: readonly string[];
}

export function recordName(jobId: string, address: string): string {
  return `migrate.${jobId}.done.${address}`;
}

/** Says nothing of the files: the profile must not be in use. */
export function addAccount(prefs: Prefs, account: NewAccount, jobId: string): Addition {
  const record = recordName(jobId, account.address);
  if (prefs.has(record) && prefs.get(record) !== UNDONE) return { outcome: 'before', changes: new Map(), marked: [] };
  const present = accountsOf(prefs);
  const found = present.find((one) => isTheNewOne(one, account));
  const changes = new Map<string, PrefValue | undefined>();
  const key = found?.key ?? writeAccount(prefs, account, changes);
  const old = present.filter((one) => one !== found && one.addresses.includes(account.oldAddress));
  const namesBefore = markOld(prefs, old, { account, changes });
  const defaultBefore = textOf(prefs, 'mail.accountmanager.defaultaccount');
  const others = present.map((one) => one.key).filter((one) => one !== key);
  changes.set('mail.accountmanager.accounts', [key, ...others].join(','));
  changes.set('mail.accountmanager.defaultaccount', key);
  const kept: AdditionRecord = {
    account: key,
    isNew: found === undefined,
    ...(defaultBefore !== '' && { defaultBefore }),
    namesBefore,
  };
  changes.set(record, JSON.stringify(kept));
  const marked = Object.keys(namesBefore).map((server) => String(changes.get(`mail.server.${server}.name`)));
  return { outcome: found === undefined ? 'added' : 'found', changes, marked };
}

interface PresentAccount {
  readonly key: string;
  readonly server: string;
  readonly host: string;
  readonly userName: string;
  /** Lower case. */
  readonly addresses: readonly string[];
}

function accountsOf(prefs: Prefs): readonly PresentAccount[] {
  return listOf(prefs, 'mail.accountmanager.accounts').map((key) => {
    const server = textOf(prefs, `mail.account.${key}.server`);
    const identities = listOf(prefs, `mail.account.${key}.identities`);
    return {
      key,
      server,
      host: textOf(prefs, `mail.server.${server}.hostname`).toLowerCase(),
      userName: textOf(prefs, `mail.server.${server}.userName`).toLowerCase(),
      addresses: identities.map((identity) => textOf(prefs, `mail.identity.${identity}.useremail`).toLowerCase()),
    };
  });
}

/**
 * Two accounts of one sign-in at one server would have the same folders. An account that has the old address too is the old one, to which
 * somebody has added the new address as a sender: it does not read the new mailbox.
 */
function isTheNewOne({ host, userName, addresses }: PresentAccount, account: NewAccount): boolean {
  const { address, oldAddress, incoming } = account;
  if (host === incoming.host && userName === incoming.userName) return true;
  return addresses.includes(address) && !addresses.includes(oldAddress);
}

function writeAccount(prefs: Prefs, account: NewAccount, changes: Map<string, PrefValue | undefined>): string {
  const { incoming, outgoing } = account;
  const lastKey = prefs.get('mail.account.lastKey');
  const number = Math.max(highest(prefs, 'mail.account.account'), typeof lastKey === 'number' ? lastKey : 0) + 1;
  const key = `account${number}`;
  const server = `server${highest(prefs, 'mail.server.server') + 1}`;
  const identity = `id${highest(prefs, 'mail.identity.id') + 1}`;
  const smtp = `smtp${highest(prefs, 'mail.smtpserver.smtp') + 1}`;
  const write = (branch: string, values: Readonly<Record<string, PrefValue>>): void => {
    for (const [name, value] of Object.entries(values)) changes.set(`${branch}${name}`, value);
  };
  write('mail.account.', { lastKey: number, [`${key}.server`]: server, [`${key}.identities`]: identity });
  write(`mail.identity.${identity}.`, {
    fullName: account.fullName,
    useremail: account.address,
    smtpServer: smtp,
    valid: true,
    ...(account.signatureHtml !== undefined && { htmlSigText: account.signatureHtml, htmlSigFormat: true }),
  });
  write(`mail.server.${server}.`, {
    type: 'imap',
    hostname: incoming.host,
    port: incoming.port,
    socketType: incoming.socketType,
    authMethod: incoming.authMethod,
    userName: incoming.userName,
    name: account.address,
    check_new_mail: true,
    login_at_startup: true,
  });
  write(`mail.smtpserver.${smtp}.`, {
    type: 'smtp',
    hostname: outgoing.host,
    port: outgoing.port,
    try_ssl: outgoing.socketType,
    authMethod: outgoing.authMethod,
    username: outgoing.userName,
  });
  changes.set('mail.smtpservers', [...listOf(prefs, 'mail.smtpservers'), smtp].join(','));
  // An old identity without a server of its own sends by the default one: where there is one, it stays.
  if (textOf(prefs, 'mail.smtp.defaultserver') === '') changes.set('mail.smtp.defaultserver', smtp);
  return key;
}

interface Marking {
  readonly account: NewAccount;
  readonly changes: Map<string, PrefValue | undefined>;
}

function markOld(
  prefs: Prefs,
  old: readonly PresentAccount[],
  { account, changes }: Marking,
): AdditionRecord['namesBefore'] {
  const before: Record<string, string | null> = {};
  for (const { server } of old) {
    const pref = `mail.server.${server}.name`;
    const name = textOf(prefs, pref);
    if (ALL_OLD_MARKS.some((mark) => name.startsWith(mark))) continue;
    before[server] = prefs.has(pref) ? name : null;
    changes.set(pref, `${account.oldMark}${name === '' ? account.oldAddress : name}`);
  }
  return before;
}

/** Undefined where nothing was added for that address, or it was taken away before. What the user changed since then is kept. */
export function takeAway(
  prefs: Prefs,
  { address, oldMark, oldAddress }: NewAccount,
  jobId: string,
): PrefChanges | undefined {
  const name = recordName(jobId, address);
  const record = readRecord(prefs.get(name));
  if (record === undefined) return undefined;
  const changes = new Map<string, PrefValue | undefined>([[name, UNDONE]]);
  const left = listOf(prefs, 'mail.accountmanager.accounts').filter((key) => !record.isNew || key !== record.account);
  changes.set('mail.accountmanager.accounts', left.join(','));
  if (textOf(prefs, 'mail.accountmanager.defaultaccount') === record.account) {
    const { defaultBefore = '' } = record;
    changes.set('mail.accountmanager.defaultaccount', left.includes(defaultBefore) ? defaultBefore : left[0]);
  }
  for (const [server, before] of Object.entries(record.namesBefore)) {
    const pref = `mail.server.${server}.name`;
    const ours = `${oldMark}${before === null || before === '' ? oldAddress : before}`;
    if (prefs.get(pref) === ours) changes.set(pref, before ?? undefined);
  }
  if (record.isNew) clearAccount(prefs, record.account, changes);
  return changes;
}

function clearAccount(prefs: Prefs, key: string, changes: Map<string, PrefValue | undefined>): void {
  const identities = listOf(prefs, `mail.account.${key}.identities`);
  const branches = [
    `mail.account.${key}.`,
    `mail.server.${textOf(prefs, `mail.account.${key}.server`)}.`,
    ...identities.map((identity) => `mail.identity.${identity}.`),
  ];
  const [first = ''] = identities;
  const smtp = textOf(prefs, `mail.identity.${first}.smtpServer`);
  const isUsed = [...prefs].some(
    ([name, value]) =>
      /^mail\.identity\..*\.smtpServer$/.test(name) &&
      value === smtp &&
      !branches.some((branch) => name.startsWith(branch)),
  );
  if (smtp !== '' && !isUsed) {
    branches.push(`mail.smtpserver.${smtp}.`);
    const servers = listOf(prefs, 'mail.smtpservers').filter((server) => server !== smtp);
    changes.set('mail.smtpservers', servers.join(','));
    if (textOf(prefs, 'mail.smtp.defaultserver') === smtp) changes.set('mail.smtp.defaultserver', servers[0]);
  }
  for (const name of prefs.keys()) {
    if (branches.some((branch) => name.startsWith(branch))) changes.set(name, undefined);
  }
}

/** Undefined also for what is none of ours. */
function readRecord(value: PrefValue | undefined): AdditionRecord | undefined {
  if (typeof value !== 'string' || value === UNDONE) return undefined;
  try {
    const record = JSON.parse(value) as Partial<AdditionRecord> | null;
    const { account, namesBefore } = record ?? {};
    if (typeof account !== 'string' || typeof namesBefore !== 'object') return undefined;
    return { ...record, account, namesBefore, isNew: record?.isNew === true };
  } catch {
    return undefined;
  }
}

function textOf(prefs: Prefs, name: string): string {
  const value = prefs.get(name);
  return typeof value === 'string' ? value : '';
}

function listOf(prefs: Prefs, name: string): readonly string[] {
  return textOf(prefs, name)
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The highest number that stands directly behind the branch in any name; 0 where there is none. */
function highest(prefs: Prefs, branch: string): number {
  let most = 0;
  for (const name of prefs.keys()) {
    if (!name.startsWith(branch)) continue;
    const digits = /^\d{1,9}(?=\.)/.exec(name.slice(branch.length))?.[0];
    if (digits !== undefined) most = Math.max(most, Number(digits));
  }
  return most;
}
