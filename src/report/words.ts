// The words of a report. All of them are made here, from codes and values, so that another language can stand beside this one.

import type { StepRecord } from '../model/event.ts';
import type { Step, StepId } from '../model/step.ts';
import { NOTICE_STATES, type NoticeLine, type NoticeState } from './notice-lines.ts';
import { durationText } from './time-text.ts';
import type { PersonState, Reason, RunLine, Summary } from './summary.ts';

const SETTLE = 'migrate settle';
const RESUME = 'migrate resume';
const RETRY = 'mend the cause, then migrate retry --failed';

export type Say = (step: Step) => string;

export const STATE_WORDS: Readonly<Record<PersonState, string>> = {
  'in-doubt': 'in doubt',
  failed: 'failed',
  held: 'waits for a task',
  unfinished: 'not finished',
  'taken-back': 'taken back',
  finished: 'finished',
};

export const NOTICE_WORDS: Readonly<Record<NoticeState, string>> = {
  'in-doubt': 'in doubt',
  failed: 'failed',
  bounced: 'bounced',
  held: 'held',
  started: 'on its way',
  planned: 'not approved',
  'to-tell': 'to be told by a person',
  approved: 'approved, not sent',
  sent: 'sent',
  told: 'told otherwise',
};

/** In the order in which a reader wants to see them; only those that there are. */
export function countNotices(lines: readonly NoticeLine[]): readonly (readonly [NoticeState, number])[] {
  const counts = new Map<NoticeState, number>();
  for (const { state } of lines) counts.set(state, (counts.get(state) ?? 0) + 1);
  return NOTICE_STATES.flatMap((state) => {
    const count = counts.get(state);
    return count === undefined ? [] : [[state, count] as const];
  });
}

/** Beside the word, for those who do not see the colour. */
export const STATE_SIGNS: Readonly<Record<PersonState, string>> = {
  'in-doubt': '?',
  failed: '✕',
  held: '…',
  unfinished: '○',
  'taken-back': '↩',
  finished: '✓',
};

export const RUN_WORDS: Readonly<Record<RunLine['end'], string>> = {
  finished: 'ran to its end',
  stopped: 'stopped by the administrator',
  'cut-off': 'cut off, then resumed',
  open: 'no end written down yet',
};

/** Why a person (or what is nobody's alone) is not at the end: each trouble by itself, what only waits for its turn together. */
export function reasonsOf(
  open: readonly StepRecord[],
  rootOf: (id: StepId) => StepRecord | undefined,
  say: Say,
): readonly Reason[] {
  const isTold = (root: StepRecord): boolean => open.includes(root);
  const troubles = open.filter(({ state }) => state !== 'planned').map((record) => troubleOf(record, say));
  const waiting = Map.groupBy(
    open.filter(({ state }) => state === 'planned'),
    ({ step }) => rootOf(step.id),
  );
  return [...troubles, ...[...waiting].map(([root, records]) => waitOf(records, root, { say, isTold }))];
}

function troubleOf({ step, state, attempt, failure }: StepRecord, say: Say): Reason {
  const stepIds = [step.id];
  const what = say(step);
  const said = failure === undefined ? '' : `: ${oneLine(failure.said)}`;
  if (state === 'in-doubt') return { stepIds, what: `${what}${said}. Whether it happened is not known.`, todo: SETTLE };
  if (state === 'started') return { stepIds, what: `${what}: started, no answer is written down yet`, todo: RESUME };
  if (state === 'failed') return { stepIds, what: `${what}${said}`, todo: failure?.todo ?? RETRY };
  const todo = failure?.todo === undefined ? {} : { todo: failure.todo };
  return { stepIds, what: `${what}${said} (tried ${times(attempt)}, goes on by itself)`, ...todo };
}

interface WaitWords {
  readonly say: Say;
  /** The root is one of the troubles of the same list, which tell the way out already. */
  readonly isTold: (root: StepRecord) => boolean;
}

function waitOf(records: readonly StepRecord[], root: StepRecord | undefined, { say, isTold }: WaitWords): Reason {
  const stepIds = records.map(({ step }) => step.id);
  const [first] = records;
  const isOne = records.length === 1 && first !== undefined;
  if (root === undefined) {
    return {
      stepIds,
      what: isOne ? `${say(first.step)}: not started yet` : `${records.length} steps have not started yet`,
    };
  }
  const what = isOne ? `${say(first.step)}: waits` : `${records.length} steps wait`;
  return { stepIds, what: `${what} for "${say(root.step)}"`, ...(isTold(root) ? {} : wayOut(root)) };
}

function wayOut({ step, state }: StepRecord): { readonly todo?: string } {
  if (state === 'in-doubt') return { todo: SETTLE };
  if (state === 'failed') return { todo: RETRY };
  return step.kind === 'hand.task' ? { todo: `do it, then migrate done "${step.id}" --evidence "..."` } : {};
}

/** The whole report in one sentence. */
export function headline({ people, states, alreadyRight, refused, plan }: Summary): string {
  if (plan === undefined) return 'Nothing has been planned yet.';
  const arrived = states.finished + alreadyRight;
  const needing = states['in-doubt'] + states.failed + states.held + refused;
  if (plan.purpose === 'undo') return `${states['taken-back']} of ${persons(people)} taken back.`;
  if (people > 0 && arrived === people) return `All ${persons(people)} have moved.`;
  const start = `${arrived} of ${persons(people)} ${arrived === 1 ? 'has' : 'have'} moved.`;
  if (needing === 0) return start;
  return `${start} ${needing} ${needing === 1 ? 'needs' : 'need'} attention.`;
}

/** What a remote end says may hold line breaks and marks that steer a terminal or the direction of writing. */
function oneLine(said: string): string {
  return said.replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim();
}

export function persons(count: number): string {
  return `${count} ${count === 1 ? 'person' : 'people'}`;
}

export function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** How the provider's throttling went, in one sentence. */
export function waitsText({ waits, longestMs }: Summary['throttle']): string {
  if (waits === 0) return 'The provider never asked us to wait.';
  const atMost = waits === 1 ? 'for' : 'at most';
  return `The provider asked us to wait ${times(waits)}, ${atMost} ${durationText(longestMs)}.`;
}

export function batchName(name: string): string {
  return name === '' ? 'before every batch' : name;
}
