// The self-test: a letter to a mailbox of ours, and what its receiving server has found out about it, read back.

import { repeatReads } from '../apply/repeat-read.ts';
import { RemoteFailure } from '../model/failure.ts';
import { headerOf } from '../model/mail-reader.ts';
import type { MailFolder, MailHead, MailReader } from '../model/mail-reader.ts';
import type { Problem } from '../model/problem.ts';
import type { SendingSettings, Settings } from '../model/settings.ts';
import { NOTICE_HEADER } from '../notice/compose-message.ts';
import { deliveredVerdict } from '../notice/delivered-verdict.ts';
import type { DeliveredVerdict } from '../notice/delivered-verdict.ts';
import { jsonFingerprint } from '../store/fingerprint.ts';
import { realClock } from './clock.ts';
import { jitter } from './job.ts';
import type { Job } from './job.ts';
import { sendingFacts } from './sending-facts.ts';
import { SELF_TESTED } from './self-test-gate.ts';
import { connectMailReader } from './wire-mail-reader.ts';
import type { ConnectOptions } from './wire.ts';

const FOLDERS: readonly MailFolder[] = ['inbox', 'junk'];
/** Clocks of providers differ. */
const CLOCKS_DIFFER_MS = 10 * 60_000;
const FIRST_LOOK_MS = 500;
/** Most messages are there within seconds; some filters take a few minutes. */
const PATIENCE_MS = { real: 5 * 60_000, sandbox: 20_000 } as const;

/** What a mailbox of ours is; undefined where migrate.yaml names none. */
export function ownMailbox({ administrator }: Settings, { sender }: SendingSettings): string | undefined {
  return sender?.address ?? administrator;
}

export interface OwnMailbox {
  readonly reader: MailReader;
  readonly mailbox: string;
}

/** The mailbox that can be read, and by what. */
export async function openOwnMailbox(
  options: ConnectOptions,
  job: Pick<Job, 'limits'>,
  wanted: string,
): Promise<OwnMailbox | { readonly problems: readonly Problem[] }> {
  const { sending } = options.settings;
  if (sending === undefined) throw new Error('nothing is sent, so nothing is tested');
  const repeat = repeatReads({ clock: realClock, patience: job.limits.patience, random: jitter });
  const connecting = await connectMailReader({ ...options, way: sending.way, repeat });
  if ('problems' in connecting) return connecting;
  const { reader, mailboxesOf } = connecting;
  return { reader, mailbox: mailboxesOf([wanted])[0] ?? wanted };
}

export interface Arrival {
  readonly verdict: DeliveredVerdict;
  readonly folder?: MailFolder;
}

/** Waits until the message is there, and judges it. */
export async function awaitArrival(
  { reader, mailbox }: OwnMailbox,
  { noticeId, isSandbox }: { readonly noticeId: string; readonly isSandbox: boolean },
): Promise<Arrival> {
  const started = realClock.now();
  const until = realClock.elapsed() + PATIENCE_MS[isSandbox ? 'sandbox' : 'real'];
  const { signal } = new AbortController();
  for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(waitMs * 2, 15_000)) {
    for (const folder of FOLDERS) {
      const wish = { mailbox, folder, sinceMs: started - CLOCKS_DIFFER_MS, signal };
      try {
        const head = await findHead(reader.heads(wish), noticeId);
        if (head !== undefined) return { verdict: deliveredVerdict(head.headers), folder };
      } catch (error) {
        if (!(error instanceof RemoteFailure)) throw error;
        return { verdict: unread(`${mailbox} cannot be read: ${error.facts.said.replace(/\.+$/, '')}`) };
      }
    }
    if (realClock.elapsed() >= until) return { verdict: unread(`the message has not arrived in ${mailbox} yet`) };
    await realClock.sleep(waitMs);
  }
}

async function findHead(heads: AsyncIterable<MailHead>, noticeId: string): Promise<MailHead | undefined> {
  for await (const head of heads) {
    if (headerOf(head.headers, NOTICE_HEADER.toLowerCase())?.trim() === noticeId) return head;
  }
  return undefined;
}

function unread(said: string): DeliveredVerdict {
  return { outcome: 'cannot-tell', results: { spf: 'none', dkim: 'none', dmarc: 'none' }, said };
}

export interface Tested {
  readonly domain: string;
  readonly noticeId: string;
  readonly arrival: Arrival;
}

/** With the settings under which it was made: what they say now may be another matter. */
export async function noteSelfTest(
  job: Pick<Job, 'folder' | 'settings' | 'log'>,
  sending: SendingSettings,
  tested: Tested,
): Promise<void> {
  const { domain, noticeId, arrival } = tested;
  const { verdict, folder } = arrival;
  const key = jsonFingerprint(await sendingFacts(domain, { folder: job.folder, settings: job.settings, sending }));
  const facts = { domain, noticeId, ...verdict.results, outcome: verdict.outcome, key };
  await job.log.note(SELF_TESTED, {
    ...facts,
    ...(folder !== undefined && { folder }),
    ...(verdict.said !== undefined && { said: verdict.said }),
  });
}
