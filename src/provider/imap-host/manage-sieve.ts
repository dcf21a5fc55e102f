// A client of ManageSieve (RFC 5804), as much of it as an automatic reply needs: STARTTLS always, SASL PLAIN for somebody else, scripts.

import { once } from 'node:events';
import { connect, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { SieveReader, sieveLiteral } from './sieve-wire.ts';
import type { SieveAnswer } from './sieve-wire.ts';

export interface SieveSignIn {
  readonly host: string;
  readonly port: number;
  /** Who signs in. */
  readonly user: string;
  readonly password: string;
  /** Whose scripts they are. */
  readonly owner: string;
  /** PEM of an authority that is trusted beside those of the system: the sandbox's own. */
  readonly authority?: string;
}

export interface SieveScripts {
  /** Names of the extensions that scripts may require. */
  readonly extensions: ReadonlySet<string>;
  list(): Promise<readonly { readonly name: string; readonly isActive: boolean }[]>;
  /** Undefined where there is no script of that name. */
  get(name: string): Promise<string | undefined>;
  put(name: string, script: string): Promise<void>;
  /** '' makes none active. */
  activate(name: string): Promise<void>;
  delete(name: string): Promise<void>;
}

/** The server has answered, and its answer was no. */
export class SieveRefusal extends Error {
  override readonly name = 'SieveRefusal';
  readonly command: string;
  readonly code: string | undefined;

  constructor(command: string, { code, said }: Pick<SieveAnswer, 'code' | 'said'>) {
    super(said === '' ? `${command} was refused` : said);
    this.command = command;
    this.code = code;
  }
}

const QUIET_MS = 60_000;

/** Opens a session for one question and ends it. Rejects with SieveRefusal, or with what the connection says. */
export async function withSieve<Result>(
  signIn: SieveSignIn,
  ask: (scripts: SieveScripts) => Promise<Result>,
): Promise<Result> {
  const session = await SieveSession.open(signIn);
  try {
    await session.signIn(signIn);
    return await ask(session.scripts());
  } finally {
    session.close();
  }
}

/** Connects and starts TLS; signs nobody in. Gives the extensions that scripts may require. */
export async function greetSieve(
  place: Pick<SieveSignIn, 'host' | 'port' | 'authority'>,
): Promise<ReadonlySet<string>> {
  const session = await SieveSession.open(place);
  session.close();
  return session.extensions;
}

class SieveSession {
  #socket: Socket | TLSSocket;
  readonly #reader: SieveReader;
  #capabilities: ReadonlyMap<string, string> = new Map();

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#reader = new SieveReader(socket);
  }

  static async open({
    host,
    port,
    authority,
  }: Pick<SieveSignIn, 'host' | 'port' | 'authority'>): Promise<SieveSession> {
    const socket = connect({ host, port });
    quietEnd(socket);
    const session = new SieveSession(socket);
    try {
      session.#learn(await session.#heard('greeting'));
      if (!session.#capabilities.has('STARTTLS'))
        throw new SieveRefusal('STARTTLS', { said: 'the server offers no STARTTLS, so nobody signs in to it' });
      await session.#run('STARTTLS');
      await session.#secure(host, authority);
      // RFC 5804, 2.2: the capabilities follow, since those in the clear might have been anybody's.
      session.#learn(await session.#heard('STARTTLS'));
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  get extensions(): ReadonlySet<string> {
    return new Set((this.#capabilities.get('SIEVE') ?? '').split(/\s+/).filter((word) => word !== ''));
  }

  async signIn({ owner, user, password }: SieveSignIn): Promise<void> {
    const secret = Buffer.from(`${owner}\0${user}\0${password}`).toString('base64');
    await this.#run('AUTHENTICATE', `"PLAIN" "${secret}"`);
  }

  scripts(): SieveScripts {
    return {
      extensions: this.extensions,
      list: async () => {
        const { lines } = await this.#run('LISTSCRIPTS');
        return lines.flatMap(([name, mark]) =>
          name !== undefined && 'text' in name
            ? [
                {
                  name: name.text,
                  isActive: mark !== undefined && 'word' in mark && mark.word.toUpperCase() === 'ACTIVE',
                },
              ]
            : [],
        );
      },
      get: async (name) => {
        try {
          const { lines } = await this.#run('GETSCRIPT', sieveLiteral(name));
          const content = lines[0]?.[0];
          return content !== undefined && 'text' in content ? content.text : '';
        } catch (error) {
          if (error instanceof SieveRefusal && error.code === 'NONEXISTENT') return undefined;
          throw error;
        }
      },
      put: async (name, script) => {
        await this.#run('PUTSCRIPT', `${sieveLiteral(name)} ${sieveLiteral(script)}`);
      },
      activate: async (name) => {
        await this.#run('SETACTIVE', sieveLiteral(name));
      },
      delete: async (name) => {
        await this.#run('DELETESCRIPT', sieveLiteral(name));
      },
    };
  }

  close(): void {
    if (!this.#socket.destroyed) this.#socket.end('LOGOUT\r\n', () => this.#socket.destroy());
  }

  async #secure(host: string, authority: string | undefined): Promise<void> {
    this.#reader.release();
    const secure = connectTls({
      socket: this.#socket,
      host,
      ...(isIP(host) === 0 && { servername: host }),
      minVersion: 'TLSv1.2',
      ...(authority !== undefined && { ca: authority }),
    });
    quietEnd(secure);
    this.#reader.switchTo(secure);
    this.#socket = secure;
    await once(secure, 'secureConnect');
  }

  #learn({ lines }: SieveAnswer): void {
    this.#capabilities = new Map(
      lines.flatMap(([name, value]) =>
        name !== undefined && 'text' in name
          ? [[name.text.toUpperCase(), value !== undefined && 'text' in value ? value.text : '']]
          : [],
      ),
    );
  }

  async #run(command: string, rest = ''): Promise<SieveAnswer> {
    this.#socket.write(rest === '' ? `${command}\r\n` : `${command} ${rest}\r\n`);
    return this.#heard(command);
  }

  async #heard(command: string): Promise<SieveAnswer> {
    const answer = await this.#reader.answer();
    if (answer.end === 'OK') return answer;
    throw new SieveRefusal(command, answer);
  }
}

/** A server that says nothing is gone; an error is told by whoever waits for an answer. */
function quietEnd(socket: Socket | TLSSocket): void {
  socket.setTimeout(QUIET_MS, () => socket.destroy(new Error('the server says nothing')));
  socket.on('error', () => undefined);
}
