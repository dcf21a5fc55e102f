// One IMAP session (RFC 3501): who has signed in, which folder is open, and what each command answers.

import type { MailFolder } from '../../kernel/mailboxes.ts';
import type { ListenerPlace } from '../../kernel/listener.ts';
import { signedIn } from '../account.ts';
import { isFolderCommand, runInFolder } from './folder-commands.ts';
import { textOf, type Command, type Item } from './parse-command.ts';
import { bad, no, ok, type Result } from './result.ts';
import { Selected } from './selected.ts';
import { imapList, imapString } from './write.ts';

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
        return this.#inFolder({ name, items });
    }
  }

  #inFolder({ name, items }: Pick<Command, 'name' | 'items'>): Result {
    if (this.selected === undefined) return isFolderCommand(name) ? no('open a folder first') : bad(`no command ${name}`);
    if (name === 'CLOSE' || name === 'UNSELECT') {
      if (name === 'CLOSE' && !this.selected.isReadOnly) this.selected.expunge(() => true);
      this.selected = undefined;
      return ok();
    }
    if (name.endsWith('SEARCH')) this.#place.post.run();
    return runInFolder(this.selected, { name, items });
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
}
