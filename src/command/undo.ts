// migrate undo: the way back, planned like everything else. Suspends, restores names, replies and forwarding; deletes nothing.

import { Tally } from '../plan/tally.ts';
import { forecast } from '../plan/forecast.ts';
import { FLEET_FOLDER } from '../client/kit-folder.ts';
import { FLEET_KIT } from '../plan/kit-facts.ts';
import { shutByHand } from '../plan/plan-host.ts';
import { SCRIPT_ASSIGN } from '../plan/plan-script-push.ts';
import { isUndoable, undoPlan } from '../plan/undo-plan.ts';
import { hasEffect, NOT_YET } from '../model/event.ts';
import type { StepRecord } from '../model/event.ts';
import type { Step } from '../model/step.ts';
import { sentenceOf } from '../step/kinds.ts';
import { isAgreed } from './agree.ts';
import { lookAtCalled } from './called.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { openJob, TENANT } from './job.ts';
import type { Job } from './job.ts';
import { kitShelfOf } from './kit-place.ts';
import { personKeyOf } from './people.ts';
import { callsOf } from './planning.ts';
import type { RunOptions } from './run-options.ts';
import { runSelected, settleStarted } from './running.ts';
import { savedPlan } from './saved-plan.ts';
import { sayProblems } from './say-problems.ts';
import { batchNames, isSelected, readSelection, selectionText } from './selection.ts';
import type { Selection } from './selection.ts';
import { withdrawnText } from './text/kit-text.ts';
import { signOf, countText } from './text/plan-text.ts';
import type { Voice } from './voice.ts';
import { readWorkspaceSettings } from './workspace.ts';

/** Steps shown before the question. */
const MOST_SHOWN = 40;

export async function undo({ folder, voice }: CommandContext, options: RunOptions): Promise<ExitCode> {
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const opening = await openJob({ folder, settings: reading.settings, voice, command: 'undo', log: 'write' });
  if ('problems' in opening) return sayProblems(opening.problems, voice);
  const { job } = opening;
  try {
    const selecting = readSelection(options, {
      batches: batchNames(job.settings),
      personOf: (address) => personKeyOf(job.log, address),
    });
    if ('problems' in selecting) return sayProblems(selecting.problems, voice);
    const { selection } = selecting;
    if (!(await settleStarted(job, voice))) return EXIT.open;
    const called = await lookAtCalled(job, voice, (record) => isUndoable(record) && isSelected(record, selection));
    if (called === undefined) return EXIT.open;
    const done = [
      ...called.halfway,
      ...job.log.steps({ states: ['done'] }),
      ...kitsLeft(job),
      ...scriptLeft(job),
      ...textsLeft(job),
    ].filter((record) => isTakenBack(record, selection));
    const isHost = job.settings.provider === 'imap-host';
    const steps = isHost ? undoPlan(done).map(shutByHand) : undoPlan(done);
    const doubts = [...job.log.steps({ states: ['in-doubt', 'started'] }), ...called.unseen].filter(
      (record) => isUndoable(record) && isSelected(record, selection),
    );
    sayDoubts(doubts, voice);
    if (steps.length === 0) {
      voice.say('There is nothing to undo.');
      return doubts.length > 0 ? EXIT.open : EXIT.done;
    }
    for (const line of linesOf(steps)) voice.say(line);
    if (steps.some(({ kind }) => kind === 'kit.withdraw')) {
      const isPart = selectionText(selection) !== '' && kitShelfOf(folder).isThere(FLEET_FOLDER);
      for (const line of withdrawnText({ isPart })) voice.say(line);
    }
    for (const step of steps) voice.fact({ type: 'undo.step', id: step.id, say: sentenceOf(step).say(step) });
    const question = `Make ${countText(steps.length)}? Nothing is deleted.`;
    if (!(await isAgreed(question, { voice, yes: options.yes }))) return EXIT.declined;
    const tally = new Tally(job.settings, callsOf(job.settings.provider));
    tally.add({ batch: '', steps, checked: [], problems: [] });
    job.log.savePlan({
      purpose: 'undo',
      // What was known of the lists stays known: a device list that is gone after an undo opens no gate either.
      fingerprints: { ...savedPlan(job.log)?.fingerprints, [TENANT]: job.tenant },
      steps,
      summarise: () => ({
        purpose: 'undo',
        batches: tally.batches(),
        steps: tally.steps,
        checked: 0,
        problems: [],
        forecast: forecast(tally.calls, job.limits, 0),
      }),
    });
    const exitCode = await runSelected({ job, voice, selection: {} });
    sayLeft(job, voice);
    return exitCode === EXIT.done && doubts.length > 0 ? EXIT.open : exitCode;
  } finally {
    job.close();
  }
}

