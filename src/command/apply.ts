// migrate apply: carries out the saved plan, if the world is still the one that it was made for. Asks once.

import { canonicalJson } from '../model/canonical-json.ts';
import type { StepRecord } from '../model/event.ts';
import type { SavedPlan } from '../model/plan.ts';
import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { Step, StepId } from '../model/step.ts';
import { sentenceOf } from '../step/kinds.ts';
import { isAgreed } from './agree.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { isOfFleet } from './fleet-kit.ts';
import { openJob } from './job.ts';
import type { Job } from './job.ts';
import { personKeyOf } from './people.ts';
import { planOnce, presentOf } from './planning.ts';
import type { RunOptions } from './run-options.ts';
import { RUN_AGREED, runSelected, settleStarted } from './running.ts';
import { savedPlan } from './saved-plan.ts';
import { sayProblems } from './say-problems.ts';
import { batchNames, isSelected, readSelection, selectionText } from './selection.ts';
import type { Selection } from './selection.ts';
import { isApproved } from './letters-on-record.ts';
import { lettersText } from './text/notice-text.ts';
import { countText } from './text/plan-text.ts';
import { movedFiles, readWholeWorkspace } from './whole-workspace.ts';
import type { WholeWorkspace } from './whole-workspace.ts';

export async function apply({ folder, voice }: CommandContext, options: RunOptions): Promise<ExitCode> {
  const reading = await readWholeWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { workspace } = reading;
  const opening = await openJob({ folder, settings: workspace.settings, voice, command: 'apply', log: 'write' });
  if ('problems' in opening) return sayProblems(opening.problems, voice);
  const { job } = opening;
  try {
    const saved = savedPlan(job.log);
    if (saved === undefined) return sayProblems([nothingPlanned()], voice);
    if (saved.purpose !== 'apply') return sayProblems([wayBack()], voice);
    const selecting = readSelection(options, {
      batches: batchNames(job.settings),
      personOf: (address) => personKeyOf(job.log, address),
    });
    if ('problems' in selecting) return sayProblems(selecting.problems, voice);
    const refused = hasErrors(saved.summary.problems) && options.leaveOutRefused !== true;
    if (refused) return sayProblems([...saved.summary.problems, peopleRefused()], voice);
    if (!(await settleStarted(job, voice))) return EXIT.open;
    const { selection } = selecting;
    const { moved, counted } = await lookAgain({ job, workspace, saved, selection });
    if (moved.length > 0) return sayProblems(moved, voice);
    const { left, all, letters } = counted;
    const limits = selectionText(selection);
    if (all === 0 && limits !== '') return sayProblems([nobodyFits(limits)], voice);
    if (left === 0) {
      voice.say(`Nothing to do: everything in the plan${limits === '' ? '' : ` for ${limits}`} is done.`);
      return EXIT.done;
    }
    const about = limits === '' ? '' : `, only ${limits}`;
    const sent = letters === 0 ? '' : ` (${lettersText(letters)} to partners among them)`;
    const question = `Make ${countText(left)} at ${job.label} for ${job.settings.newDomain}${about}${sent}?`;
    if (!(await isAgreed(question, { voice, yes: options.yes }))) return EXIT.declined;
    await job.log.note(RUN_AGREED, { selection });
    return await runSelected({ job, voice, selection, waits: options.wait === true });
  } finally {
    job.close();
  }
}

interface Counted {
  readonly left: number;
  readonly all: number;
  readonly letters: number;
}

/** Of what was asked for: the question must not speak of people whom the answer does not concern. */
function countLeft(records: readonly StepRecord[], { job, selection }: PlanAndWorld): Counted {
  let [left, all, letters] = [0, 0, 0];
  for (const record of records) {
    if (!isSelected(record, selection)) continue;
    all += 1;
    if (record.state === 'done') continue;
    left += 1;
    if (record.step.kind === 'notice.send' && isApproved(record.step, job.log)) letters += 1;
  }
  return { left, all, letters };
}

function nobodyFits(limits: string): Problem {
  return {
    code: 'apply.nobody-fits',
    severity: 'error',
    what: `The plan has no step for ${limits}.`,
    why: 'Either it was done under an earlier plan, or these words exclude each other.',
    todo: 'See what there is with: migrate show',
  };
}

interface PlanAndWorld {
  readonly job: Job;
  readonly workspace: WholeWorkspace;
  readonly saved: SavedPlan;
  readonly selection: Selection;
}

