// Runs commands of this program in processes of their own, as a person would type them.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { JobLog } from '../../model/job-log.ts';
import { openJobLog } from '../../store/job-log.ts';
import { realClock } from '../clock.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { selfCommand } from '../self-command.ts';
import type { Voice } from '../voice.ts';
import { placesOf } from '../workspace.ts';

const LOOK_EVERY_MS = 15;

export class Play {
  readonly folder: string;
  readonly #voice: Voice;
  readonly #environment: Readonly<Record<string, string>>;

  /** `environment`: what commands have beside our own. */
  constructor(folder: string, voice: Voice, environment: Readonly<Record<string, string>>) {
    this.folder = folder;
    this.#voice = voice;
    this.#environment = environment;
  }

  act(title: string): void {
    this.#voice.say();
    this.#voice.say(this.#voice.paint('cyan', `── ${title}`));
  }

  /** Throws where the command does not end as a good one does. */
  async run(...args: string[]): Promise<void> {
    await this.runTo(EXIT.done, ...args);
  }

  /** The same for a command that ends well in another way. */
  async runTo(wanted: ExitCode, ...args: string[]): Promise<void> {
    const code = await ended(this.#start(args));
    if (code !== wanted) throw new Error(`migrate ${args.join(' ')} ended with ${String(code)}`);
  }

  /** What the job log says now. */
  look<Result>(ask: (log: JobLog) => Result): Result {
    const log = openJobLog(placesOf(this.folder).log, { clock: realClock, mode: 'read' });
    try {
      return ask(log);
    } finally {
      log.close();
    }
  }

  /** Partners who wait for a person. */
  partnersToTell(): readonly string[] {
    return this.look((log) =>
      [...log.steps({ currentPlan: true })].flatMap(({ step, state }) =>
        step.kind === 'hand.task' && step.partner !== undefined && state !== 'done' ? [step.partner] : [],
      ),
    );
  }

  /** Tasks with these words that wait for a person, in their order. */
  tasksAbout(words: string): readonly string[] {
    return this.look((log) =>
      [...log.steps({ currentPlan: true })].flatMap(({ step, state }) =>
        step.kind === 'hand.task' && step.title.includes(words) && state !== 'done' ? [step.id] : [],
      ),
    );
  }

  /** Kills the command like a power cut when so many steps of a batch are done. */
  async runAndKill(args: readonly string[], when: { readonly batch: string; readonly steps: number }): Promise<void> {
    const child = this.#start(args);
    const ending = ended(child);
    const done = (log: JobLog): number =>
      [...log.steps({ states: ['done'], currentPlan: true, batch: when.batch })].length;
    while (child.exitCode === null && this.look(done) < when.steps) await realClock.sleep(LOOK_EVERY_MS);
    child.kill('SIGKILL');
    await ending;
    if (child.exitCode !== null) throw new Error('the run ended before it could be killed');
    this.#voice.say(this.#voice.paint('red', 'killed with SIGKILL'));
  }

  #start(args: readonly string[]): ChildProcess {
    this.#voice.say(this.#voice.paint('bold', `$ migrate ${args.map(pasteable).join(' ')}`));
    const [program, ...own] = selfCommand();
    if (program === undefined) throw new Error('no program to start');
    return spawn(program, [...own, '--workspace', this.folder, ...args], {
      stdio: 'inherit',
      windowsHide: true,
      env: { ...process.env, ...this.#environment },
    });
  }
}

/** As it would be typed. */
function pasteable(arg: string): string {
  return arg.includes(' ') ? `"${arg}"` : arg;
}

function ended(child: ChildProcess): Promise<number | null> {
  const { promise, resolve: resolveEnd, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject);
  child.once('close', (code) => resolveEnd(code));
  return promise;
}
