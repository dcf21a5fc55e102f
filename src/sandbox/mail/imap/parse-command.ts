// One IMAP command (RFC 3501, section 9) as a tag, a name and its arguments.

/** A string, an atom with its brackets (`BODY.PEEK[HEADER.FIELDS (To)]<0.9>`), NIL, or a list in parentheses. */
export type Item = string | null | readonly Item[];

export interface Command {
  readonly tag: string;
  /** Upper case; `UID FETCH` is one name. */
  readonly name: string;
  readonly items: readonly Item[];
}

/** Literals stand in the text as `{n}` and a line end before their bytes. Undefined where it is no command. */
export function parseCommand(text: string): Command | undefined {
  const head = /^([^\s(){%*"\\+]+) +(UID +)?([A-Za-z]+) */i.exec(text);
  if (head === null) return undefined;
  const [whole, tag = '', uid, verb = ''] = head;
  const items = new Items(text, whole.length).all();
  return items === undefined ? undefined : { tag, name: `${uid === undefined ? '' : 'UID '}${verb.toUpperCase()}`, items };
}

const DEEPEST = 20;

class Items {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  /** Undefined where the text breaks the rules. */
  all(): readonly Item[] | undefined {
    const items = this.#list('', 0);
    return items !== undefined && this.#at >= this.#text.length ? items : undefined;
  }

  #list(end: string, depth: number): readonly Item[] | undefined {
    const items: Item[] = [];
    if (depth > DEEPEST) return undefined;
    for (;;) {
      while (this.#text[this.#at] === ' ') this.#at += 1;
      const sign = this.#text[this.#at];
      if (sign === undefined) return end === '' ? items : undefined;
      if (sign === end) {
        this.#at += 1;
        return items;
      }
      const item = sign === '(' ? this.#inner(depth) : this.#one(sign);
      if (item === undefined) return undefined;
      items.push(item);
    }
  }

  #inner(depth: number): Item | undefined {
    this.#at += 1;
    return this.#list(')', depth + 1);
  }

  #one(sign: string): Item | undefined {
    if (sign === '"') return this.#quoted();
    if (sign === '{') return this.#literal();
    return this.#atom();
  }

  #quoted(): string | undefined {
    const found = /"((?:[^"\\]|\\.)*)"/y;
    found.lastIndex = this.#at;
    const match = found.exec(this.#text);
    if (match === null) return undefined;
    this.#at = found.lastIndex;
    return (match[1] ?? '').replaceAll(/\\(.)/g, '$1');
  }

  #literal(): string | undefined {
    const found = /\{(\d+)\+?\}\r\n/y;
    found.lastIndex = this.#at;
    const match = found.exec(this.#text);
    if (match === null) return undefined;
    const start = found.lastIndex;
    this.#at = start + Number(match[1]);
    return this.#at > this.#text.length ? undefined : this.#text.slice(start, this.#at);
  }

  #atom(): Item | undefined {
    const found = /(?:\[[^\]]*\]|[^\s()"{\][])+/y;
    found.lastIndex = this.#at;
    const match = found.exec(this.#text);
    if (match === null) return undefined;
    this.#at = found.lastIndex;
    return match[0].toUpperCase() === 'NIL' ? null : match[0];
  }
}

/** A string argument; undefined for lists and NIL. */
export const textOf = (item: Item | undefined): string | undefined => (typeof item === 'string' ? item : undefined);
