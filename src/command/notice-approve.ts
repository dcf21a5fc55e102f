// migrate notice approve: shows what would be sent, asks once, and records who approved which letters. Nothing is sent here.

import type { StepState } from '../model/event.ts';
import type { JobLog } from '../model/job-log.ts';
import type { Problem } from '../model/problem.ts';
import type { NoticeSend } from '../model/step.ts';
import { letterHash } from '../notice/letter-hash.ts';
import { isAgreed } from './agree.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { LetterSample } from './letter-sample.ts';
import { savedPlan } from './saved-plan.ts';
import { sayProblems } from './say-problems.ts';
import { isApproved } from './letters-on-record.ts';
import { letterLines } from './text/letter-text.ts';
import { onLockedLog } from './locked-log.ts';
import { lettersText } from './text/notice-text.ts';
import type { Voice } from './voice.ts';
import { whoIsThere } from './who.ts';
import { movedFiles, readWholeWorkspace } from './whole-workspace.ts';

export interface ApproveOptions {
  /** How many letters are shown at random. */
  readonly sample: number;
  readonly yes?: true;
}

/** Of the current plan. What was started is beyond approval. */
const UNSENT: readonly StepState[] = ['planned', 'waiting', 'failed'];

export async function approveNotices(context: CommandContext, { sample, yes }: ApproveOptions): Promise<ExitCode> {
  const { folder, voice } = context;
  const reading = await readWholeWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { fingerprints, settings } = reading.workspace;
  return onLockedLog(context, 'notice approve', async (log) => {
    const saved = savedPlan(log);
    if (saved === undefined) return sayProblems([nothingPlanned()], voice);
    const moved = movedFiles(fingerprints, saved);
    if (moved.length > 0) return sayProblems([planMoved(moved)], voice);
    const set = look(log, new LetterSample(sample, settings.newDomain));
    if ('problem' in set) return sayProblems([set.problem], voice);
    if (set.open === 0) {
      voice.say(set.approved === 0 ? 'There is no letter to approve.' : 'Every letter is approved as it is.');
      return EXIT.done;
    }
    saySet(set, voice);
    if (!(await isAgreed(`Approve ${lettersText(set.open)}?`, { voice, yes }))) return EXIT.declined;
    const by = whoIsThere();
    const { count, setHash } = log.approve(openLetters(log), { by, plan: saved.number });
    voice.fact({ type: 'notice.approved', by, count, setHash });
    voice.say(`${lettersText(count)} approved by ${by} (set ${setHash.slice(0, 12)}). Send them with: migrate apply`);
    return EXIT.done;
  });
}

function* unsent(log: JobLog): Generator<NoticeSend> {
  for (const { step } of log.steps({ currentPlan: true, states: UNSENT })) if (step.kind === 'notice.send') yield step;
}

function* openLetters(log: JobLog): Generator<{ readonly id: string; readonly letter: string }> {
  for (const step of unsent(log)) if (!isApproved(step, log)) yield step;
}

interface LetterSet {
  readonly open: number;
  readonly approved: number;
  /** Of the open ones, by notice and language, and by sender. */
  readonly notices: ReadonlyMap<string, number>;
  readonly senders: ReadonlyMap<string, number>;
  readonly sample: LetterSample;
}

function look(log: JobLog, sample: LetterSample): LetterSet | { readonly problem: Problem } {
  const notices = new Map<string, number>();
  const senders = new Map<string, number>();
  let [open, approved] = [0, 0];
  for (const step of unsent(log)) {
    if (isApproved(step, log)) {
      approved += 1;
      continue;
    }
    const letter = log.letter(step.letter);
    if (letter === undefined || letterHash(letter) !== step.letter) return { problem: letterLost(step) };
    open += 1;
    count(notices, `${step.notice}.${step.language}`);
    count(senders, step.from.address);
    sample.add(step, letter);
  }
  return { open, approved, notices, senders, sample };
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Senders that are named; the others are counted. */
const MOST_SENDERS = 10;

function saySet({ open, approved, notices, senders, sample }: LetterSet, voice: Voice): void {
  const facts = { notices: Object.fromEntries(notices), senders: Object.fromEntries(senders) };
  voice.fact({ type: 'notice.set', open, approved, ...facts });
  for (const { step, letter, because } of sample.list()) {
    voice.fact({ type: 'notice.sample', id: step.id, because, ...letter });
    voice.say(voice.paint('dim', `--- ${because} (${step.id})`));
    for (const line of letterLines(letter)) voice.say(line);
    voice.say();
  }
  const already = approved === 0 ? '' : ` ${approved} are approved already.`;
  voice.say(voice.paint('bold', `${lettersText(open)} to approve.${already}`));
  voice.say(`  notices: ${countsText(notices, notices.size)}`);
  voice.say(`  senders: ${countsText(senders, MOST_SENDERS)}`);
}

function countsText(counts: ReadonlyMap<string, number>, most: number): string {
  const all = [...counts].toSorted(([, one], [, other]) => other - one);
  const shown = all.slice(0, most).map(([name, number]) => `${name} ${number}`);
  return [...shown, ...(all.length > most ? [`and ${all.length - most} more`] : [])].join(', ');
}

function nothingPlanned(): Problem {
  return {
    code: 'notice.no-plan',
    severity: 'error',
    what: 'There is no plan, so there is no letter to approve.',
    why: 'A plan writes every letter as it would be sent.',
    todo: 'Plan first: migrate plan',
  };
}

function planMoved(files: readonly string[]): Problem {
  return {
    code: 'notice.plan-moved',
    severity: 'error',
    what: `Since the plan was made, ${files.join(', ')} ${files.length === 1 ? 'has' : 'have'} changed.`,
    why: 'You would approve letters that are not what the templates and lists say now.',
    todo: 'See what has changed for whom: migrate notice diff. Then plan again: migrate plan',
  };
}

function letterLost({ id }: NoticeSend): Problem {
  return {
    code: 'notice.letter-lost',
    severity: 'error',
    place: { file: 'data/job.db' },
    what: `The letter of ${id} is not on record as it was written.`,
    why: 'Only what is on record can be approved and sent.',
    todo: 'Check the log with: migrate log --verify. Then plan again: migrate plan',
  };
}
