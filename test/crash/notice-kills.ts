// Kills the real command while it writes to partners, resumes it, and counts where the messages arrived: each approved partner once.

import { writeFile } from 'node:fs/promises';
import type { ProviderName } from '../../src/model/directory.ts';
import type { NoticeSend } from '../../src/model/step.ts';
import { whyDayIsHeld } from '../../src/command/sending-lane.ts';
import { OLD_DOMAIN, Stage, withoutOldMailboxes } from '../story/stage.ts';
import type { LedgerLine } from '../story/stage.ts';
import { FAULTS, idsOf, isDamaged, onLog, runUnderFire } from './kills.ts';
import type { KillWish } from './kills.ts';

export const NOTICE_WAYS = ['graph', 'gmail', 'smtp with archive', 'smtp without archive'] as const;
export type NoticeWay = (typeof NOTICE_WAYS)[number];

export interface NoticeKillWish extends Pick<KillWish, 'kills' | 'migrate' | 'random' | 'failpoints'> {
  readonly way: NoticeWay;
  readonly partners: number;
}

export interface NoticeKillResult {
  kills: number;
  survived: number;
  companies: number;
  readonly failpointsHit: Set<string>;
  /** Messages that arrived at the partners, of how many that were approved. */
  arrived: number;
  approved: number;
  /** Notices that arrived twice, or at somebody who was not to get them. */
  readonly wrong: string[];
  /** Approved, not arrived, and called sent; or neither sent nor shown as open. */
  readonly lost: string[];
  /** Left in doubt at the end: shown to the administrator. */
  inDoubt: number;
  /** Letters that waited when a day was held after too many refusals, and went when it was over or lifted. */
  held: number;
  daysHeld: number;
}

const PROVIDERS: Readonly<Record<NoticeWay, ProviderName>> = {
  graph: 'microsoft-365',
  gmail: 'google-workspace',
  'smtp with archive': 'microsoft-365',
  'smtp without archive': 'microsoft-365',
};

/** Each stage of the dialogue, before and after the message was taken. */
const MAIL_FAULTS = [
  { match: { provider: 'smtp', method: 'DOT' }, kind: 'reset-after', probability: 0.12 },
  { match: { provider: 'smtp', method: 'DOT' }, kind: 'reset-before', probability: 0.08 },
  { match: { provider: 'smtp', method: 'DOT' }, kind: 'reply', reply: '451 4.3.0 try again', probability: 0.12 },
  { match: { provider: 'smtp', method: 'DATA' }, kind: 'reset-during', probability: 0.05 },
  { match: { provider: 'smtp', method: 'RCPT' }, kind: 'reply', reply: '450 4.2.0 later', probability: 0.04 },
  { match: { provider: 'smtp', method: 'RCPT' }, kind: 'reset-before', probability: 0.04 },
  { match: { provider: 'smtp', method: 'MAIL' }, kind: 'reset-before', probability: 0.03 },
];

const SENDING = `
sending:
  notices: [change]
  ramp: [1000]
  window: { from: '00:00', to: '24:00', weekdays: [monday, tuesday, wednesday, thursday, friday, saturday, sunday] }
`;
const SMTP = `  way: smtp
  dkimSelectors: [selector1]
  smtp:
    host: localhost
    signIn: { user: x, variable: X }
`;
const ARCHIVE = `    archive:
      address: archive@aozora-trading.example
      imap: { host: localhost, user: archive@aozora-trading.example, variable: X }
`;

function settingsFor(way: NoticeWay): string {
  if (way === 'smtp with archive') return SENDING + SMTP + ARCHIVE;
  return way === 'smtp without archive' ? SENDING + SMTP : SENDING;
}

const SANDBOX = ['--profile', 'fast', '--scale', '1200'];
const TIME_ZONE = 'Asia/Tokyo';

export async function noticeKillLoop(wish: NoticeKillWish): Promise<NoticeKillResult> {
  const result: NoticeKillResult = {
    kills: 0,
    survived: 0,
    companies: 0,
    failpointsHit: new Set(),
    arrived: 0,
    approved: 0,
    wrong: [],
    lost: [],
    inDoubt: 0,
    held: 0,
    daysHeld: 0,
  };
  while (result.kills < wish.kills) {
    const stage = await Stage.open({
      provider: PROVIDERS[wish.way],
      people: 2,
      migrate: wish.migrate,
      sandbox: SANDBOX,
      edit: (settings) => `${withoutOldMailboxes(settings)}${settingsFor(wish.way)}`,
    });
    try {
      result.companies += 1;
      await oneCompany(stage, wish, result);
    } finally {
      await stage.close();
    }
  }
  return result;
}

