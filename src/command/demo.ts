// migrate demo: a whole migration of an example company on the sandbox, with a kill in the middle. Real but for the provider.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { ProviderName } from '../model/directory.ts';
import { stopSandbox } from '../sandbox/kernel/control.ts';
import { exampleSettings } from '../settings/example.ts';
import { openJobLog } from '../store/job-log.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { writeWorkspace } from './init.ts';
import { selfCommand } from './self-command.ts';
import type { Voice } from './voice.ts';
import { placesOf } from './workspace.ts';

/** Provider time in the demo: a mailbox that takes a quarter of an hour is there in seconds. */
const TIME_SCALE = '180';
/** The run is killed when this many steps of the second batch are done. */
const KILL_AFTER_STEPS = 9;
const LOOK_EVERY_MS = 15;

export async function demo(
  { voice }: CommandContext,
  wanted: string,
  options: { readonly provider: ProviderName },
): Promise<ExitCode> {
  const folder = freeFolder(resolve(wanted));
  const play = new Play(folder, voice);
  play.act(`A workspace for an example company in ${folder}`);
  await makeWorkspace(folder, options.provider);
  try {
    play.act('The sandbox stands in for the provider (time runs fast)');
    await play.run('sandbox', 'start', '--profile', 'fast', '--scale', TIME_SCALE);
    play.act('What would happen? Nothing is changed by looking');
    await play.run('plan');
    play.act('The first people: the pilot batch');
    await play.run('apply', '--batch', 'pilot', '--yes');
    play.act('Everybody else. In the middle of the second batch the power fails');
    await play.runAndKill('apply', '--yes');
    play.act('The power is back: go on where it was cut off');
    await play.run('resume');
    play.act('Plan again: is anything left?');
    await play.run('plan', '--detailed-exitcode');
    play.act('The report');
    await play.run('report', '--format', 'html', '--out', join(folder, 'out', 'report.html'));
    const isRight = sayLedger(folder, voice);
    voice.say(`The report is in ${join(folder, 'out', 'report.html')}; the workspace is yours to play with.`);
    return isRight ? EXIT.done : EXIT.failed;
  } finally {
    await stopSandbox(join(folder, 'sandbox'));
  }
}

/** An older demo is not touched: demo, demo-2, demo-3 ... */
function freeFolder(wanted: string): string {
  for (let number = 1; ; number += 1) {
    const folder = number === 1 ? wanted : `${wanted}-${number}`;
    if (!existsSync(folder)) return folder;
  }
}

/** The workspace of `migrate init`, and a key of our own for the vault, since nobody is there to type a passphrase. */
async function makeWorkspace(folder: string, provider: ProviderName): Promise<void> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const settings = `${exampleSettings({ provider, sandbox: 'sandbox' })}\nvaultRecipient: ${recipient}\n`;
  writeWorkspace(folder, settings);
  mkdirSync(join(folder, 'keys'));
  mkdirSync(join(folder, 'out'));
  writeFileSync(join(folder, 'keys', 'administrator.txt'), `# public key: ${recipient}\n${identity}\n`, {
    mode: 0o600,
  });
}

/** Runs commands of this program in processes of their own, as a person would type them. */
class Play {
  readonly #folder: string;
  readonly #voice: Voice;

  constructor(folder: string, voice: Voice) {
    this.#folder = folder;
    this.#voice = voice;
  }

  act(title: string): void {
    this.#voice.say();
    this.#voice.say(this.#voice.paint('cyan', `── ${title}`));
  }

  /** Throws where the command does not end as a good one does. */
  async run(...args: string[]): Promise<void> {
    const code = await ended(this.#start(args));
    if (code !== EXIT.done) throw new Error(`migrate ${args.join(' ')} ended with ${String(code)}`);
  }

  /** Kills the command like a power cut when the second batch is well under way. */
  async runAndKill(...args: string[]): Promise<void> {
    const child = this.#start(args);
    const ending = ended(child);
    const log = openJobLog(placesOf(this.#folder).log, { clock: realClock, mode: 'read' });
    try {
      const isUnderWay = (): boolean => {
        let done = 0;
        for (const { step } of log.steps({ states: ['done'], currentPlan: true }))
          if (step.batch === 'sales') done += 1;
        return done >= KILL_AFTER_STEPS;
      };
      while (child.exitCode === null && !isUnderWay()) await realClock.sleep(LOOK_EVERY_MS);
    } finally {
      log.close();
    }
    child.kill('SIGKILL');
    await ending;
    if (child.exitCode !== null) throw new Error('the run ended before it could be killed');
    this.#voice.say(this.#voice.paint('red', 'killed with SIGKILL'));
  }

  #start(args: readonly string[]): ChildProcess {
    this.#voice.say(this.#voice.paint('bold', `$ migrate ${args.join(' ')}`));
    const [program, ...own] = selfCommand();
    if (program === undefined) throw new Error('no program to start');
    return spawn(program, [...own, '--workspace', this.#folder, ...args], { stdio: 'inherit', windowsHide: true });
  }
}

function ended(child: ChildProcess): Promise<number | null> {
  const { promise, resolve: resolveEnd, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject);
  child.once('close', (code) => resolveEnd(code));
  return promise;
}

/** Counts the effects where they took place. */
function sayLedger(folder: string, voice: Voice): boolean {
  const lines = readFileSync(join(folder, 'sandbox', 'ledger.ndjson'), 'utf8')
    .trim()
    .split('\n');
  const created = lines
    .map((line) => JSON.parse(line) as { readonly kind?: unknown; readonly key?: unknown })
    .filter(({ kind }) => kind === 'user.create')
    .map(({ key }) => key);
  const different = new Set(created).size;
  voice.say();
  voice.say(
    `The provider's own ledger: ${created.length} accounts created, ${different} different addresses, ${created.length - different} twice.`,
  );
  return created.length === different && created.length > 0;
}
