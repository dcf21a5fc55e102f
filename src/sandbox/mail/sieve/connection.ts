// One ManageSieve connection: greeting, STARTTLS, AUTHENTICATE, then scripts until LOGOUT.

import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import { hostedMailbox, mailboxesOf, type HostedMailbox } from '../../hosting/mailboxes.ts';
import type { World } from '../../kernel/world.ts';
import { mailPassword, SIEVE_MASTER } from '../account.ts';
import { WireReader } from '../imap/wire-reader.ts';

const LONGEST_LINE = 8192;
const MOST_SCRIPT_BYTES = 1024 * 1024;
const EXTENSIONS = 'fileinto reject envelope vacation subaddress relational regex imap4flags copy include variables body date';

export class SieveConnection {
  #socket: Socket;
  readonly #reader: WireReader;
  readonly #world: World;
  readonly #secureContext: SecureContext;
  #isSecure = false;
  #owner: string | undefined;

  constructor(socket: Socket, world: World, secureContext: SecureContext) {
    this.#socket = socket;
    this.#world = world;
    this.#secureContext = secureContext;
    this.#reader = new WireReader(socket);
  }

  async serve(): Promise<void> {
    this.#write(this.#capabilities());
    for (;;) {
      const words = await this.#command();
      if (words === undefined) break;
      const [name = '', ...args] = words;
      if (name.toUpperCase() === 'LOGOUT') {
        this.#write('OK\r\n');
        break;
      }
      if (name.toUpperCase() === 'STARTTLS') await this.#startTls();
      else this.#write(this.#answer(name.toUpperCase(), args));
    }
    this.#socket.end();
  }

  #capabilities(): string {
    return (
      `"IMPLEMENTATION" "sandbox"\r\n"SIEVE" "${EXTENSIONS}"\r\n"SASL" "${this.#isSecure ? 'PLAIN' : ''}"\r\n` +
      `${this.#isSecure ? '' : '"STARTTLS"\r\n'}"VERSION" "1.0"\r\nOK "ready"\r\n`
    );
  }

  #answer(name: string, args: readonly string[]): string {
    if (name === 'CAPABILITY') return this.#capabilities();
    if (!this.#isSecure) return 'NO (ENCRYPT-NEEDED) "use STARTTLS first"\r\n';
    if (name === 'AUTHENTICATE') return this.#signIn(args);
    const mailbox = this.#owner === undefined ? undefined : hostedMailbox(this.#world, this.#owner);
    if (mailbox === undefined) return 'NO "sign in first"\r\n';
    return this.#scripts(name, args, mailbox);
  }

  #signIn([mechanism, given = '']: readonly string[]): string {
    const [owner = '', user = '', password] = Buffer.from(given, 'base64').toString('utf8').split('\0');
    const isMaster = mechanism?.toUpperCase() === 'PLAIN' && user === SIEVE_MASTER && password === mailPassword(this.#world);
    if (!isMaster || hostedMailbox(this.#world, owner) === undefined) return 'NO "Authentication failed."\r\n';
    this.#owner = owner;
    return 'OK "Logged in."\r\n';
  }

  #scripts(name: string, [script = '', text = '']: readonly string[], mailbox: HostedMailbox): string {
    const { scripts, activeScript } = mailbox;
    const isThere = Object.hasOwn(scripts, script);
    const missing = 'NO (NONEXISTENT) "there is no such script"\r\n';
    const { activeScript: before, ...rest } = mailbox;
    switch (name) {
      case 'LISTSCRIPTS': {
        const lines = Object.keys(scripts).map((one) => `"${one}"${one === activeScript ? ' ACTIVE' : ''}\r\n`);
        return `${lines.join('')}OK\r\n`;
      }
      case 'GETSCRIPT':
        return isThere ? `{${scripts[script]?.length ?? 0}}\r\n${scripts[script] ?? ''}\r\nOK\r\n` : missing;
      case 'PUTSCRIPT':
        if (!/^(?:#[^\n]*\n)*require \[/.test(text)) return 'NO "line 1: error: this is no script."\r\n';
        this.#keep({ ...mailbox, scripts: { ...scripts, [script]: text } });
        return 'OK\r\n';
      case 'SETACTIVE':
        if (script === '') this.#keep(rest);
        else if (!isThere) return missing;
        else this.#keep({ ...mailbox, activeScript: script });
        return 'OK\r\n';
      case 'DELETESCRIPT': {
        if (!isThere) return missing;
        if (script === activeScript) return 'NO (ACTIVE) "it is active"\r\n';
        const { [script]: gone, ...left } = scripts;
        this.#keep({ ...mailbox, scripts: left });
        return 'OK\r\n';
      }
      default:
        return 'NO "no such command"\r\n';
    }
  }

  #keep(mailbox: HostedMailbox): void {
    const { address, activeScript = '' } = mailbox;
    const effect = { provider: 'hosting', kind: 'script.set', key: address, idempotent: true, activeScript };
    this.#world.effect(effect, () => mailboxesOf(this.#world).put(address, mailbox));
  }

  /** Words, quoted strings and literals of one command; undefined where the connection is over. */
  async #command(): Promise<readonly string[] | undefined> {
    const words: string[] = [];
    for (;;) {
      const line = await this.#reader.line(LONGEST_LINE);
      if (line === undefined) return undefined;
      const literal = /\{(\d+)\+\}$/.exec(line);
      const text = literal === null ? line : line.slice(0, literal.index);
      for (const [whole, quoted] of text.matchAll(/"((?:[^"\\]|\\.)*)"|[^\s"]+/g)) {
        words.push(quoted === undefined ? whole : quoted.replaceAll(/\\(.)/g, '$1'));
      }
      if (literal === null) return words;
      const size = Number(literal[1]);
      const bytes = size > MOST_SCRIPT_BYTES ? undefined : await this.#reader.bytes(size);
      if (bytes === undefined) return undefined;
      words.push(bytes);
    }
  }

  async #startTls(): Promise<void> {
    this.#reader.release();
    this.#write('OK "begin TLS"\r\n');
    const secure = new TLSSocket(this.#socket, { isServer: true, secureContext: this.#secureContext });
    this.#reader.switchTo(secure);
    this.#socket = secure;
    await new Promise<void>((resolve) => {
      secure.once('secure', () => resolve());
      secure.once('close', () => resolve());
    });
    this.#isSecure = true;
    this.#write(this.#capabilities());
  }

  #write(text: string): void {
    if (!this.#socket.destroyed) this.#socket.write(Buffer.from(text, 'latin1'));
  }
}