const SUPPRESSED = 'never@suppressed.example';
const UNAPPROVED = 'unread@unapproved.example';

function partnerList(addresses: readonly string[]): string {
  const rows = addresses.map(
    (address, index) => `株式会社第${index + 1},担当 ${index + 1},${address},p${(index % 2) + 1}@${OLD_DOMAIN},メール`,
  );
  return ['会社名,氏名,メールアドレス,当社担当者,連絡方法', ...rows].join('\r\n');
}

/** The people are moved in peace; then the letters are approved, and one partner comes after that. */
async function prepare(stage: Stage, partners: number): Promise<void> {
  const addresses = Array.from({ length: partners }, (_, index) => `partner${index + 1}@firm${index % 5}.example`);
  await writeFile(stage.path('data/suppress.csv'), `アドレスまたはドメイン,理由\r\n${SUPPRESSED},先方の希望\r\n`);
  await writeFile(stage.path('data/partners.csv'), partnerList([...addresses, SUPPRESSED]));
  await stage.must('plan');
  await stage.run('apply', '--yes');
  await stage.must('plan');
  await stage.must('notice', 'approve', '--yes');
  await writeFile(stage.path('data/partners.csv'), partnerList([...addresses, SUPPRESSED, UNAPPROVED]));
  await stage.must('plan');
}

/** What the administrator tries, one after the other. */
const COMMANDS = [
  ['apply', '--yes'],
  ['resume'],
  ['resume'],
  ['settle'],
  ['notice', 'continue'],
  ['notice', 'retry', '--failed'],
];
/** One whole round of them that moves nothing. */
const MOST_IDLE_RUNS = COMMANDS.length;
/** Trouble as often as here holds a day now and then; it never holds each of so many. */
const MOST_DAYS = 12;

async function oneCompany(stage: Stage, wish: NoticeKillWish, result: NoticeKillResult): Promise<void> {
  await prepare(stage, wish.partners);
  for (let day = 0; day < MOST_DAYS; day += 1) {
    await stage.control('PUT', 'faults', [...MAIL_FAULTS, ...FAULTS]);
    await sendUnderFire(stage, wish, result);
    await stage.control('DELETE', 'faults');
    if (!isDayHeld(stage)) break;
    await goOn(stage, result);
  }
  await finish(stage, result);
  const approved = new Map(
    approvedSteps(stage).map(({ step, state }) => [`${step.to.address} ${step.noticeId}`, state]),
  );
  await seeHeld(stage, approved);
  judgeArrivals(stage.folder, { approved, ledger: await stage.ledger() }, result);
  await seeDoubts(stage, result);
}

/** Until all are sent, the day is held, or nothing moves any more. */
async function sendUnderFire(stage: Stage, wish: NoticeKillWish, result: NoticeKillResult): Promise<void> {
  let open = openSteps(stage);
  for (let runs = 0, idle = 0; idle < MOST_IDLE_RUNS && open > 0 && !isDayHeld(stage); runs += 1) {
    const command = COMMANDS[runs % COMMANDS.length] ?? ['resume'];
    const isEnough = result.kills >= wish.kills;
    const ended = isEnough ? await stage.run(...command) : await runUnderFire(stage, { command, wish, result });
    const left = openSteps(stage);
    idle = left < open ? 0 : idle + 1;
    open = left;
    // 2: there is nothing to resume yet.
    if (ended.code !== null && ended.code !== 2 && isDamaged(ended)) {
      throw new Error(`${command.join(' ')} ended with ${ended.code}:\n${ended.said}\n${ended.told}`);
    }
  }
}

