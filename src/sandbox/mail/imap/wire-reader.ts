// Reads lines and counted bytes from a connection, one after the other. Everything is text with one character a byte.

import type { Duplex } from 'node:stream';

export class WireReader {
  #stream: Duplex;
  #waiting = '';
  #isEnded = false;
  #wake: () => void = () => undefined;

  constructor(stream: Duplex) {
    this.#stream = stream;
    this.#listen();
  }

  /** Without its line end; undefined where the connection is over, or the line is longer than allowed. */
  async line(most: number): Promise<string | undefined> {
    for (;;) {
      const end = this.#waiting.indexOf('\n');
      if (end >= 0) return this.#take(end + 1).replace(/\r?\n$/, '');
      if (this.#waiting.length > most || this.#isEnded) return undefined;
      await this.#more();
    }
  }

  async bytes(count: number): Promise<string | undefined> {
    while (this.#waiting.length < count) {
      if (this.#isEnded) return undefined;
      await this.#more();
    }
    return this.#take(count);
  }

  /** Goes on with another stream, such as TLS on top of the first one. What came before in the clear is forgotten. */
  switchTo(stream: Duplex): void {
    this.#waiting = '';
    this.#stream = stream;
    this.#listen();
  }

  /** Lets go of the stream, so that another one can be put on top of it. */
  release(): void {
    this.#stream.removeAllListeners('data');
  }

  #listen(): void {
    this.#stream.on('data', (part: Buffer) => {
      this.#waiting += part.toString('latin1');
      this.#wake();
    });
    const end = () => {
      this.#isEnded = true;
      this.#wake();
    };
    this.#stream.on('error', end);
    this.#stream.on('close', end);
  }

  #take(count: number): string {
    const taken = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    return taken;
  }

  async #more(): Promise<void> {
    await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}
