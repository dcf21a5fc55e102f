// The connections to the mail server: never more than migrate.yaml says, each with one message at a time.

import type { Session } from './session.ts';

/** A connection that somebody works with. `wasIdle`: it was used before, so the server may have ended it without our knowing. */
export interface Held {
  readonly session: Session;
  readonly wasIdle: boolean;
}

export interface PoolOptions {
  readonly most: number;
  readonly open: () => Promise<Session>;
  /** A connection that was idle for longer is not used again. */
  readonly idleMs: number;
  readonly now: () => number;
}

interface Idle {
  readonly session: Session;
  readonly since: number;
}

export class SessionPool {
  readonly #options: PoolOptions;
  readonly #idle: Idle[] = [];
  readonly #held = new Set<Session>();
  readonly #waiting: (() => void)[] = [];
  #taken = 0;
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Waits for a free place, and opens a connection where none is idle. Rejects as `open` does. */
  async take(): Promise<Held> {
    while (this.#taken >= this.#options.most) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#isClosed) throw new Error('a message was to be sent after the mailer was closed');
    this.#taken += 1;
    const idle = this.#usable();
    if (idle !== undefined) return this.#hold(idle, true);
    return this.#fresh();
  }

  /** In place of one that was found broken. */
  async instead({ session }: Held): Promise<Held> {
    this.#drop(session);
    return this.#fresh();
  }

  /** Back into the pool, where it is still good for another message. */
  release({ session }: Held, isGood: boolean): void {
    if (isGood && session.isOpen() && !this.#isClosed) {
      this.#held.delete(session);
      this.#idle.push({ session, since: this.#options.now() });
    } else this.#drop(session);
    this.#free();
  }

  /** What is under way is lost. */
  close(): void {
    this.#isClosed = true;
    for (const { session } of this.#idle.splice(0)) session.quit();
    for (const session of this.#held) session.close();
  }

  async #fresh(): Promise<Held> {
    try {
      return this.#hold(await this.#options.open(), false);
    } catch (error) {
      this.#free();
      throw error;
    }
  }

  #hold(session: Session, wasIdle: boolean): Held {
    this.#held.add(session);
    return { session, wasIdle };
  }

  /** The one that was used last: the others grow old and are closed. */
  #usable(): Session | undefined {
    const oldest = this.#options.now() - this.#options.idleMs;
    for (let idle = this.#idle.shift(); idle !== undefined; idle = this.#idle.shift()) {
      if (idle.session.isOpen() && idle.since >= oldest) {
        this.#idle.unshift(idle);
        break;
      }
      if (idle.session.isOpen()) idle.session.quit();
    }
    return this.#idle.pop()?.session;
  }

  #drop(session: Session): void {
    this.#held.delete(session);
    session.close();
  }

  #free(): void {
    this.#taken -= 1;
    this.#waiting.shift()?.();
  }
}