/** Reads the steps of the plan once, for both questions: has the world moved, and how much is left? */
async function lookAgain(
  plan: PlanAndWorld,
): Promise<{ readonly moved: readonly Problem[]; readonly counted: Counted }> {
  const records = [...plan.job.log.steps({ currentPlan: true })];
  return { moved: await whatMoved(records, plan), counted: countLeft(records, plan) };
}

/** Compares fingerprints, then plans again and compares what is left: any difference means that the world has moved. */
async function whatMoved(
  records: readonly StepRecord[],
  { job, workspace, saved }: PlanAndWorld,
): Promise<readonly Problem[]> {
  const moved = movedFiles(workspace.fingerprints, saved);
  if (moved.length > 0) return moved.map(fileMoved);
  const seen = await presentOf(job, workspace, new AbortController().signal);
  const wanted = new Set<StepId>();
  const before = new Map<StepId, StepRecord>();
  for (const record of records) before.set(record.step.id, record);
  const differences: string[] = [];
  let areKitsLeft = false;
  const now = planOnce({ job, workspace, seen }, ({ steps }) => {
    for (const step of steps) {
      wanted.add(step.id);
      const planned = before.get(step.id);
      if (step.kind === 'kit.write' && step.person !== undefined) areKitsLeft = true;
      // What is for all was written after an earlier batch: the run writes it again after the kits that are left.
      if (isOfFleet(step) && planned?.state === 'done' && areKitsLeft) continue;
      if (planned === undefined || planned.state === 'done') {
        differences.push(`now needed: ${sentenceOf(step).say(step)}`);
      } else if (!isSameInEssence(planned.step, step)) {
        differences.push(`changed: ${sentenceOf(step).say(step)}`);
      }
    }
  });
  for (const { step, state } of records) {
    if (state !== 'done' && !wanted.has(step.id)) differences.push(`no longer needed: ${sentenceOf(step).say(step)}`);
  }
  return differences.length === 0 ? now.guards : [providerMoved(differences), ...now.guards];
}

/** Where both come from the same planner their members are in one order: most are told to be the same without sorting them. */
function isSameInEssence(left: Step, right: Step): boolean {
  const [one, other] = [essence(left), essence(right)];
  return JSON.stringify(one) === JSON.stringify(other) || canonicalJson(one) === canonicalJson(other);
}

/**
 * What a step is about, without how its account is pointed to, and without what a task tells a person: both change once the account or
 * the domain is there.
 */
function essence(step: Step): object {
  const { needs, ...whole } = step;
  const rest = step.kind === 'hand.task' ? { id: step.id, kind: step.kind, task: step.task } : whole;
  return 'account' in rest ? { ...rest, account: rest.account.address } : rest;
}

function nothingPlanned(): Problem {
  return {
    code: 'apply.no-plan',
    severity: 'error',
    what: 'There is no plan to carry out.',
    why: 'Nothing is done here that nobody has read before.',
    todo: 'Plan first: migrate plan',
  };
}

function wayBack(): Problem {
  return {
    code: 'apply.way-back',
    severity: 'error',
    what: 'The current plan is the way back, made by migrate undo.',
    why: 'To apply means to move people to the new domain.',
    todo: 'Move them again: migrate plan, then migrate apply. To go on with the way back: migrate resume',
  };
}

function peopleRefused(): Problem {
  return {
    code: 'apply.people-refused',
    severity: 'error',
    what: 'Some people of the staff list, or some partners, are refused (see above).',
    why: 'Going on would leave them without an address on the new domain, or without a notice.',
    todo: 'Mend the list and plan again, or go on without them: migrate apply --leave-out-refused',
  };
}

function fileMoved(file: string): Problem {
  return {
    code: 'apply.file-moved',
    severity: 'error',
    place: { file },
    what: `${file} has changed since the plan was made.`,
    why: 'The plan that you have read is not what would be done now.',
    todo: 'Plan again: migrate plan',
  };
}

function providerMoved(differences: readonly string[]): Problem {
  const shown = differences.slice(0, 10);
  const more = differences.length > shown.length ? `; and ${differences.length - shown.length} more` : '';
  return {
    code: 'apply.provider-moved',
    severity: 'error',
    what: `The provider is not what it was when the plan was made: ${shown.join('; ')}${more}.`,
    why: 'Somebody has changed accounts, checks of devices were taken in, or an earlier change shows only now.',
    todo: 'Plan again and read what is different: migrate plan',
  };
}
