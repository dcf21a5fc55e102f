// The plan in words: who gets what, what people must do, what is refused and why, what it takes.

import type { PlanEntry, PlanSummary } from '../../model/plan.ts';
import { KITS_BATCH, NOTICES_BATCH } from '../../model/settings.ts';
import type { Settings } from '../../model/settings.ts';
import type { Step, StepKindName } from '../../model/step.ts';
import { calendarText } from './sending-text.ts';
import { roughDurationText } from '../../report/time-text.ts';

/** `+` makes something, `~` changes something, `=` is right already, `!` waits for a person, `-` takes something back. */
export type Sign = '+' | '~' | '=' | '!' | '-';

export function signOf(step: Step): Sign {
  switch (step.kind) {
    case 'domain.add':
    case 'script.push':
    case 'user.create':
    case 'licence.assign':
    case 'alias.add':
    case 'kit.write':
    case 'notice.send':
      return '+';
    case 'domain.verify':
    case 'user.rename':
    case 'reply.set':
    case 'forward.set':
    case 'sender.move':
    case 'signature.set':
    case 'locale.set':
    case 'script.assign':
    case 'user.allow':
      return step.undoes === undefined ? '~' : '-';
    case 'mailbox.wait':
      return '=';
    case 'hand.task':
      return '!';
    case 'rule.remove':
    case 'rule.restore':
    case 'user.suspend':
    case 'kit.withdraw':
      return '-';
  }
}

/** What was set before says something else now. */
function changed(step: Step): string {
  return 'replaces' in step && step.undoes === undefined ? 'changed ' : '';
}

const SHORT: Readonly<Record<StepKindName, (step: Step) => string>> = {
  'domain.add': () => 'domain',
  'domain.verify': () => 'verify domain',
  'hand.task': () => 'by hand',
  'user.create': () => 'account',
  'user.allow': () => 'allow sign-in',
  'user.rename': () => 'rename',
  'licence.assign': (step) => (step.kind === 'licence.assign' ? step.licenceName : ''),
  'mailbox.wait': () => 'mailbox',
  'alias.add': (step) => (step.kind === 'alias.add' ? `alias ${step.alias}` : ''),
  'locale.set': (step) => `${changed(step)}language`,
  'sender.move': () => 'sender',
  'signature.set': (step) => `${changed(step)}signature`,
  'script.push': () => 'script to Intune',
  'script.assign': () => 'script to its group',
  'rule.remove': (step) => (step.kind === 'rule.remove' ? `rule ${step.rule.name}` : ''),
  'rule.restore': (step) => (step.kind === 'rule.restore' ? `rule ${step.rule.name}` : ''),
  'reply.set': (step) => `${changed(step)}automatic reply on the old address`,
  'forward.set': () => 'forwarding',
  'kit.write': () => 'kit',
  'kit.withdraw': () => 'kit',
  'user.suspend': () => 'suspend',
  'notice.send': (step) => (step.kind === 'notice.send' ? `notice ${step.notice}` : ''),
};

/** One line of signs and short words: `+account +SPE_E3 =mailbox ~reply`. */
export function stepsText(steps: readonly Step[]): string {
  return steps.map((step) => `${signOf(step)} ${SHORT[step.kind](step)}`).join('   ');
}

export function headText(settings: Settings, label: string): readonly string[] {
  const mode =
    settings.mode === 'rename' ? 'mailboxes stay and get the new address' : 'new mailboxes beside the old ones';
  return [
    `${settings.company} moves from ${settings.oldDomains.join(', ')} to ${settings.newDomain}.`,
    `${label}; ${mode}.`,
  ];
}

const PLURALS: Readonly<Record<StepKindName, readonly [one: string, many: string]>> = {
  'domain.add': ['domain to add', 'domains to add'],
  'domain.verify': ['domain to verify', 'domains to verify'],
  'hand.task': ['task for a person', 'tasks for a person'],
  'user.create': ['account to create', 'accounts to create'],
  'user.allow': ['account to let in again', 'accounts to let in again'],
  'user.rename': ['account to rename', 'accounts to rename'],
  'licence.assign': ['licence to assign', 'licences to assign'],
  'mailbox.wait': ['mailbox to wait for', 'mailboxes to wait for'],
  'alias.add': ['alias to add', 'aliases to add'],
  'locale.set': ['mailbox language to set', 'mailbox languages to set'],
  'sender.move': ['default sender to move', 'default senders to move'],
  'signature.set': ['signature to set', 'signatures to set'],
  'script.push': ['script to push', 'scripts to push'],
  'script.assign': ['script to give to its group', 'scripts to give to their groups'],
  'rule.remove': ['rule to remove', 'rules to remove'],
  'rule.restore': ['rule to put back', 'rules to put back'],
  'reply.set': ['automatic reply to set', 'automatic replies to set'],
  'forward.set': ['forwarding to set', 'forwardings to set'],
  'kit.write': ['kit to write', 'kits to write'],
  'kit.withdraw': ['kit to withdraw', 'kits to withdraw'],
  'user.suspend': ['account to suspend', 'accounts to suspend'],
  'notice.send': ['notice to send', 'notices to send'],
};

