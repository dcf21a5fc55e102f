// migrate demo: a whole migration of an example company on the sandbox, killed twice on the way: while people move, and while their
// partners are written to. Real but for the provider.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { JobLog } from '../model/job-log.ts';
import type { ProviderName } from '../model/directory.ts';
import { NOTICES_BATCH } from '../model/settings.ts';
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
/** The run is killed when this many steps of the second batch are done, and when so many letters are sent. */
const KILL_AFTER_STEPS = 9;
const KILL_AFTER_NOTICES = 8;
/** Of the partners, those at the sandbox whose names say that their mail comes back. */
const BOUNCING = [
  'K901,Old Harbour Ltd.,,,Mr. John Smith,,gone-smith@old-harbour.example,Anna Weber,en,,,,,,',
  'K902,Old Harbour Ltd.,,,Ms. Ann Jones,,full-jones@old-harbour.example,Anna Weber,en,,,,,,',
  'K903,Night Ferry Ltd.,,,Mr. Paul Brown,,gone-brown@night-ferry.example,Anna Weber,en,,,,,,',
];
/** A real migration takes days over this; the demo must end, at whatever hour it is watched. */
const SENDING = `
sending:
  notices: [change]
  oldDomainReason: The partners know the old addresses only.
  window: { from: '00:00', to: '24:00', weekdays: [monday, tuesday, wednesday, thursday, friday, saturday, sunday] }
  ramp: [1000]
  mostBounces: 0.5
`;
const MOST_READINGS = 10;
const PAUSE_MS = 1500;
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
    play.act('The letters to the partners: somebody reads and approves them, else none is sent');
    await play.run('notice', 'approve', '--sample', '0', '--yes');
    play.act('The first people: the pilot batch');
    await play.run('apply', '--batch', 'pilot', '--yes');
    play.act('Everybody else. In the middle of the second batch the power fails');
    await play.runAndKill(['apply', '--yes'], { batch: 'sales', steps: KILL_AFTER_STEPS });
    play.act('The power is back: go on where it was cut off. It fails again while the partners are written to');
    await play.runAndKill(['resume'], { batch: NOTICES_BATCH, steps: KILL_AFTER_NOTICES });
    play.act('Once more: who has got a letter gets no second one');
    // What is left is for people to do.
    await play.runTo(EXIT.open, 'resume');
    play.act('What has come back?');
    await takeBounces(play);
    play.act('Some partners do not read mail: whom to call, letters to print, a text for the web site');
    await play.run('notice', 'worklist');
    for (const partner of play.partnersToTell()) {
      await play.run('notice', 'done', partner, '--by', 'other', '--evidence', 'the demo says so');
    }
    play.act('Where does every partner stand?');
    await play.run('notice', 'status');
    play.act('Plan again: is anything left?');
    await play.run('plan', '--detailed-exitcode');
    play.act('The report');
    await play.run('report', '--format', 'html', '--out', join(folder, 'out', 'report.html'));
    const isRight = sayLedger(play, voice);
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
  const settings = `${exampleSettings({ provider, sandbox: 'sandbox' })}\nvaultRecipient: ${recipient}\n${SENDING}`;
  writeWorkspace(folder, settings);
  // Rows in ASCII fit into a list in CP932.
  appendFileSync(join(folder, 'data', 'partners.csv'), BOUNCING.map((row) => `${row}\r\n`).join(''));
  mkdirSync(join(folder, 'keys'));
  mkdirSync(join(folder, 'out'));
  writeFileSync(join(folder, 'keys', 'administrator.txt'), `# public key: ${recipient}\n${identity}\n`, {
    mode: 0o600,
  });
}

/** Runs commands of this program in processes of their own, as a person would type them. */
class Play {
  readonly folder: string;
  readonly #voice: Voice;

  constructor(folder: string, voice: Voice) {
    this.folder = folder;
    this.#voice = voice;
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
    return spawn(program, [...own, '--workspace', this.folder, ...args], { stdio: 'inherit', windowsHide: true });
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

/** What comes back takes its time; it is read until all of it is there. */
async function takeBounces(play: Play): Promise<void> {
  const bounced = (): number =>
    play.look((log) => [...log.mailBacks()].filter(({ kind }) => kind === 'bounced').length);
  for (let reading = 1; reading <= MOST_READINGS && bounced() < BOUNCING.length; reading += 1) {
    await realClock.sleep(PAUSE_MS);
    await play.run('notice', 'bounces');
  }
  if (bounced() < BOUNCING.length) throw new Error('not everything that bounced has come back');
}

interface Effect {
  readonly kind?: unknown;
  readonly key?: unknown;
  readonly notice?: unknown;
}

/** Counts the effects where they took place: each account once, and each letter that the log calls sent once. */
function sayLedger(play: Play, voice: Voice): boolean {
  const effects = readFileSync(join(play.folder, 'sandbox', 'ledger.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Effect);
  const created = effects.filter(({ kind }) => kind === 'user.create').map(({ key }) => key);
  const sent = effects.flatMap(({ kind, notice }) =>
    kind === 'message.accept' && typeof notice === 'string' ? [notice] : [],
  );
  const letters = play.look((log) =>
    [...log.steps({ states: ['done'] })].flatMap(({ step }) => (step.kind === 'notice.send' ? [step.noticeId] : [])),
  );
  const addresses = new Set(created).size;
  const twice = sent.length - new Set(sent).size;
  const missing = letters.filter((id) => !sent.includes(id)).length;
  voice.say();
  voice.say(
    `The provider's own ledger: ${created.length} accounts created, ${addresses} different addresses, ${created.length - addresses} twice.`,
  );
  voice.say(`And ${sent.length} letters to partners: ${missing} missing, ${twice} twice.`);
  const isRight = created.length === addresses && missing === 0 && twice === 0 && sent.length === letters.length;
  return isRight && created.length > 0 && sent.length > 0;
}
