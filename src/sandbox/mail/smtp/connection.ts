// One connection of the SMTP server: every command passes the faults that are set for its stage, and is written down with its answer.

import type { Socket } from 'node:net';
import type { SMTPServer } from 'smtp-server';
import { SMTPConnection } from 'smtp-server/lib/smtp-connection';
import { DIALOGUE_FAULTS } from '../../kernel/fault.ts';
import type { ListenerPlace } from '../../kernel/listener.ts';
import { exchangeAt, PROVIDER, replyOf, stageCall, type DialogueFault, type Reply } from './stage.ts';

export class StagedConnection extends SMTPConnection {
  readonly #place: ListenerPlace;
  /** Set while a command is carried out whose answer must not go out: the connection is cut in its place. */
  #isCutAtAnswer = false;
  #answer: Reply | undefined;
  /** Whether the connection is cut when the first bytes of the body have come. */
  isCutInBody = false;

  constructor(server: SMTPServer, socket: Socket, place: ListenerPlace) {
    super(server, socket);
    this.#place = place;
  }

  override _onCommand(command: Buffer, callback: () => void = () => undefined): void {
    // A line of an AUTH dialogue is no command of its own.
    if (this._nextHandler !== false) {
      super._onCommand(command, callback);
      return;
    }
    const { faults, world } = this.#place;
    const call = stageCall(command.toString());
    const fault = faults.pick(call, PROVIDER, DIALOGUE_FAULTS);
    const startedAt = world.clock.now();
    const noted = () => {
      this.#place.note(exchangeAt(call, this.#answer, fault), startedAt);
      this.#answer = undefined;
      callback();
    };
    if (fault === undefined) super._onCommand(command, noted);
    else this.#underFault(command, fault, noted);
  }

  override send(code: number, text?: string | string[] | null, context?: string | false): void {
    if (this.#isCutAtAnswer) {
      this.cut();
      return;
    }
    this.#answer = { code, text: Array.isArray(text) ? text.join('\n') : (text ?? '') };
    super.send(code, text, context);
  }

  /** Ends the connection without a word. */
  cut(): void {
    this._socket.destroy();
  }

  #underFault(command: Buffer, fault: DialogueFault, noted: () => void): void {
    switch (fault.fault.kind) {
      case 'reply': {
        const { code, text } = replyOf(fault);
        this.send(code, text, false);
        setImmediate(noted);
        return;
      }
      case 'slow':
        void this.#place.world.clock.sleep(fault.fault.delayMs ?? 0).then(() => super._onCommand(command, noted));
        return;
      case 'hang':
        return;
      case 'reset-during':
      case 'reset-after':
        this.isCutInBody = fault.fault.kind === 'reset-during' && stageCall(command.toString()).method === 'DATA';
        this.#isCutAtAnswer = !this.isCutInBody;
        super._onCommand(command, noted);
        return;
      case 'reset-before':
        this.cut();
        noted();
    }
  }
}