export function countsText(counts: Readonly<Partial<Record<StepKindName, number>>>): string {
  const parts = (Object.keys(PLURALS) as StepKindName[]).flatMap((kind) => {
    const count = counts[kind] ?? 0;
    if (count === 0) return [];
    const [one, many] = PLURALS[kind];
    return [`${count} ${count === 1 ? one : many}`];
  });
  return parts.length === 0 ? 'nothing to do' : parts.join(', ');
}

/** `1 person`, `2 people`. */
export function peopleText(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

/** `1 partner`, `2 partners`. */
export function partnersText(count: number): string {
  return count === 1 ? '1 partner' : `${count} partners`;
}

/** Batches that are nobody's. */
const WITHOUT_PEOPLE: Readonly<Record<string, string>> = {
  '': 'Before every batch',
  [KITS_BATCH]: 'For all mail programs',
};

export function batchText(summary: PlanSummary): readonly string[] {
  return summary.batches.map(({ name, people, settled, refused, suppressed = 0, steps }) => {
    const count = name === NOTICES_BATCH ? partnersText(people) : peopleText(people);
    const who = WITHOUT_PEOPLE[name] ?? `Batch ${name}, ${count}`;
    const isAllSettled = settled === people;
    const also = [
      settled > 0 && name !== '' && !isAllSettled ? `${settled} with nothing left to do` : '',
      refused > 0 ? `${refused} refused` : '',
      suppressed > 0 ? `${suppressed} never written to` : '',
    ].filter((text) => text !== '');
    return `${who}: ${countsText(steps)}${also.length === 0 ? '' : ` (${also.join(', ')})`}`;
  });
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Days that are listed one by one. */
const MOST_DAYS = 14;

/** How long it takes, what binds, and where it takes days, how far each day comes. */
export function forecastText({ forecast }: PlanSummary): readonly string[] {
  const notices = forecast.sending === undefined ? [] : calendarText(forecast.sending);
  if (forecast.lanes.length === 0) return notices;
  const binding = forecast.binding === undefined ? '' : ` What binds is ${forecast.binding}.`;
  return [`It will take about ${roughDurationText(forecast.durationMs)}.${binding}`, ...calendar(forecast), ...notices];
}

/** The slowest lane sets the pace of every day. */
function calendar({ lanes }: PlanSummary['forecast']): readonly string[] {
  const slowest = lanes.toSorted((left, right) => right.durationMs - left.durationMs)[0];
  if (slowest === undefined || slowest.durationMs <= DAY_MS) return [];
  const days = Math.ceil(slowest.durationMs / DAY_MS);
  const aDay = Math.floor((slowest.calls / slowest.durationMs) * DAY_MS);
  const lines: string[] = [];
  for (let day = 1; day <= Math.min(days, MOST_DAYS); day += 1) {
    const done = day === days ? slowest.calls - aDay * (days - 1) : aDay;
    lines.push(`  day ${day}: ${done} of ${slowest.calls} calls (${slowest.limit})`);
  }
  return days > MOST_DAYS ? [...lines, `  and ${days - MOST_DAYS} days more`] : lines;
}

/** `1 step`, `12 steps`. */
export function countText(count: number): string {
  return count === 1 ? '1 step' : `${count} steps`;
}

/** The last line: what would happen, in one sentence. */
export function totalText({ steps, batches, problems }: PlanSummary): string {
  const refusedIn = (isWanted: (name: string) => boolean) =>
    batches.reduce((sum, { name, refused }) => sum + (isWanted(name) ? refused : 0), 0);
  const people = refusedIn((name) => name !== NOTICES_BATCH);
  const partners = refusedIn((name) => name === NOTICES_BATCH);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (steps === 0) return errors === 0 ? 'Nothing to do: everything is as it should be.' : 'Nothing can be done.';
  const left = [
    ...(people > 0
      ? [
          `${people === 1 ? '1 person is' : `${people} people are`} left out until ${people === 1 ? 'the' : 'their'} problems are mended.`,
        ]
      : []),
    ...(partners > 0 ? [`${partnersText(partners)} left out until their problems are mended.`] : []),
  ];
  return [`${countText(steps)}.`, ...left].join(' ');
}

/** The people of one entry, as the letter shows them. */
export function entryLine(
  entry: PlanEntry,
  names: { readonly name: string; readonly move: string },
): readonly string[] {
  const what = entry.steps.length === 0 ? '= nothing left to do' : stepsText(entry.steps);
  return [names.name, names.move, what];
}
