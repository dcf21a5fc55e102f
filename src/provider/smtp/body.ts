// The body of one message on its way into a connection. It knows whether it was ever asked for: before that, nothing can have been sent.

import { Readable } from 'node:stream';

export class MessageBody extends Readable {
  readonly #bytes: Buffer;
  readonly #mayGo: () => boolean;
  #wasGiven = false;

  /** `mayGo` is asked when the server is ready for the body; where it may not go, not one byte of it does. */
  constructor(bytes: Buffer, mayGo: () => boolean) {
    super({ highWaterMark: bytes.length + 1 });
    this.#bytes = bytes;
    this.#mayGo = mayGo;
  }

  /** The server may have it, or a part of it. */
  get wasGiven(): boolean {
    return this.#wasGiven;
  }

  override _read(): void {
    if (!this.#mayGo()) {
      this.destroy(new Error('a recipient was refused, so the body is not sent'));
      return;
    }
    this.#wasGiven = true;
    this.push(this.#bytes);
    this.push(null);
  }
}