function isDayHeld(stage: Stage): boolean {
  return onLog(stage, (log) => whyDayIsHeld(log, { now: stage.now(), timeZone: TIME_ZONE }) !== undefined);
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A run says what is held. Then the next day comes; or, every second time, the administrator lets this one go on. */
async function goOn(stage: Stage, result: NoticeKillResult): Promise<void> {
  const { said } = await stage.run('apply', '--yes');
  const waiting = approvedSteps(stage).filter(({ state }) => state === 'planned' || state === 'waiting').length;
  const told = [...said.matchAll(/^ {2}(\d+) notices? (?:is|are) held: \d+ of the last/gmu)];
  if (told.reduce((sum, [, count]) => sum + Number(count), 0) !== waiting) {
    result.lost.push(`${stage.folder}: ${waiting} wait, and a run does not say so:\n${said}`);
  }
  result.held += waiting;
  result.daysHeld += 1;
  if (result.daysHeld % 2 === 0) return stage.pass(DAY_MS, SANDBOX);
  await stage.must('notice', 'continue', '--reason', 'the mail server is mended');
  // It begins again ten minutes after the refusals.
  await stage.pass(11 * MINUTE_MS, SANDBOX);
}

/** In peace again: looks, what nobody has a trace of is made once more, and what failed is tried again. */
async function finish(stage: Stage, result: NoticeKillResult): Promise<void> {
  for (let rounds = 0; rounds < 8 && openSteps(stage) > 0; rounds += 1) {
    if (isDayHeld(stage)) await goOn(stage, result);
    await stage.run('notice', 'continue');
    if (idsOf(stage, ['in-doubt', 'started']).length > 0) await stage.run('settle', '--as', 'not-done');
    if (idsOf(stage, ['failed']).length > 0) await stage.run('notice', 'retry', '--failed');
    // A plan of which every run was killed before it was agreed to is applied; else this resumes it.
    await stage.run('apply', '--yes');
  }
}

function approvedSteps(stage: Stage): readonly { readonly step: NoticeSend; readonly state: string }[] {
  return onLog(stage, (log) =>
    [...log.steps()].flatMap(({ step, state }) =>
      step.kind === 'notice.send' && log.approvedLetter(step.id) === step.letter ? [{ step, state }] : [],
    ),
  );
}

function openSteps(stage: Stage): number {
  return approvedSteps(stage).filter(({ state }) => state !== 'done').length;
}

export type Arrival = LedgerLine & { readonly recipient?: string; readonly notice?: string };

/** States of letters that have not arrived, and that the administrator sees. */
const SHOWN: ReadonlySet<string> = new Set(['in-doubt', 'held']);

/** Counts in the ledger of the world where the messages arrived. `approved`: recipient and notice id, and the state in the log. */
export function judgeArrivals(
  company: string,
  { approved, ledger }: { readonly approved: ReadonlyMap<string, string>; readonly ledger: readonly Arrival[] },
  result: Pick<NoticeKillResult, 'arrived' | 'approved' | 'wrong' | 'lost'>,
): void {
  const arrivals = ledger.filter(
    ({ kind, recipient = '' }) => kind === 'message.accept' && !recipient.startsWith('archive@'),
  );
  const counts = new Map<string, number>();
  for (const { recipient, notice } of arrivals) {
    const key = `${recipient ?? ''} ${notice ?? ''}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [key, count] of counts) {
    if (!approved.has(key)) result.wrong.push(`${company}: ${key} was not approved`);
    else if (count > 1) result.wrong.push(`${company}: ${key} x ${count}`);
  }
  result.arrived += arrivals.length;
  result.approved += approved.size;
  for (const [key, state] of approved) {
    if (state === 'done' ? !counts.has(key) : !SHOWN.has(state)) result.lost.push(`${company}: ${key} is ${state}`);
  }
}

/** What waits since too much is in doubt is no loss where a run tells of all of it, and of the one that nobody has approved. */
async function seeHeld(stage: Stage, approved: Map<string, string>): Promise<void> {
  const held = [...approved].filter(([, state]) => state === 'planned' || state === 'waiting');
  if (held.length === 0) return;
  const { said } = await stage.run('apply', '--yes');
  const told = [...said.matchAll(/^ {2}(\d+) notices? (?:is|are) held: /gmu)];
  if (told.reduce((sum, [, count]) => sum + Number(count), 0) !== held.length + 1) return;
  for (const [key] of held) approved.set(key, 'held');
}

/** Each doubt must be shown by name. */
async function seeDoubts(stage: Stage, result: NoticeKillResult): Promise<void> {
  const doubts = idsOf(stage, ['in-doubt']);
  result.inDoubt += doubts.length;
  if (doubts.length === 0) return;
  const { said } = await stage.run('settle');
  for (const id of doubts)
    if (!said.includes(id)) result.lost.push(`${stage.folder}: the doubt about ${id} is not shown`);
}
