// A folder as one connection sees it: messages numbered from 1, with UIDs that stay the same for ever, and flags.

import type { FolderMessage, MailFolder } from '../../kernel/mailboxes.ts';
import type { Collection, World } from '../../kernel/world.ts';
import { headersOf, type HeaderLine } from '../mime/headers.ts';
import { readParts, type MessagePart } from '../mime/parts.ts';
import { nextNumber } from '../queue.ts';

export interface Entry {
  readonly uid: number;
  readonly message: FolderMessage;
  /** Read once. */
  raw(): string;
  headers(): readonly HeaderLine[];
  parts(): MessagePart;
}

/** What a client has set; what it has not stands as the mailbox has it. */
interface Marks {
  readonly flags: readonly string[];
  readonly isGone: boolean;
}

export class Selected {
  readonly folder: MailFolder;
  readonly isReadOnly: boolean;
  readonly #world: World;
  readonly #place: string;
  readonly #uids: Collection<number>;
  readonly #kept: Collection<Marks>;
  entries: readonly Entry[] = [];

  constructor(world: World, address: string, { folder, isReadOnly }: { readonly folder: MailFolder; readonly isReadOnly: boolean }) {
    this.folder = folder;
    this.isReadOnly = isReadOnly;
    this.#world = world;
    this.#place = `${address}/${folder.name}`;
    this.#uids = world.collection('imap.uids');
    this.#kept = world.collection('imap.marks');
    this.refresh();
  }

  /** Takes in what came and lets go what is gone; says so as the protocol does. */
  refresh(): readonly string[] {
    const known = new Map(this.entries.map((entry) => [entry.message.id, entry]));
    const now: Entry[] = [];
    const came: Entry[] = [];
    for (const message of this.folder.messages()) {
      const uid = this.#uidOf(message.id);
      if (this.#marks(uid)?.isGone === true) continue;
      const before = known.get(message.id);
      if (before === undefined) came.push(entryOf(uid, message));
      else now.push(before);
    }
    const kept = new Set(now);
    const gone = this.entries.flatMap((entry, at) => (kept.has(entry) ? [] : [`* ${at + 1} EXPUNGE`])).reverse();
    this.entries = [...now, ...came].sort((one, other) => one.uid - other.uid);
    return [...gone, ...(came.length > 0 ? [`* ${this.entries.length} EXISTS`] : [])];
  }

  get nextUid(): number {
    return (this.#world.collection<number>('mail.counters').get(`uid ${this.#place}`) ?? 0) + 1;
  }

  flagsOf({ uid, message }: Entry): readonly string[] {
    return this.#marks(uid)?.flags ?? (message.isRead ? ['\\Seen'] : []);
  }

  setFlags(entry: Entry, flags: readonly string[]): void {
    this.#keep(entry, { flags: [...new Set(flags)], isGone: false });
  }

  /** Takes away what is marked `\Deleted`, of these UIDs. */
  expunge(isMeant: (uid: number) => boolean): readonly string[] {
    for (const entry of this.entries) {
      const flags = this.flagsOf(entry);
      if (flags.includes('\\Deleted') && isMeant(entry.uid)) this.#keep(entry, { flags, isGone: true });
    }
    return this.refresh();
  }

  #keep({ uid }: Entry, marks: Marks): void {
    this.#kept.put(`${this.#place}/${uid}`, marks);
  }

  #marks(uid: number): Marks | undefined {
    return this.#kept.get(`${this.#place}/${uid}`);
  }

  #uidOf(id: string): number {
    const key = `${this.#place}/${id}`;
    const known = this.#uids.get(key);
    if (known !== undefined) return known;
    return this.#world.together(() => {
      const uid = nextNumber(this.#world, `uid ${this.#place}`);
      this.#uids.put(key, uid);
      return uid;
    });
  }
}

function entryOf(uid: number, message: FolderMessage): Entry {
  let raw: string | undefined;
  let headers: readonly HeaderLine[] | undefined;
  let parts: MessagePart | undefined;
  const read = () => (raw ??= message.raw());
  return {
    ...{ uid, message, raw: read },
    headers: () => (headers ??= headersOf(read())),
    parts: () => (parts ??= readParts(read())),
  };
}
