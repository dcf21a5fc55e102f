// One IMAP session (RFC 3501): who has signed in, which folder is open, and what each command answers.

import type { MailFolder } from '../../kernel/mailboxes.ts';
import type { ListenerPlace } from '../../kernel/listener.ts';
import { signedIn } from '../account.ts';
import { fetchLine, readFetch } from './fetch.ts';
import { textOf, type Command, type Item } from './parse-command.ts';
import { readSearch } from './search.ts';
import { Selected, type Entry } from './selected.ts';
import { readSet } from './set.ts';
import { imapList, imapString } from './write.ts';

/** The lines before the last one, and the last one without its tag: `OK done`. */
export interface Result {
  readonly lines: readonly string[];
  readonly end: string;
}

const ok = (lines: readonly string[] = [], said = 'done'): Result => ({ lines, end: `OK ${said}` });
const no = (said: string): Result => ({ lines: [], end: `NO ${said}` });
const bad = (said: string): Result => ({ lines: [], end: `BAD ${said}` });

const FLAGS = ['\\Seen', '\\Answered', '\\Flagged', '\\Deleted', '\\Draft'];

export class Session {
  isSecure: boolean;
  isOver = false;
  selected: Selected | undefined;
  readonly #place: ListenerPlace;
  #address: string | undefined;

  constructor(place: ListenerPlace, isSecure: boolean) {
    this.#place = place;
    this.isSecure = isSecure;
  }

  get capabilities(): string {
    const before = this.isSecure ? 'AUTH=PLAIN AUTH=XOAUTH2' : 'STARTTLS LOGINDISABLED';
    const signIn = this.#address === undefined ? `${before} ` : '';
    return `IMAP4rev1 ${signIn}SASL-IR ID IDLE NAMESPACE SPECIAL-USE CHILDREN LITERAL+ UIDPLUS UNSELECT ENABLE`;
  }

  /** Signs in; the answer to LOGIN and to AUTHENTICATE. */
  signIn(user: string, secret: string): Result {
    if (!this.isSecure) return no('[PRIVACYREQUIRED] use STARTTLS first');
    const address = signedIn(this.#place.world, user, secret);
    if (address === undefined) return no('[AUTHENTICATIONFAILED] Invalid credentials');
    this.#address = address;
    return ok([], `[CAPABILITY ${this.capabilities}] signed in as ${address}`);
  }

  /** What has changed in the open folder since it was last said. */
  news(): readonly string[] {
    this.#place.post.run();
    return this.selected?.refresh() ?? [];
  }

  /** Everything but what needs the connection itself: AUTHENTICATE, STARTTLS, IDLE. */
  run(command: Command): Result {
    const { name, items } = command;
    switch (name) {
      case 'CAPABILITY':
        return ok([`* CAPABILITY ${this.capabilities}`]);
      case 'NOOP':
      case 'CHECK':
        return ok(this.news());
      case 'ID':
        return ok(['* ID ("name" "sandbox")']);
      case 'LOGOUT':
        this.isOver = true;
        return ok(['* BYE the sandbox closes']);
      case 'LOGIN':
        return this.signIn(textOf(items[0]) ?? '', textOf(items[1]) ?? '');
      default:
        return this.#address === undefined ? no('sign in first') : this.#signedIn(command, this.#address);
    }
  }

  #signedIn({ name, items }: Command, address: string): Result {
    switch (name) {
      case 'NAMESPACE':
        return ok(['* NAMESPACE (("" "/")) NIL NIL']);
      case 'ENABLE':
        return ok(['* ENABLED']);
      case 'LIST':
      case 'LSUB':
        return this.#list(name, items, address);
      case 'SUBSCRIBE':
      case 'UNSUBSCRIBE':
        return ok();
      case 'SELECT':
      case 'EXAMINE':
        return this.#select(address, textOf(items[0]) ?? '', name === 'EXAMINE');
      case 'STATUS':
        return this.#status(address, items);
      case 'APPEND':
        return this.#append(address, items);
      default:
        return this.selected === undefined ? this.#unknown(name) : this.#inFolder({ name, items }, this.selected);
    }
  }

