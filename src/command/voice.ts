// The only file that prints and asks. People get lines on a terminal or in a pipe; programs get NDJSON with --json.

import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import type { Problem } from '../model/problem.ts';
import { problemText } from './text/problem-text.ts';

export type Colour = 'green' | 'yellow' | 'red' | 'cyan' | 'dim' | 'bold';

/** One fact for programs: `type` names it, the rest are values. */
export type Fact = Readonly<Record<string, unknown>> & { readonly type: string };

export class Voice {
  readonly isJson: boolean;
  /** A screen on which lines may be written over. */
  readonly isTerminal: boolean;
  #liveLines = 0;

  constructor(options: { readonly json: boolean }) {
    this.isJson = options.json;
    this.isTerminal = process.stdout.isTTY && !options.json;
  }

  get columns(): number {
    // Some terminals do not know how wide they are, and say 0.
    const known = this.isTerminal ? process.stdout.columns : 0;
    return known > 0 ? known : 100;
  }

  /** A line for people. Programs do not get it. */
  say(line = ''): void {
    if (this.isJson) return;
    this.#clearLive();
    process.stdout.write(`${line}\n`);
  }

  /** A fact for programs. People do not get it. */
  fact(fact: Fact): void {
    if (this.isJson) process.stdout.write(`${JSON.stringify(fact)}\n`);
  }

  /** Text that is itself the answer (a report, a schema): always printed, as it is. */
  output(text: string): void {
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** Something that the user must mend; goes to the error stream, or is a fact. */
  problem(problem: Problem): void {
    if (this.isJson) {
      this.fact({ type: 'problem', ...problem });
      return;
    }
    this.#clearLive();
    const colour = problem.severity === 'error' ? 'red' : 'yellow';
    process.stderr.write(`${problemText(problem, (text) => this.paint(colour, text))}\n`);
  }

  /** Lines for people on the error stream. Programs get a fact instead. */
  complain(lines: string): void {
    if (this.isJson) return;
    this.#clearLive();
    process.stderr.write(`${lines}\n`);
  }

  /** Colours on a terminal only. */
  paint(colour: Colour, text: string): string {
    return styleText(colour, text, { stream: process.stdout, validateStream: true });
  }

  /** Lines at the bottom of the screen that the next ones write over. Nothing where there is no screen. */
  live(lines: readonly string[]): void {
    if (!this.isTerminal) return;
    this.#clearLive();
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
    this.#liveLines = lines.length;
  }

  /** The last live lines stay where they are. */
  keepLive(): void {
    this.#liveLines = 0;
  }

  /** Undefined where nobody can answer: no terminal, or --json. Ctrl-C and Ctrl-D give an empty answer, which agrees to nothing. */
  async ask(question: string): Promise<string | undefined> {
    if (!this.isTerminal || !process.stdin.isTTY) return undefined;
    const reader = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return (await reader.question(question)).trim();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
      process.stdout.write('\n');
      return '';
    } finally {
      reader.close();
    }
  }

  /** Like ask, and what is typed is not shown. */
  async askSecret(question: string): Promise<string | undefined> {
    if (!this.isTerminal || !process.stdin.isTTY) return undefined;
    process.stdout.write(question);
    return readHidden();
  }

  #clearLive(): void {
    if (this.#liveLines === 0) return;
    process.stdout.moveCursor(0, -this.#liveLines);
    process.stdout.cursorTo(0);
    process.stdout.clearScreenDown();
    this.#liveLines = 0;
  }
}

/** Reads one line from the terminal without showing it. Ctrl-C and Ctrl-D give an empty one. */
function readHidden(): Promise<string> {
  const { stdin, stdout } = process;
  const { promise, resolve } = Promise.withResolvers<string>();
  let typed = '';
  const end = (text: string): void => {
    stdin.off('data', take);
    stdin.setRawMode(false);
    stdin.pause();
    stdout.write('\n');
    resolve(text);
  };
  const take = (chunk: Buffer): void => {
    for (const letter of chunk.toString('utf8')) {
      if (letter === '\r' || letter === '\n') {
        end(typed);
        return;
      }
      if (letter === '\u0003' || letter === '\u0004') {
        end('');
        return;
      }
      typed = letter === '\u007f' || letter === '\b' ? typed.slice(0, -1) : typed + letter;
    }
  };
  stdin.setRawMode(true);
  stdin.resume();
  stdin.on('data', take);
  return promise;
}
