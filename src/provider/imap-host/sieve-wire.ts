// The wire of ManageSieve (RFC 5804): strings, literals, and answers that end with OK, NO or BYE. What the server sends is bounded.

import type { Duplex } from 'node:stream';

/** A word as it is, or a string that was quoted or a literal. */
export type Token = { readonly word: string } | { readonly text: string };

export interface SieveAnswer {
  readonly end: 'OK' | 'NO' | 'BYE';
  /** Response code in parentheses: `QUOTA/MAXSIZE`. */
  readonly code?: string;
  readonly said: string;
  /** Everything before the last line. */
  readonly lines: readonly (readonly Token[])[];
}

const MOST_BYTES = 4 * 1024 * 1024;
const MOST_LINES = 10_000;

/** Reads answers from a stream, one after the other. */
export class SieveReader {
  #stream: Duplex;
  #waiting = Buffer.alloc(0);
  #trouble: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(stream: Duplex) {
    this.#stream = stream;
    this.#listen();
  }

  /** Rejects where the connection ends before the answer does, or the server says more than anybody would. */
  async answer(): Promise<SieveAnswer> {
    const lines: (readonly Token[])[] = [];
    for (;;) {
      const tokens = await this.#line();
      const [first, ...rest] = tokens;
      const end = first !== undefined && 'word' in first ? first.word.toUpperCase() : '';
      if (end === 'OK' || end === 'NO' || end === 'BYE') return { end, lines, ...wordsOf(rest) };
      lines.push(tokens);
      if (lines.length > MOST_LINES) throw new Error('the server sends more lines than anybody can use');
    }
  }

  /** Goes on with TLS on top of the same connection. Throws where something has come in the clear that nobody asked for. */
  switchTo(stream: Duplex): void {
    if (this.#waiting.length > 0) throw new Error('something was sent in the clear after STARTTLS');
    this.#stream = stream;
    this.#listen();
  }

  /** Lets go of the stream, so that another one can be put on top of it. */
  release(): void {
    this.#stream.removeAllListeners('data');
  }

  async #line(): Promise<readonly Token[]> {
    const tokens: Token[] = [];
    for (;;) {
      const line = await this.#text();
      const literal = /\{(\d+)\+?\}$/.exec(line);
      tokens.push(...tokensIn(literal === null ? line : line.slice(0, literal.index)));
      if (literal === null) return tokens;
      tokens.push({ text: (await this.#bytes(Number(literal[1]))).toString('utf8') });
    }
  }

  /** Without its line end. */
  async #text(): Promise<string> {
    for (;;) {
      const end = this.#waiting.indexOf('\n');
      if (end >= 0)
        return this.#take(end + 1)
          .toString('utf8')
          .replace(/\r?\n$/, '');
      await this.#more();
    }
  }

  async #bytes(count: number): Promise<Buffer> {
    if (count > MOST_BYTES) throw new Error('the server sends more than anybody can use');
    while (this.#waiting.length < count) await this.#more();
    return this.#take(count);
  }

  #take(count: number): Buffer {
    const taken = this.#waiting.subarray(0, count);
    this.#waiting = this.#waiting.subarray(count);
    return taken;
  }

  async #more(): Promise<void> {
    if (this.#trouble !== undefined) throw this.#trouble;
    if (this.#waiting.length > MOST_BYTES) throw new Error('the server sends more than anybody can use');
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  #listen(): void {
    this.#stream.on('data', (part: Buffer) => {
      this.#waiting = Buffer.concat([this.#waiting, part]);
      this.#wake();
    });
    const end = (trouble: Error): void => {
      this.#trouble ??= trouble;
      this.#wake();
    };
    this.#stream.on('error', end);
    this.#stream.on('close', () => end(new Error('the server has ended the connection')));
  }
}

/** Of a part of a line without literals. */
function tokensIn(line: string): Token[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|\(|\)|[^\s"()]+/g)].map(([whole, quoted]) =>
    quoted === undefined ? { word: whole } : { text: quoted.replace(/\\(.)/g, '$1') },
  );
}

/** `(QUOTA/MAXSIZE) "too large"`. */
function wordsOf(tokens: readonly Token[]): Pick<SieveAnswer, 'code' | 'said'> {
  const [open, code] = tokens;
  const isCoded = open !== undefined && 'word' in open && open.word === '(' && code !== undefined && 'word' in code;
  const last = tokens.at(-1);
  const said = last !== undefined && 'text' in last ? last.text : '';
  return { said, ...(isCoded && { code: code.word.toUpperCase() }) };
}

/** A text as a literal that needs no answer in between. */
export function sieveLiteral(text: string): string {
  return `{${Buffer.byteLength(text)}+}\r\n${text}`;
}