  #unknown(name: string): Result {
    return FOLDER_COMMANDS.has(name) ? no('open a folder first') : bad(`no command ${name}`);
  }

  #inFolder({ name, items }: Pick<Command, 'name' | 'items'>, selected: Selected): Result {
    const isUid = name.startsWith('UID ');
    switch (isUid ? name.slice('UID '.length) : name) {
      case 'CLOSE':
        if (!selected.isReadOnly) selected.expunge(() => true);
        this.selected = undefined;
        return ok();
      case 'UNSELECT':
        this.selected = undefined;
        return ok();
      case 'EXPUNGE':
        return this.#expunge(selected, isUid ? textOf(items[0]) : '1:*');
      case 'SEARCH':
        return this.#search(selected, items, isUid);
      case 'FETCH':
        return this.#fetch(selected, items, isUid);
      case 'STORE':
        return this.#store(selected, items, isUid);
      default:
        return bad(`no command ${name}`);
    }
  }

  #folder(address: string, name: string): MailFolder | undefined {
    const isInbox = name.toUpperCase() === 'INBOX';
    return this.#place.post.folders(address).find((folder) => folder.name === (isInbox ? 'INBOX' : name));
  }

  #list(name: string, items: readonly Item[], address: string): Result {
    const pattern = `${textOf(items[0]) ?? ''}${textOf(items[1]) ?? ''}`;
    if (pattern === '') return ok([`* ${name} (\\Noselect) "/" ""`]);
    const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('%', '[^/]*');
    const fits = new RegExp(`^${escaped}$`, 'i');
    const folders = this.#place.post.folders(address).filter((folder) => fits.test(folder.name));
    return ok(
      folders.map(({ name: shown, use }) => {
        const attributes = ['\\HasNoChildren', ...(use === undefined ? [] : [use])];
        return `* ${name} ${imapList(attributes)} "/" ${imapString(shown)}`;
      }),
    );
  }

  #select(address: string, name: string, isReadOnly: boolean): Result {
    this.#place.post.run();
    const folder = this.#folder(address, name);
    this.selected = undefined;
    if (folder === undefined) return no(`[NONEXISTENT] there is no folder ${name}`);
    const selected = new Selected(this.#place.world, address, { folder, isReadOnly });
    this.selected = selected;
    const unseen = selected.entries.findIndex((entry) => !selected.flagsOf(entry).includes('\\Seen'));
    return ok(
      [
        `* FLAGS ${imapList(FLAGS)}`,
        `* OK [PERMANENTFLAGS ${isReadOnly ? '()' : imapList([...FLAGS, '\\*'])}] flags that last`,
        `* ${selected.entries.length} EXISTS`,
        '* 0 RECENT',
        ...(unseen < 0 ? [] : [`* OK [UNSEEN ${unseen + 1}] first that is not read`]),
        `* OK [UIDVALIDITY ${this.#validity()}] valid`,
        `* OK [UIDNEXT ${selected.nextUid}] next`,
      ],
      `[${isReadOnly ? 'READ-ONLY' : 'READ-WRITE'}] open`,
    );
  }

  /** Another one for a sandbox that was begun anew: its UIDs say nothing of the old ones. */
  #validity(): number {
    const house = this.#place.world.collection<number>('sandbox');
    const known = house.get('uid-validity');
    if (known !== undefined) return known;
    const made = Math.floor(this.#place.world.clock.now() / 1000);
    house.put('uid-validity', made);
    return made;
  }

  #status(address: string, items: readonly Item[]): Result {
    this.#place.post.run();
    const name = textOf(items[0]) ?? '';
    const folder = this.#folder(address, name);
    if (folder === undefined) return no(`[NONEXISTENT] there is no folder ${name}`);
    const look = new Selected(this.#place.world, address, { folder, isReadOnly: true });
    const unseen = look.entries.filter((entry) => !look.flagsOf(entry).includes('\\Seen')).length;
    const counts: Readonly<Record<string, number>> = {
      MESSAGES: look.entries.length,
      RECENT: 0,
      UIDNEXT: look.nextUid,
      UIDVALIDITY: this.#validity(),
      UNSEEN: unseen,
    };
    const asked = Array.isArray(items[1]) ? items[1].flatMap((item: Item) => textOf(item)?.toUpperCase() ?? []) : [];
    const shown = asked.flatMap((one) => (counts[one] === undefined ? [] : [`${one} ${counts[one]}`]));
    return ok([`* STATUS ${imapString(folder.name)} ${imapList(shown)}`]);
  }

  #append(address: string, items: readonly Item[]): Result {
    const name = textOf(items[0]) ?? '';
    const folder = this.#folder(address, name);
    const raw = textOf(items.at(-1));
    if (folder === undefined) return no(`[TRYCREATE] there is no folder ${name}`);
    if (raw === undefined || items.length < 2) return bad('no message');
    if (folder.append === undefined) return no('[CANNOT] nothing can be put into this folder');
    folder.append(raw);
    const look = new Selected(this.#place.world, address, { folder, isReadOnly: true });
    const added = look.entries.at(-1);
    const flags = items.find((item): item is readonly Item[] => Array.isArray(item));
    if (added !== undefined && flags !== undefined) look.setFlags(added, flags.flatMap((flag) => textOf(flag) ?? []));
    return ok(this.selected?.refresh() ?? [], `[APPENDUID ${this.#validity()} ${added?.uid ?? 0}] kept`);
  }

  #expunge(selected: Selected, uids: string | undefined): Result {
    const set = readSet(uids ?? '', Number.MAX_SAFE_INTEGER);
    if (set === undefined) return bad('no set of UIDs');
    if (selected.isReadOnly) return no('[READ-ONLY] the folder is open for reading only');
    return ok(selected.expunge(set));
  }

  #search(selected: Selected, items: readonly Item[], isUid: boolean): Result {
    const hasCharset = textOf(items[0])?.toUpperCase() === 'CHARSET';
    const charset = hasCharset ? (textOf(items[1]) ?? '') : 'UTF-8';
    if (!/^(utf-8|us-ascii)$/i.test(charset)) return no('[BADCHARSET (UTF-8)] only UTF-8');
    const news = this.news();
    const test = readSearch(hasCharset ? items.slice(2) : items, selected);
    if (test === undefined) return bad('criteria that cannot be read');
    const found = selected.entries.flatMap((entry, at) => (test(entry) ? [isUid ? entry.uid : at + 1] : []));
    return ok([...news, `* SEARCH${found.map((number) => ` ${number}`).join('')}`]);
  }

  #meant(selected: Selected, text: string | undefined, isUid: boolean): readonly Entry[] | undefined {
    const last = isUid ? (selected.entries.at(-1)?.uid ?? 0) : selected.entries.length;
    const set = readSet(text ?? '', last);
    return set === undefined ? undefined : selected.entries.filter((entry, at) => set(isUid ? entry.uid : at + 1));
  }

  #fetch(selected: Selected, items: readonly Item[], isUid: boolean): Result {
    const entries = this.#meant(selected, textOf(items[0]), isUid);
    const names = readFetch(items[1], isUid);
    if (entries === undefined || names === undefined) return bad('FETCH with arguments that cannot be read');
    return ok(entries.map((entry) => fetchLine(selected, entry, names)));
  }

  #store(selected: Selected, items: readonly Item[], isUid: boolean): Result {
    const entries = this.#meant(selected, textOf(items[0]), isUid);
    const how = /^([+-]?)FLAGS(\.SILENT)?$/i.exec(textOf(items[1]) ?? '');
    const given = Array.isArray(items[2]) ? (items[2] as readonly Item[]) : items.slice(2);
    if (entries === undefined || how === null) return bad('STORE with arguments that cannot be read');
    if (selected.isReadOnly) return no('[READ-ONLY] the folder is open for reading only');
    const flags = given.flatMap((flag) => textOf(flag) ?? []);
    for (const entry of entries) selected.setFlags(entry, changed(selected.flagsOf(entry), flags, how[1] ?? ''));
    const shown = how[2] === undefined ? entries : [];
    return ok(shown.map((entry) => fetchLine(selected, entry, isUid ? ['UID', 'FLAGS'] : ['FLAGS'])));
  }
}

const FOLDER_COMMANDS = new Set(
  ['CLOSE', 'UNSELECT', 'EXPUNGE', 'SEARCH', 'FETCH', 'STORE'].flatMap((name) => [name, `UID ${name}`]),
);

function changed(before: readonly string[], flags: readonly string[], sign: string): readonly string[] {
  if (sign === '+') return [...before, ...flags];
  return sign === '-' ? before.filter((flag) => !flags.includes(flag)) : flags;
}
