// One connection of the IMAP server: reads commands, lets the session answer them, and lets faults come in between.

import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import { DIALOGUE_FAULTS, type FaultCall, type FaultState } from '../../kernel/fault.ts';
import type { ListenerPlace } from '../../kernel/listener.ts';
import { parseCommand, textOf, type Command } from './parse-command.ts';
import type { Result } from './result.ts';
import { Session } from './session.ts';
import { WireReader } from './wire-reader.ts';

const PROVIDER = 'imap';
const LONGEST_LINE = 64 * 1024;
/** Of one literal, and of all literals of one command. */
const MOST_LITERAL_BYTES = 40 * 1024 * 1024;
const MOST_SECRET_BYTES = 4096;
const IDLE_LOOK_MS = 50;

type DialogueFault = FaultState<(typeof DIALOGUE_FAULTS)[number]>;

export class ImapConnection {
  #socket: Socket;
  readonly #reader: WireReader;
  readonly #session: Session;
  readonly #place: ListenerPlace;
  readonly #secureContext: SecureContext;

  constructor(socket: Socket, place: ListenerPlace, { secureContext }: { readonly secureContext: SecureContext }) {
    this.#socket = socket;
    this.#place = place;
    this.#secureContext = secureContext;
    this.#reader = new WireReader(socket);
    this.#session = new Session(place, socket instanceof TLSSocket);
  }

  cut(): void {
    this.#socket.destroy();
  }

  /** Until the client leaves or is sent away. */
  async serve(): Promise<void> {
    if (!(await this.#greet())) return;
    while (!this.#session.isOver) {
      const text = await this.#commandText();
      if (text === undefined) break;
      await this.#take(text);
    }
    this.#socket.end();
  }

  /** Whether the client may go on. */
  async #greet(): Promise<boolean> {
    const call = { method: 'GREETING', url: '', text: '' };
    const fault = this.#place.faults.pick(call, PROVIDER, DIALOGUE_FAULTS);
    if (fault !== undefined) this.#note(call, undefined, { fault, startedAt: this.#place.world.clock.now() });
    if (fault === undefined || fault.fault.kind === 'slow') {
      if (fault !== undefined) await this.#place.world.clock.sleep(fault.fault.delayMs ?? 0);
      this.#write(`* OK [CAPABILITY ${this.#session.capabilities}] the sandbox is ready\r\n`);
      return true;
    }
    if (fault.fault.kind === 'reply') this.#write(`* BYE ${textOfReply(fault)}\r\n`);
    else if (fault.fault.kind === 'hang') await this.#closed();
    else this.cut();
    return false;
  }

  /** One command with its literals; undefined where there is no more, or more than is allowed. */
  async #commandText(): Promise<string | undefined> {
    let text = '';
    for (;;) {
      const line = await this.#reader.line(LONGEST_LINE);
      if (line === undefined) return undefined;
      text += line;
      const literal = /\{(\d+)(\+?)\}$/.exec(line);
      if (literal === null) return text;
      const size = Number(literal[1]);
      if (text.length + size > MOST_LITERAL_BYTES) {
        this.#write('* BYE [TOOBIG] more than the sandbox takes\r\n');
        return undefined;
      }
      if (literal[2] === '') this.#write('+ go on\r\n');
      const bytes = await this.#reader.bytes(size);
      if (bytes === undefined) return undefined;
      text += `\r\n${bytes}`;
    }
  }

