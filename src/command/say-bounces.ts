// What came back, in words and as facts: counts by reason, domain and mail operator, and each partner whose letter did not arrive.

import { isCertain } from '../model/mail-back.ts';
import type { MailBack } from '../model/mail-back.ts';
import type { NoticeSend } from '../model/step.ts';
import { BOUNCE_WORDS, suggestion } from '../report/bounce-list.ts';
import type { BouncedPartner } from '../report/bounce-list.ts';
import type { BounceStop } from './bounce-stop.ts';
import type { TakenMail } from './take-mail.ts';
import { tableText } from './text/table-text.ts';
import type { Voice } from './voice.ts';

export interface BouncesSaid {
  readonly taken: TakenMail;
  /** Partners for whom somebody must do something. */
  readonly rows: readonly BouncedPartner[];
  readonly stop: BounceStop | undefined;
  readonly operatorOf: (domain: string) => Promise<string>;
  /** All that is kept. */
  readonly backs: readonly MailBack[];
  readonly steps: ReadonlyMap<string, NoticeSend>;
  readonly voice: Voice;
}

/** Rows that are listed where they are many; the files have all of them. */
const MOST_LISTED = 20;
const MOST_OPERATORS = 10;

export async function sayBounces(said: BouncesSaid): Promise<void> {
  const { taken, rows, stop, backs, steps, voice } = said;
  for (const back of taken.fresh) {
    const partner = back.stepId === undefined ? undefined : steps.get(back.stepId)?.partner;
    voice.fact({ type: 'notice.back', ...back, isCertain: isCertain(back), partner });
  }
  for (const back of taken.unmatched) voice.fact({ type: 'notice.back-unmatched', ...back });
  for (const row of rows) voice.fact({ type: 'notice.bounced-partner', ...row, todo: suggestion(row) });
  const byReason = countBy(rows, ({ bounce }) => bounce);
  const byDomain = countBy(rows, ({ address }) => domainOf(address));
  const byOperator = await operatorsOf(byDomain, said.operatorOf);
  const kinds = countBy(backs, ({ kind }) => kind);
  const { looked, read, fresh, unmatched } = taken;
  voice.fact({
    type: 'notice.bounces',
    looked,
    read,
    fresh: fresh.length,
    unmatched: unmatched.length,
    kinds: Object.fromEntries(kinds),
    reasons: Object.fromEntries(byReason),
    domains: Object.fromEntries(byDomain),
    operators: Object.fromEntries(byOperator),
    ...(stop === undefined ? {} : { stopped: stop.reason }),
  });
  voice.say(`${looked} messages looked at, ${read} read, ${fresh.length} new about a notice.`);
  const count = (kind: MailBack['kind']): string => String(kinds.get(kind) ?? 0);
  voice.say(
    `In all: ${count('bounced')} bounces, ${count('delayed')} delays (not final), ${count('answered')} answers, ` +
      `${count('automatic')} automatic replies.`,
  );
  if (unmatched.length > 0) {
    voice.say(`${unmatched.length} reports are about no notice of ours; they are not kept.`);
  }
  sayRows(rows, voice);
  if (rows.length > 0) {
    sayCounts('By domain of the partner', byDomain, voice);
    sayCounts('By operator of its mail servers', byOperator, voice);
    voice.say();
    voice.say('For those who know these partners: out/notices/bounced.csv and out/notices/bounced.txt');
  }
  if (stop === undefined) return;
  voice.say();
  voice.say(
    voice.paint('red', `${stop.isOld ? 'The sending is stopped already' : 'The sending is stopped'}: ${stop.reason}`),
  );
  voice.say('Mend the reason, then let it go on with: migrate notice continue');
}

function sayRows(rows: readonly BouncedPartner[], voice: Voice): void {
  for (const [bounce, ofReason] of Map.groupBy(rows, (row) => row.bounce)) {
    voice.say();
    voice.say(voice.paint('bold', `${ofReason.length} ${BOUNCE_WORDS[bounce]}`));
    for (const row of ofReason.slice(0, MOST_LISTED)) {
      voice.say(`  ${row.who} <${row.address}>: ${row.said}`);
      voice.say(`      ${suggestion(row)}`);
    }
    if (ofReason.length > MOST_LISTED)
      voice.say(`  and ${ofReason.length - MOST_LISTED} more (the files have them all)`);
  }
}

function sayCounts(title: string, counts: ReadonlyMap<string, number>, voice: Voice): void {
  voice.say();
  voice.say(voice.paint('bold', title));
  const sorted = [...counts].toSorted(([, one], [, other]) => other - one);
  for (const line of tableText(sorted.slice(0, MOST_OPERATORS).map(([name, count]) => [name, String(count)]))) {
    voice.say(line);
  }
}

async function operatorsOf(
  byDomain: ReadonlyMap<string, number>,
  operatorOf: BouncesSaid['operatorOf'],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const [domain, count] of byDomain) {
    const operator = await operatorOf(domain);
    counts.set(operator, (counts.get(operator) ?? 0) + count);
  }
  return counts;
}

function countBy<Item, Key extends string>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
