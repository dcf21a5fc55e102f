// smtp-throughput: what the crash protocol, the job log and the lane cost on top of nodemailer's own pool.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createTransport } from 'nodemailer';
import { runPlan } from '../../src/apply/run-plan.ts';
import { realClock } from '../../src/command/clock.ts';
import type { OutgoingLetter } from '../../src/model/letter.ts';
import { composerFor, messageIdOf } from '../../src/notice/compose-message.ts';
import { smtpPatience } from '../../src/provider/smtp/limits.ts';
import { connectSmtpMailer } from '../../src/provider/smtp/mailer.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import { letterTo } from '../provider/letters.ts';
import { campaignRun, planCampaign } from '../provider/smtp/campaign.ts';
import type { BenchResult } from './result.ts';

const NOTICES = 5000;
const CONNECTIONS = 20;
const ROUNDS = 2;
const LEAST = 0.85;

/**
 * Messages a second of the whole walk (job log on disk, letters on record and approved, two durable transitions a message, lanes) over
 * those of nodemailer's pool with the same letters, headers and connections, one after the other into the same sink; the best of two
 * rounds each. The sink runs in a process of its own.
 */
export async function smtpThroughput(): Promise<BenchResult> {
  const sink = await openSink();
  try {
    const letters = Array.from({ length: NOTICES }, (_, at) => longLetterTo(`partner${at}`));
    let [ours, bare] = [0, 0];
    for (let round = 0; round < ROUNDS; round += 1) {
      bare = Math.max(bare, await perSecond(sink, () => barePool(letters, sink.port)));
      ours = Math.max(ours, await perSecond(sink, () => ourWalk(letters, sink.port)));
    }
    const value = ours / bare;
    return { name: 'smtp-throughput', value, unit: 'ratio', target: LEAST, ok: value >= LEAST, isLeast: true };
  } finally {
    sink.close();
  }
}

interface Sink {
  readonly port: number;
  /** Messages taken since the last question. */
  readonly taken: () => Promise<number>;
  readonly close: () => void;
}

async function openSink(): Promise<Sink> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'smtp-sink.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<number> => Number((await lines.next()).value);
  const port = await next();
  return {
    port,
    taken: () => {
      child.stdin.write('?\n');
      return next();
    },
    close: () => child.stdin.end(),
  };
}

async function perSecond(sink: Sink, send: () => Promise<number>): Promise<number> {
  const wallMs = await send();
  const taken = await sink.taken();
  if (taken !== NOTICES) throw new Error(`${taken} of ${NOTICES} messages arrived`);
  return (NOTICES / wallMs) * 1000;
}

async function barePool(letters: readonly OutgoingLetter[], port: number): Promise<number> {
  const transport = createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: Number.POSITIVE_INFINITY,
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
  });
  const { stamp } = composerFor({ timeZone: 'Asia/Tokyo' });
  const startedAt = performance.now();
  await Promise.all(
    letters.map((letter) =>
      transport.sendMail({
        from: { name: letter.from.name ?? '', address: letter.from.address },
        to: { name: letter.to.name ?? '', address: letter.to.address },
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
        messageId: messageIdOf(letter),
        date: stamp(Date.now()),
        textEncoding: 'B',
        headers: { 'X-Migrate-Notice': letter.noticeId, 'Content-Language': letter.language },
      }),
    ),
  );
  const wallMs = performance.now() - startedAt;
  transport.close();
  return wallMs;
}

async function ourWalk(letters: readonly OutgoingLetter[], port: number): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'throughput-'));
  const log = openJobLog(path.join(folder, 'job.db'), { clock: realClock, mode: 'create' });
  const mailer = connectSmtpMailer({
    settings: { host: '127.0.0.1', port, security: 'none', connections: CONNECTIONS, limits: {} },
    secrets: {},
    composer: composerFor({ timeZone: 'Asia/Tokyo' }),
    limits: [],
    patience: smtpPatience(1),
  });
  try {
    planCampaign(log, letters);
    const startedAt = performance.now();
    const { done } = await runPlan(campaignRun(log, mailer));
    const wallMs = performance.now() - startedAt;
    if (done !== NOTICES) throw new Error(`${done} of ${NOTICES} are done`);
    return wallMs;
  } finally {
    await mailer.close();
    log.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** About 11 KB as a message: what a notice with its blocks against fraud comes to. */
function longLetterTo(who: string): OutgoingLetter {
  const line = '平素は格別のご高配を賜り、厚く御礼申し上げます。メールアドレスのみ変更いたします。';
  const short = letterTo(who);
  return letterTo(who, {
    text: short.text + `${line}\n`.repeat(20),
    html: short.html + `<p style="margin:0 0 1em">${line}</p>\n`.repeat(20),
  });
}