  async #take(text: string): Promise<void> {
    const startedAt = this.#place.world.clock.now();
    const command = parseCommand(text);
    if (command === undefined) {
      this.#write(`${/^[^\s(){%*"\\+]+/.exec(text)?.[0] ?? '*'} BAD this is no command\r\n`);
      return;
    }
    const call = callOf(command, text);
    const fault = this.#place.faults.pick(call, PROVIDER, DIALOGUE_FAULTS);
    const result = fault === undefined ? await this.#answer(command) : await this.#underFault(command, fault);
    this.#note(call, result, { fault, startedAt });
    if (result !== undefined) this.#write(textOfResult(command, result));
  }

  /** What still has to be said; undefined where nothing has. */
  async #underFault(command: Command, fault: DialogueFault): Promise<Result | undefined> {
    const { kind, delayMs, isAfter } = fault.fault;
    switch (kind) {
      case 'reset-before':
        this.cut();
        return undefined;
      case 'hang':
        if (isAfter === true) await this.#answer(command);
        await this.#closed();
        return undefined;
      case 'reply':
        if (isAfter === true) await this.#answer(command);
        return { lines: [], end: fault.fault.reply ?? 'NO not now' };
      case 'slow': {
        const result = await this.#answer(command);
        await this.#place.world.clock.sleep(delayMs ?? 0);
        return result;
      }
      case 'reset-after':
        await this.#answer(command);
        this.cut();
        return undefined;
      case 'reset-during': {
        const result = await this.#answer(command);
        const whole = result === undefined ? '' : textOfResult(command, result);
        this.#socket.write(Buffer.from(whole.slice(0, Math.ceil(whole.length / 2)), 'latin1'), () => this.cut());
        return undefined;
      }
    }
  }

  async #closed(): Promise<void> {
    if (this.#socket.destroyed) return;
    await new Promise<void>((resolve) => this.#socket.once('close', () => resolve()));
  }

  /** Undefined where everything was said already. */
  async #answer(command: Command): Promise<Result | undefined> {
    switch (command.name) {
      case 'AUTHENTICATE':
        return this.#authenticate(command);
      case 'STARTTLS':
        return this.#startTls(command);
      case 'IDLE':
        return this.#idle();
      default:
        return this.#session.run(command);
    }
  }

  async #authenticate({ items }: Command): Promise<Result> {
    const mechanism = textOf(items[0])?.toUpperCase();
    let given = textOf(items[1]);
    if (given === undefined) {
      this.#write('+ \r\n');
      given = await this.#reader.line(MOST_SECRET_BYTES);
    }
    const secret = Buffer.from(given ?? '', 'base64').toString('utf8');
    if (mechanism === 'PLAIN') {
      const [, user = '', password = ''] = secret.split('\0');
      return this.#session.signIn(user, password);
    }
    if (mechanism !== 'XOAUTH2') return { lines: [], end: 'NO no such mechanism' };
    const user = /user=([^\x01]*)\x01/.exec(secret)?.[1] ?? '';
    const token = /auth=Bearer ([^\x01]*)\x01/i.exec(secret)?.[1] ?? '';
    const result = this.#session.signIn(user, token);
    if (result.end.startsWith('OK')) return result;
    // The client hears why, answers with an empty line, and only then gets its NO.
    const reason = JSON.stringify({ status: '400', schemes: 'Bearer', scope: 'https://mail.google.com/' });
    this.#write(`+ ${Buffer.from(reason).toString('base64')}\r\n`);
    await this.#reader.line(MOST_SECRET_BYTES);
    return result;
  }

  async #startTls({ tag }: Command): Promise<Result | undefined> {
    if (this.#session.isSecure) return { lines: [], end: 'BAD TLS is on already' };
    this.#reader.release();
    this.#write(`${tag} OK begin TLS\r\n`);
    const secure = new TLSSocket(this.#socket, { isServer: true, secureContext: this.#secureContext });
    this.#reader.switchTo(secure);
    this.#socket = secure;
    this.#session.isSecure = true;
    await new Promise<void>((resolve) => {
      secure.once('secure', () => resolve());
      secure.once('close', () => resolve());
    });
    return undefined;
  }

  /** Says what comes until the client has had enough (RFC 2177). */
  async #idle(): Promise<Result> {
    this.#write('+ idling\r\n');
    const rounds = setInterval(() => {
      const news = this.#session.news();
      if (news.length > 0) this.#write(news.map((line) => `${line}\r\n`).join(''));
    }, IDLE_LOOK_MS);
    const line = await this.#reader.line(LONGEST_LINE);
    clearInterval(rounds);
    return line?.toUpperCase() === 'DONE' ? { lines: [], end: 'OK done' } : { lines: [], end: 'BAD expected DONE' };
  }

  #write(text: string): void {
    if (!this.#socket.destroyed) this.#socket.write(Buffer.from(text, 'latin1'));
  }

  #note(
    call: FaultCall,
    result: Result | undefined,
    { fault, startedAt }: { readonly fault: DialogueFault | undefined; readonly startedAt: number },
  ): void {
    const { note } = this.#place;
    const response =
      result === undefined ? {} : { response: { status: result.end.startsWith('OK') ? 200 : 400, headers: {}, body: result.end } };
    note(
      {
        provider: PROVIDER,
        request: { method: call.method, url: call.url, headers: {}, body: '' },
        ...response,
        ...(fault === undefined ? {} : { fault: fault.fault.kind }),
      },
      startedAt,
    );
  }
}

const textOfResult = ({ tag }: Command, { lines, end }: Result): string =>
  `${lines.map((line) => `${line}\r\n`).join('')}${tag} ${end}\r\n`;

const textOfReply = ({ fault }: DialogueFault): string => (fault.reply ?? 'not now').replace(/^(NO|BAD|BYE) /, '');

/** What LOGIN and AUTHENTICATE carry is a secret; a message that is appended is no argument. */
function callOf({ name, tag }: Command, text: string): FaultCall {
  const isSecret = name === 'LOGIN' || name === 'AUTHENTICATE';
  const [line = ''] = text.slice(tag.length).trimStart().slice(name.length).split('\r\n');
  return { method: name, url: isSecret ? '' : line.trim(), text: '' };
}