/** A kit that was to be written again, and was not since, still lies there as it was before. */
function kitsLeft({ log, folder }: Job): readonly StepRecord[] {
  const shelf = kitShelfOf(folder);
  return [...log.steps({ states: NOT_YET })].filter(
    ({ step }) => step.kind === 'kit.write' && shelf.isThere(step.folder),
  );
}

/** A script that was to be given again, and was not since, still is with whom it was given to before. */
function scriptLeft({ log }: Job): readonly StepRecord[] {
  const record = log.step(SCRIPT_ASSIGN);
  if (record === undefined || !NOT_YET.includes(record.state)) return [];
  return [...log.events({ stepId: SCRIPT_ASSIGN })].some(({ name }) => name === 'step.done') ? [record] : [];
}

/** A reply or a signature that was to be another one, and was not since, still says what was set before. */
function textsLeft({ log }: Job): readonly StepRecord[] {
  return [...log.steps({ states: NOT_YET })].filter(hasEffect);
}

/** What all mail programs need is taken back with everybody; the next plan takes a few people out of it. */
function isTakenBack(record: StepRecord, selection: Selection): boolean {
  return isSelected(record, selection) && (record.step.id !== FLEET_KIT || selectionText(selection) === '');
}

/** Nobody knows whether these have happened, so nobody can take them back. */
function sayDoubts(doubts: readonly StepRecord[], voice: Voice): void {
  for (const { step } of doubts) voice.fact({ type: 'undo.doubt', id: step.id, say: sentenceOf(step).say(step) });
  if (doubts.length === 0) return;
  voice.say(
    `${countText(doubts.length)} ${doubts.length === 1 ? 'is in doubt and is' : 'are in doubt and are'} not taken back:`,
  );
  for (const { step } of doubts.slice(0, MOST_SHOWN)) voice.say(`  ? ${sentenceOf(step).say(step)}`);
  if (doubts.length > MOST_SHOWN) voice.say(`  and ${doubts.length - MOST_SHOWN} more`);
  voice.say('Settle what is in doubt, then undo again: migrate settle');
}

/** What people have set themselves since it was moved is theirs, and is not put back over. */
function sayLeft({ log }: Job, voice: Voice): void {
  const left = [...log.steps({ states: ['done'], currentPlan: true })].filter(
    ({ evidence }) => evidence?.['leftToOwner'] === true,
  );
  for (const { step } of left) voice.fact({ type: 'undo.left', id: step.id, say: sentenceOf(step).say(step) });
  if (left.length === 0) return;
  voice.say(`Changed by the owners since, so left as they are now (${left.length}):`);
  for (const { step } of left.slice(0, MOST_SHOWN)) voice.say(`  = ${sentenceOf(step).say(step)}`);
  if (left.length > MOST_SHOWN) voice.say(`  and ${left.length - MOST_SHOWN} more`);
}

function linesOf(steps: readonly Step[]): readonly string[] {
  const lines = steps.slice(0, MOST_SHOWN).map((step) => `  ${signOf(step)} ${sentenceOf(step).say(step)}`);
  return steps.length > MOST_SHOWN ? [...lines, `  and ${steps.length - MOST_SHOWN} more`] : lines;
}
