// migrate notice status: where every partner stands, by state, domain and notice; what needs somebody, and what to do.

import { resolve } from 'node:path';
import { NOTICE_STATES, noticeLines } from '../report/notice-lines.ts';
import type { NoticeLine, NoticeState } from '../report/notice-lines.ts';
import { NOTICE_WORDS } from '../report/words.ts';
import { openJobLog } from '../store/job-log.ts';
import { writeFileDurably } from '../store/write-file.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { whySendingStopped } from './sending-lane.ts';
import { suppressedPartners } from './suppressed-partners.ts';
import { tableText } from './text/table-text.ts';
import type { Voice } from './voice.ts';
import { placesOf } from './workspace.ts';

export interface NoticeStatusOptions {
  /** A file, or true for the standard output. */
  readonly csv?: string | true;
}

/** Lines of one state that are listed, and domains. */
const MOST_LISTED = 20;

export async function noticeStatus({ folder, voice }: CommandContext, { csv }: NoticeStatusOptions): Promise<ExitCode> {
  const log = openJobLog(placesOf(folder).log, { clock: realClock, mode: 'read' });
  let lines: readonly NoticeLine[];
  let whyStopped: string | undefined;
  try {
    whyStopped = whySendingStopped(log);
    lines = [...noticeLines(log, { whyStopped })];
  } finally {
    log.close();
  }
  if (csv !== undefined) {
    const { noticeCsv } = await import('../report/notice-csv.ts');
    if (csv === true) voice.output(noticeCsv(lines));
    else {
      await writeFileDurably({ file: resolve(csv), role: 'table', goal: 'write it' }, noticeCsv(lines));
      voice.say(`Every partner's state is in ${csv}.`);
    }
    return EXIT.done;
  }
  const suppressed = await suppressedPartners(folder);
  if (lines.length === 0 && suppressed.length === 0) {
    voice.say('No notice has been planned yet: migrate plan');
    return EXIT.done;
  }
  sayCounts(lines, suppressed.length, voice);
  if (whyStopped !== undefined) {
    voice.say(`The sending is stopped: ${whyStopped}`);
    voice.say('Let it go on with: migrate notice continue');
  }
  for (const state of ['in-doubt', 'failed', 'bounced'] as const) sayTroubles(state, lines, voice);
  return EXIT.done;
}

function sayCounts(lines: readonly NoticeLine[], suppressed: number, voice: Voice): void {
  const states = countBy(lines, ({ state }) => state);
  const answered = lines.filter(({ isAnswered }) => isAnswered).length;
  voice.fact({ type: 'notice.status', ...Object.fromEntries(states), suppressed, answered });
  const rows = NOTICE_STATES.flatMap((state) =>
    states.has(state) ? [[NOTICE_WORDS[state], String(states.get(state) ?? 0)]] : [],
  );
  const others = [
    ...(suppressed > 0 ? [['suppressed', String(suppressed)]] : []),
    ...(answered > 0 ? [['of these have written back', String(answered)]] : []),
  ];
  for (const line of tableText([...rows, ...others])) voice.say(line);
  sayTable('By notice', lines, { nameOf: ({ notice, route }) => `${notice} (${route})`, type: 'notice', voice });
  sayTable('By domain of the partners', lines, { nameOf: domainOf, type: 'domain', voice });
}

function domainOf({ to }: NoticeLine): string {
  return to === undefined ? 'not by mail' : to.slice(to.lastIndexOf('@') + 1);
}

interface Table {
  readonly nameOf: (line: NoticeLine) => string;
  readonly type: 'notice' | 'domain';
  readonly voice: Voice;
}

function sayTable(title: string, lines: readonly NoticeLine[], { nameOf, type, voice }: Table): void {
  const groups = [...Map.groupBy(lines, nameOf)].toSorted(([, one], [, other]) => other.length - one.length);
  for (const [name, members] of groups) {
    voice.fact({ type: `notice.status.${type}`, name, ...Object.fromEntries(countBy(members, ({ state }) => state)) });
  }
  voice.say();
  voice.say(voice.paint('bold', title));
  const rows = groups.slice(0, MOST_LISTED).map(([name, members]) => {
    const states = countBy(members, ({ state }) => state);
    const parts = NOTICE_STATES.flatMap((state) =>
      states.has(state) ? [`${states.get(state) ?? 0} ${NOTICE_WORDS[state]}`] : [],
    );
    return [name, parts.join(', ')];
  });
  for (const line of tableText(rows)) voice.say(line);
  if (groups.length > MOST_LISTED) voice.say(`  and ${groups.length - MOST_LISTED} more (--csv has them all)`);
}

function sayTroubles(state: NoticeState, lines: readonly NoticeLine[], voice: Voice): void {
  const members = lines.filter((line) => line.state === state);
  for (const line of members) voice.fact({ ...line, type: 'notice.trouble' });
  if (members.length === 0) return;
  voice.say();
  voice.say(voice.paint('bold', `${members.length} ${NOTICE_WORDS[state]}`));
  for (const { partner, notice, said, todo } of members.slice(0, MOST_LISTED)) {
    voice.say(`  ${partner} (${notice})${said === undefined ? '' : `: ${said}`}`);
    if (todo !== undefined) voice.say(`      to do: ${todo}`);
  }
  if (members.length > MOST_LISTED) voice.say(`  and ${members.length - MOST_LISTED} more (--csv has them all)`);
}

function countBy<Key extends string>(
  lines: readonly NoticeLine[],
  keyOf: (line: NoticeLine) => Key,
): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const line of lines) counts.set(keyOf(line), (counts.get(keyOf(line)) ?? 0) + 1);
  return counts;
}
