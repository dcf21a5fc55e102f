// migrate notice bounces: reads what came back, keeps it in the log, says for whom a letter did not arrive and what to do, and stops the
// sending where too much came back. It takes no lock: it must work, and stop, while messages go out.

import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { repeatReads } from '../apply/repeat-read.ts';
import type { JobLog } from '../model/job-log.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { bounceCsv, bounceText } from '../report/bounce-list.ts';
import { openMailFiles } from '../store/mail-files.ts';
import { writeFileDurably } from '../store/write-file.ts';
import { bouncedPartners } from './bounced-partners.ts';
import { stopForBounces } from './bounce-stop.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { sayBounces } from './say-bounces.ts';
import { onSharedLog } from './locked-log.ts';
import { sayProblems } from './say-problems.ts';
import { sentLetters } from './sent-letters.ts';
import type { SentLetters } from './sent-letters.ts';
import { signInOptions } from './sign-in-options.ts';
import { takeMail } from './take-mail.ts';
import type { TakenMail, TakeMailWish } from './take-mail.ts';
import type { Voice } from './voice.ts';
import { operatorsBy } from './wire-dns.ts';
import { connectMailReader } from './wire-mail-reader.ts';
import type { Problems } from './wire-place.ts';
import { placesOf, readWorkspaceSettings } from './workspace.ts';

export interface BouncesOptions {
  /** A folder of files .eml, or one file. */
  readonly from?: string;
  /** Milliseconds since 1970. */
  readonly since?: number;
}

const SECOND_MS = 1000;
const DAY_MS = 24 * 60 * 60 * SECOND_MS;
/** Messages come late, and into folders that were read already. */
const OVERLAP_MS = 3 * DAY_MS;
/** The last complete reading of the mailboxes: the next one begins there. */
const MAIL_READ = 'notice.mail-read';
/** How patient we are with a mailbox; whoever asks for a longer wait gets it. */
const PATIENCE = { attempts: 6, backoffFloorMs: SECOND_MS, backoffCeilingMs: 30 * SECOND_MS };

export const repeatMailReads = repeatReads({
  clock: realClock,
  patience: PATIENCE,
  random: () => randomInt(2 ** 32) / 2 ** 32,
});

export async function takeBounces(context: CommandContext, options: BouncesOptions): Promise<ExitCode> {
  const { folder, voice } = context;
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { settings } = reading;
  return onSharedLog(context, 'notice bounces', async (log) => {
    const sent = sentLetters(log);
    if (sent.firstAt === undefined) {
      voice.fact({ type: 'notice.bounces', looked: 0, read: 0, fresh: 0 });
      voice.say('Nothing has been sent yet, so nothing can have come back.');
      return EXIT.done;
    }
    const place = await placeToRead({ folder, settings, sent, log, voice }, options);
    if ('problems' in place) return sayProblems(place.problems, voice);
    const startedAt = realClock.now();
    const taken = await takeMail(place).finally(() => place.reader.close());
    const isWhole = options.from === undefined && options.since === undefined && taken.failures.length === 0;
    if (isWhole) await log.note(MAIL_READ, { until: startedAt });
    return await sayTaken(taken, { folder, settings, sent, log, voice });
  });
}

interface Desk {
  readonly folder: string;
  readonly settings: Settings;
  readonly sent: SentLetters;
  readonly log: JobLog;
  readonly voice: Voice;
}

async function placeToRead(desk: Desk, options: BouncesOptions): Promise<TakeMailWish | Problems> {
  const { folder, settings, sent, log, voice } = desk;
  const shared = {
    sent,
    ownDomains: [...new Set([...settings.oldDomains, settings.newDomain, ...sent.ownDomains])],
    log,
    signal: new AbortController().signal,
    onProgress: (looked: number, mailbox: string) => voice.live([`reading ${mailbox}: ${looked} messages looked at`]),
  };
  const first = (sent.firstAt ?? 0) - DAY_MS;
  if (options.from !== undefined) {
    const path = resolve(options.from);
    const reader = openMailFiles(path);
    return { ...shared, reader, mailboxes: [options.from], folders: ['inbox'], sinceMs: options.since ?? 0 };
  }
  if (settings.sending === undefined) return { problems: [nothingSends()] };
  const connecting = await connectMailReader({
    ...signInOptions({ folder, settings }, voice),
    way: settings.sending.way,
    repeat: repeatMailReads,
  });
  if ('problems' in connecting) return connecting;
  const { reader, mailboxesOf } = connecting;
  const until = Number(log.lastEvent(MAIL_READ)?.facts['until'] ?? 0);
  const sinceMs = options.since ?? Math.max(first, until - OVERLAP_MS);
  return { ...shared, reader, mailboxes: mailboxesOf(sent.mailboxes), folders: ['inbox', 'junk'], sinceMs };
}

async function sayTaken(taken: TakenMail, desk: Desk): Promise<ExitCode> {
  const { folder, settings, sent, log, voice } = desk;
  const rows = await bouncedPartners(folder, log, { settings, steps: sent.steps });
  const stop = await stopForBounces(log, settings.sending?.mostBounces ?? 1);
  const operatorOf = await operatorsBy({ folder, settings });
  const out = join(placesOf(folder).out, 'notices');
  if (rows.length > 0) {
    await mkdir(out, { recursive: true });
    const errand = { role: 'worklist', goal: 'write it' };
    await writeFileDurably({ ...errand, file: join(out, 'bounced.csv') }, bounceCsv(rows));
    await writeFileDurably({ ...errand, file: join(out, 'bounced.txt') }, bounceText(rows));
  }
  await sayBounces({ taken, rows, stop, operatorOf, backs: [...log.mailBacks()], steps: sent.steps, voice });
  for (const { mailbox, failure } of taken.failures) {
    sayProblems([unread(mailbox, failure.facts)], voice);
  }
  if (taken.failures.length > 0) return EXIT.failed;
  return stop === undefined ? EXIT.done : EXIT.open;
}

function nothingSends(): Problem {
  return {
    code: 'bounces.no-sending',
    severity: 'error',
    place: { file: 'migrate.yaml' },
    what: 'migrate.yaml has no section sending, so it is not known where bounces arrive.',
    why: 'They come back to the mailboxes that have sent.',
    todo: 'Bring the section back. Or save the messages as files .eml into a folder: migrate notice bounces --from <folder>',
  };
}

function unread(mailbox: string, { said, todo }: { readonly said: string; readonly todo?: string }): Problem {
  return {
    code: 'bounces.unread',
    severity: 'error',
    what: `The mailbox ${mailbox} could not be read: ${said}`,
    why: 'What came back to it is not known.',
    todo: todo ?? 'Run the command again later. What was read before is kept, and is not read twice.',
  };
}
