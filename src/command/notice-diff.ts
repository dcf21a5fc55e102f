// migrate notice diff: what an edit of the templates, the lists or migrate.yaml changes in the letters, and for whom. Calls nobody.
// Compared is with the letter that is approved, else with the one of the saved plan. The same change for many is told once.

import type { StepRecord } from '../model/event.ts';
import type { JobLog } from '../model/job-log.ts';
import type { Letter } from '../model/letter.ts';
import type { Problem } from '../model/problem.ts';
import { NOTICES_BATCH } from '../model/settings.ts';
import type { NoticeSend, StepId } from '../model/step.ts';
import { diffLines } from '../notice/text-diff.ts';
import type { DiffLine } from '../notice/text-diff.ts';
import { planNotices } from '../plan/plan-notices.ts';
import { openJobLog } from '../store/job-log.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { sentStepIn } from './planning.ts';
import { sayProblems } from './say-problems.ts';
import { letterLines } from './text/letter-text.ts';
import { lettersText } from './text/notice-text.ts';
import type { Voice } from './voice.ts';
import { readWholeWorkspace } from './whole-workspace.ts';
import { placesOf } from './workspace.ts';

export interface DiffOptions {
  /** Name of one notice. */
  readonly notice?: string;
}

export async function diffNotices({ folder, voice }: CommandContext, { notice }: DiffOptions): Promise<ExitCode> {
  const reading = await readWholeWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { settings, people, notices } = reading.workspace;
  if (notices === undefined) {
    voice.say('migrate.yaml has no section sending, so there is no letter.');
    return EXIT.done;
  }
  const log = openJobLog(placesOf(folder).log, { clock: realClock, mode: 'read' });
  try {
    const changes = new Changes(log, notice);
    const inputs = {
      settings,
      people,
      jobId: log.jobId,
      // As if nothing had been sent: also who has got an older text is of interest here.
      stateOf: () => undefined,
      notices: { ...notices, sentStep: sentStepIn(log) },
      moves: new Map(),
    };
    const problems: Problem[] = [];
    for (const entry of planNotices(inputs)) {
      problems.push(...entry.problems);
      const letters = new Map(entry.letters?.map(({ hash, letter }) => [hash, letter]));
      for (const step of entry.steps) {
        const letter = step.kind === 'notice.send' ? letters.get(step.letter) : undefined;
        if (step.kind === 'notice.send' && letter !== undefined) changes.add(step, letter);
      }
    }
    changes.finish(
      voice,
      problems.some(({ severity }) => severity === 'error'),
    );
    return sayProblems(problems, voice);
  } finally {
    log.close();
  }
}

const MOST_NAMED = 5;

interface Group {
  readonly lines: readonly DiffLine[];
  readonly ids: StepId[];
  count: number;
}

class Changes {
  readonly #log: JobLog;
  readonly #notice: string | undefined;
  readonly #groups = new Map<string, Group>();
  readonly #seen = new Set<StepId>();
  #same = 0;
  #anew = 0;
  #sentOlder = 0;

  constructor(log: JobLog, notice: string | undefined) {
    this.#log = log;
    this.#notice = notice;
  }

  add(step: NoticeSend, letter: Letter): void {
    if (this.#notice !== undefined && step.notice !== this.#notice) return;
    this.#seen.add(step.id);
    const record = this.#log.step(step.id);
    const before = record === undefined ? undefined : this.#letterBefore(record);
    if (before === undefined) {
      this.#anew += 1;
      return;
    }
    const lines = differences(before, letter);
    if (lines.length === 0) this.#same += 1;
    else if (record?.state === 'done') this.#sentOlder += 1;
    else this.#group(step.id, lines);
  }

  #letterBefore({ step, state }: StepRecord): Letter | undefined {
    if (step.kind !== 'notice.send') return undefined;
    const approved = state === 'done' ? undefined : this.#log.approvedLetter(step.id);
    return this.#log.letter(approved ?? step.letter);
  }

  #group(id: StepId, lines: readonly DiffLine[]): void {
    const key = JSON.stringify(lines.filter(({ sign }) => sign !== ' '));
    const group = this.#groups.get(key) ?? { lines, ids: [], count: 0 };
    this.#groups.set(key, group);
    group.count += 1;
    if (group.ids.length < MOST_NAMED) group.ids.push(id);
  }

  /** `isRefused`: letters that are not there may be those that could not be made. */
  finish(voice: Voice, isRefused: boolean): void {
    const gone = this.#gone();
    let changed = 0;
    for (const { lines, ids, count } of [...this.#groups.values()].toSorted((one, other) => other.count - one.count)) {
      changed += count;
      voice.fact({ type: 'notice.change', count, ids, lines: lines.map(({ sign, line }) => `${sign}${line}`) });
      voice.say(voice.paint('bold', `${lettersText(count)}: ${ids.join(', ')}${count > ids.length ? ', ...' : ''}`));
      for (const { sign, line } of lines) {
        const text = `  ${sign} ${line}`;
        voice.say(sign === ' ' ? text : voice.paint(sign === '+' ? 'green' : 'red', text));
      }
      voice.say();
    }
    const counts = { changed, same: this.#same, anew: this.#anew, sentOlder: this.#sentOlder, gone };
    voice.fact({ type: 'notice.diff', ...counts, isRefused });
    const missing = isRefused ? 'missing: mend first what is told below' : 'no longer to be sent';
    voice.say(`${lettersText(changed)} changed, ${this.#same} as they were, ${this.#anew} new, ${gone} ${missing}.`);
    if (this.#sentOlder > 0) {
      voice.say(
        `${this.#sentOlder} were sent with an older text and stay as they are. To correct it for them alone: a notice of its own, under sending.corrections.`,
      );
    }
    if (changed > 0) voice.say('What is approved of these counts no more after: migrate plan, migrate notice approve');
  }

  /** Of the saved plan, what would not be sent any more. */
  #gone(): number {
    let gone = 0;
    for (const { step, state } of this.#log.steps({ currentPlan: true })) {
      if (step.batch !== NOTICES_BATCH || step.kind !== 'notice.send' || state === 'done') continue;
      if (this.#notice !== undefined && step.notice !== this.#notice) continue;
      if (!this.#seen.has(step.id)) gone += 1;
    }
    return gone;
  }
}

function differences(before: Letter, after: Letter): readonly DiffLine[] {
  const lines = diffLines(letterLines(before), letterLines(after));
  if (lines.length > 0 || before.html === after.html) return lines;
  return diffLines(before.html.split('\n'), after.html.split('\n'));
}
