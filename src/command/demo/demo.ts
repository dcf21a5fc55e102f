// migrate demo: whole migrations of an example company on the sandbox, each killed twice on the way: while people move, and while their
// partners are written to. Real but for the provider.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ProviderName } from '../../model/directory.ts';
import { NOTICES_BATCH } from '../../model/settings.ts';
import { stopSandbox } from '../../sandbox/kernel/control.ts';
import { realClock } from '../clock.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Voice } from '../voice.ts';
import { checkDevices, followDevices, sayKits } from './device-acts.ts';
import { BOUNCING, HAS_KITS, KEY_FILE, makeWorkspace } from './example-company.ts';
import { sayLedger } from './ledger-count.ts';
import { Play } from './play.ts';

/** Provider time in the demo: a mailbox that takes a quarter of an hour is there in seconds. */
const TIME_SCALE = '240';
/** The run is killed when this many steps of the second batch are done, and when so many letters are sent. */
const KILL_AFTER_STEPS = 9;
const KILL_AFTER_NOTICES = 8;
const MOST_READINGS = 10;
const PAUSE_MS = 1500;

/** Who is played, in this order, and what is to be seen there and nowhere else. */
const COMPANIES = {
  'microsoft-365': {
    opening: 'A company at Microsoft 365. Its letters go out of its people’s own new mailboxes, through Graph',
    back: 'What has come back? The mailboxes that sent are read through Graph',
  },
  'google-workspace': {
    opening:
      'A company at Google Workspace. Its letters go out by its own mail server: SMTP with TLS and a password, a copy of each to an archive',
    back: 'What has come back? The mailbox that sent is read over IMAP',
  },
  'imap-host': {
    opening:
      'A company at a plain mail host. A command makes its mailboxes, a sign-in over IMAP and SMTP shows that they work, and the old ones answer by ManageSieve',
    back: 'What has come back? The mailbox that sent is read over IMAP',
  },
} as const satisfies Record<ProviderName, unknown>;
const ORDER: readonly ProviderName[] = ['microsoft-365', 'google-workspace'];

/** Without a provider: both of ORDER, one after the other. */
export async function demo(
  { voice }: CommandContext,
  wanted: string,
  options: { readonly provider?: ProviderName },
): Promise<ExitCode> {
  const folder = freeFolder(resolve(wanted));
  let isRight = true;
  for (const provider of options.provider === undefined ? ORDER : [options.provider]) {
    const place = join(folder, provider);
    // At a mail host an account is known by its first password, which only the key to the vault opens.
    const environment = provider === 'imap-host' ? { MIGRATE_IDENTITY: join(place, KEY_FILE) } : {};
    const play = new Play(place, voice, environment);
    play.act(COMPANIES[provider].opening);
    isRight = (await move(play, provider, voice)) && isRight;
  }
  return isRight ? EXIT.done : EXIT.failed;
}

/** An older demo is not touched: demo, demo-2, demo-3 ... */
function freeFolder(wanted: string): string {
  for (let number = 1; ; number += 1) {
    const folder = number === 1 ? wanted : `${wanted}-${number}`;
    if (!existsSync(folder)) return folder;
  }
}

/** True where each account and each letter is there once. */
async function move(play: Play, provider: ProviderName, voice: Voice): Promise<boolean> {
  const { folder } = play;
  voice.say(`Its workspace is ${folder}`);
  await makeWorkspace(folder, provider);
  try {
    play.act('The sandbox stands in for the provider (time runs fast)');
    await play.run('sandbox', 'start', '--profile', 'fast', '--scale', TIME_SCALE);
    if (HAS_KITS[provider]) await checkDevices(play);
    play.act('What would happen? Nothing is changed by looking');
    await play.run('plan');
    play.act('The letters to the partners: somebody reads and approves them, else none is sent');
    await play.run('notice', 'approve', '--sample', '0', '--yes');
    play.act('The first people: the pilot batch');
    // At a mail host something is left to a person in each batch.
    await play.runTo(provider === 'imap-host' ? EXIT.open : EXIT.done, 'apply', '--batch', 'pilot', '--yes');
    play.act('Everybody else. In the middle of the second batch the power fails');
    await play.runAndKill(['apply', '--yes'], { batch: 'sales', steps: KILL_AFTER_STEPS });
    play.act('The power is back: go on where it was cut off. It fails again while the partners are written to');
    await play.runAndKill(['resume'], { batch: NOTICES_BATCH, steps: KILL_AFTER_NOTICES });
    play.act('Once more: who has got a letter gets no second one');
    // What is left is for people to do.
    await play.runTo(EXIT.open, 'resume');
    await lookAtPartners(play, provider);
    if (HAS_KITS[provider]) await followDevices(play);
    if (provider === 'imap-host') await setByHand(play);
    play.act('Plan again: is anything left?');
    await play.run('plan', '--detailed-exitcode');
    play.act('The report');
    await play.run('report', '--format', 'html', '--out', join(folder, 'out', 'report.html'));
    const isLedgerRight = sayLedger(play, voice);
    const isRight = isLedgerRight && (!HAS_KITS[provider] || (await sayKits(play, voice)));
    voice.say(
      `The report, with the state of every partner and every device, is in ${join(folder, 'out', 'report.html')}; the workspace is yours to play with.`,
    );
    return isRight;
  } finally {
    await stopSandbox(join(folder, 'sandbox'));
  }
}

/** No program may set an alias at a plain mail host. */
async function setByHand(play: Play): Promise<void> {
  play.act('What no program may set at a mail host stands in a list for a person');
  for (const task of play.tasksAbout('at the host')) await play.run('done', task, '--evidence', 'the demo says so');
}

/** What bounced, who is told otherwise than by mail, and where everybody stands. */
async function lookAtPartners(play: Play, provider: ProviderName): Promise<void> {
  play.act(COMPANIES[provider].back);
  await takeBounces(play);
  play.act('Some partners do not read mail: whom to call, letters to print, a text for the web site');
  await play.run('notice', 'worklist');
  for (const partner of play.partnersToTell()) {
    await play.run('notice', 'done', partner, '--by', 'other', '--evidence', 'the demo says so');
  }
  play.act('Where does every partner stand?');
  await play.run('notice', 'status');
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
