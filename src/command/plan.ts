// migrate plan: looks (read-only), subtracts what is there and done, shows the rest like a letter, and saves it.

import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { StepState } from '../model/event.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Person } from '../model/person.ts';
import type { HandTask } from '../model/step.ts';
import { sentenceOf } from '../step/kinds.ts';
import { writeFileDurably } from '../store/write-file.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { writeHandFiles } from './hand-files.ts';
import { openJob, TENANT } from './job.ts';
import type { Job } from './job.ts';
import { adoptSeen, planOnce, presentOf, stepsOf } from './planning.ts';
import type { Planned } from './planning.ts';
import { settleStarted } from './running.ts';
import { sayProblems } from './say-problems.ts';
import { batchText, entryLine, forecastText, headText, totalText } from './text/plan-text.ts';
import { tableText } from './text/table-text.ts';
import type { Voice } from './voice.ts';
import { readWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** People that are shown of each batch unless all are asked for. */
const MOST_SHOWN = 12;

export interface PlanOptions {
  readonly all?: true;
  readonly out?: string;
  readonly detailedExitcode?: true;
}

export async function plan({ folder, voice }: CommandContext, options: PlanOptions): Promise<ExitCode> {
  takeMemorySparingly();
  const reading = await readWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { workspace } = reading;
  const opening = await openJob({ folder, settings: workspace.settings, voice, command: 'plan', log: 'create' });
  if ('problems' in opening) return sayProblems(opening.problems, voice);
  const { job } = opening;
  try {
    if (!(await settleStarted(job, voice))) return EXIT.open;
    return await planAndSave({ job, workspace, voice }, options);
  } finally {
    job.close();
  }
}

/** V8 takes memory early and generously: with these, a plan of 100,000 people fits into 310 MB, without them into 500. */
function takeMemorySparingly(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=30');
}

interface PlanContext {
  readonly job: Job;
  readonly workspace: Workspace;
  readonly voice: Voice;
}

/** Plans, shows and saves. A plan that a guard refuses is shown, and not saved. */
async function planAndSave(context: PlanContext, options: PlanOptions): Promise<ExitCode> {
  const { job, workspace, voice } = context;
  const present = await presentOf(job, workspace, new AbortController().signal);
  const adopted = await adoptSeen(job, present);
  if (adopted > 0)
    voice.say(`${adopted} accounts whose creation was not confirmed are there, with our stamp: adopted.`);
  const letter = new Letter(context, options);
  const planned = planOnce({ job, workspace, present }, (entry) => letter.add(entry));
  const { summary } = planned;
  letter.finish(planned);
  for (const problem of [...workspace.problems, ...summary.problems]) voice.problem(problem);
  voice.fact({ type: 'plan', ...summary, digest: planned.digest });
  voice.say(totalText(summary));
  if (options.out !== undefined) {
    const file = resolve(options.out);
    await writeFileDurably({ file, role: 'plan', goal: 'write the plan down' }, letter.whole());
    voice.say(`The whole plan is in ${options.out}.`);
  }
  if (planned.guards.length > 0) {
    voice.say('This plan is refused as a whole; the last saved one stays.');
    return EXIT.input;
  }
  // A plan of nothing would hide the one that has been carried out from status and report.
  const isLeft = job.log.steps({ currentPlan: true, states: OPEN_STATES })[Symbol.iterator]().next().done !== true;
  if (summary.steps > 0 || isLeft || job.log.currentPlan() === undefined) await save(context, planned);
  if (summary.steps > 0) voice.say('Saved. Carry it out with: migrate apply');
  if (summary.problems.some(({ severity }) => severity === 'error')) return EXIT.input;
  return options.detailedExitcode === true && summary.steps > 0 ? EXIT.changes : EXIT.done;
}

const OPEN_STATES: readonly StepState[] = ['planned', 'started', 'waiting', 'failed', 'in-doubt'];

async function save({ job, workspace }: PlanContext, planned: Planned): Promise<void> {
  await writeHandFiles(job, planned.inputs);
  job.log.savePlan({
    purpose: 'apply',
    fingerprints: { ...workspace.fingerprints, provider: planned.digest, [TENANT]: job.tenant },
    steps: stepsOf(planned.inputs),
    summarise: () => planned.summary,
  });
}

/** Gathers the lines of the plan while it streams by: a few people of each batch for the screen, all of them where a file is wanted. */
class Letter {
  readonly #context: PlanContext;
  readonly #options: PlanOptions;
  readonly #people: ReadonlyMap<string, Person>;
  readonly #rows = new Map<string, (readonly string[])[]>();
  readonly #hidden = new Map<string, number>();
  readonly #tasks: HandTask[] = [];
  readonly #whole: string[] = [];

  constructor(context: PlanContext, options: PlanOptions) {
    this.#context = context;
    this.#options = options;
    this.#people = new Map(context.workspace.people.map((person) => [person.key, person]));
  }

  add(entry: PlanEntry): void {
    const { batch, person: key, steps } = entry;
    const { voice } = this.#context;
    const person = key === undefined ? undefined : this.#people.get(key);
    for (const step of steps) if (step.kind === 'hand.task') this.#tasks.push(step);
    if (voice.isJson) {
      const said = steps.map((step) => ({ id: step.id, kind: step.kind, say: sentenceOf(step).say(step) }));
      if (steps.length + entry.checked.length + entry.problems.length > 0) {
        voice.fact({ type: 'plan.entry', ...entry, steps: said });
      }
    }
    if (this.#options.out !== undefined && steps.length > 0) {
      this.#whole.push(`${batch === '' ? '' : `[${batch}] `}${person?.displayName ?? key ?? 'for all'}`);
      this.#whole.push(...steps.map((step) => `    ${sentenceOf(step).say(step)}`));
    }
    if (person === undefined || entry.problems.some(({ severity }) => severity === 'error')) return;
    if (steps.length === 0 && this.#options.all !== true) return;
    const rows = this.#rows.get(batch) ?? [];
    this.#rows.set(batch, rows);
    if (rows.length >= MOST_SHOWN && this.#options.all !== true) {
      this.#hidden.set(batch, (this.#hidden.get(batch) ?? 0) + 1);
      return;
    }
    const name = person.displayName;
    rows.push(entryLine(entry, { name, move: `${person.oldAddress} -> ${person.newAddress}` }));
  }

  /** Prints the letter. */
  finish({ summary }: Planned): void {
    const { job, voice, workspace } = this.#context;
    for (const line of headText(workspace.settings, job.label)) voice.say(line);
    const batchLines = batchText(summary);
    summary.batches.forEach(({ name }, index) => {
      voice.say();
      voice.say(voice.paint('bold', batchLines[index] ?? name));
      for (const line of tableText(this.#rows.get(name) ?? [])) voice.say(line);
      const hidden = this.#hidden.get(name) ?? 0;
      if (hidden > 0) voice.say(`  and ${hidden} more (--all shows everybody)`);
    });
    if (this.#tasks.length > 0) {
      voice.say();
      voice.say(voice.paint('bold', 'For people to do'));
      for (const task of this.#tasks) {
        voice.say(`  ! ${task.title}`);
        for (const line of task.lines) voice.say(`      ${line}`);
        if (task.file !== undefined) voice.say(`      the file: ${task.file}`);
        voice.say(`      when it is done: migrate done "${task.id}" --evidence "..."`);
      }
    }
    voice.say();
    for (const line of forecastText(summary)) voice.say(line);
  }

  /** Every person and every step, for a file. */
  whole(): string {
    const { job, workspace } = this.#context;
    return `${[...headText(workspace.settings, job.label), '', ...this.#whole].join('\n')}\n`;
  }
}
