// Runs steps for the commands: passwords into the vault first, then the walk, with progress, Ctrl-C and an honest end.

import type { Failpoint } from '../apply/failpoint.ts';
import { laneOf } from '../apply/lane.ts';
import { runPlan } from '../apply/run-plan.ts';
import { cutOff, settleStep } from '../apply/settle-step.ts';
import type { Outcome } from '../apply/step-context.ts';
import type { StepRecord } from '../model/event.ts';
import { KITS_BATCH } from '../model/settings.ts';
import { ownerOf } from '../model/step.ts';
import type { StepId } from '../model/step.ts';
import type { Tools } from '../step/kind.ts';
import { machineKindOf, sentenceOf } from '../step/kinds.ts';
import { StoreTrouble } from '../store/trouble.ts';
import { realClock } from './clock.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { failpointFrom } from './failpoints.ts';
import { jitter } from './job.ts';
import { isOfFleet, reopenFleetKit } from './fleet-kit.ts';
import type { Job } from './job.ts';
import { NO_KITS, openKitDesk } from './kit-desk.ts';
import type { KitDesk } from './kit-desk.ts';
import { kitFile, kitShelfOf, tidyKits } from './kit-place.ts';
import { Progress } from './progress.ts';
import { sayResult } from './say-result.ts';
import { noPassword, preparePasswords } from './prepare-passwords.ts';
import { isSelected } from './selection.ts';
import { noticesGate, openSending } from './sending.ts';
import type { Selection } from './selection.ts';
import { countText } from './text/plan-text.ts';
import type { Voice } from './voice.ts';

export interface RunRequest {
  readonly job: Job;
  readonly voice: Voice;
  readonly selection: Selection;
  /** Of what is selected, only these; absent: all. */
  readonly steps?: ReadonlySet<StepId>;
  /** Waits also for what only the next day may take of the messages. */
  readonly waits?: boolean;
}

/** The line of the log with the selection of a run: whoever resumes it means the same people. */
export const RUN_STARTED = 'run.started';

/** What all mail programs need comes after the people's own kits, whoever of them is held. */
const KITS_GATE = { name: KITS_BATCH, failureThreshold: 0 };

/** The line of the log with the selection that somebody has just agreed to; what a run needs first may take a while after it. */
export const RUN_AGREED = 'run.agreed';

/** Runs what is selected of the current plan until nothing more can start. */
export async function runSelected(request: RunRequest): Promise<ExitCode> {
  const { job, voice, selection, steps, waits = false } = request;
  await reopenFleetKit(request);
  const people = new Map<string, Set<string>>();
  const records: StepRecord[] = [];
  let outside = 0;
  for (const record of job.log.steps({ currentPlan: true })) {
    const { id, batch } = record.step;
    people.set(batch, (people.get(batch) ?? new Set()).add(ownerOf(record.step)));
    const isWanted = steps === undefined || steps.has(id) || isOfFleet(record.step);
    if (isSelected(record, selection) && isWanted) records.push(record);
    else if (record.state !== 'done') outside += 1;
  }
  const failpoint: Failpoint = failpointFrom(process.env);
  const passwords = await preparePasswords(records, { job, voice, failpoint });
  if ('problems' in passwords) {
    for (const problem of passwords.problems) voice.problem(problem);
    return EXIT.input;
  }
  const sending = await openSending({ job, voice, records, waits });
  const kits = await openKitDesk(job, records);
  const stop = stopOnInterrupt(voice);
  const progress = new Progress({ voice, lanes: sending.lanes, now: () => realClock.now() });
  await job.log.note(steps === undefined ? RUN_STARTED : 'retry.started', { selection, steps: records.length });
  progress.start(records);
  try {
    const result = await runPlan({
      records,
      stateOf: (id) => job.log.step(id)?.state,
      batches: [...job.settings.batches, KITS_GATE, ...noticesGate(job.settings)],
      whyHeld: (record) => sending.whyHeld(record) ?? kits.whyHeld(record),
      peopleIn: (batch) => people.get(batch)?.size,
      kindOf: machineKindOf,
      lanes: sending.lanes,
      tools: toolsOf(job, passwords.passwordFor, { mail: sending.mail, desk: kits }),
      log: job.log,
      clock: realClock,
      patience: job.limits.patience,
      random: jitter,
      failpoint,
      signal: stop.signal,
      tell: (event) => progress.tell(event),
    });
    progress.stop();
    const { done, failed, inDoubt, held, isStopped } = result;
    await job.log.note('run.finished', { done, failed, inDoubt, held: held.length, isStopped });
    const exitCode = sayResult(result, { voice, outside });
    if (outside > 0) {
      const next = steps === undefined ? 'migrate apply' : 'migrate resume';
      voice.say(`${outside} other steps of the plan were not part of this run. Go on with: ${next}`);
    }
    return exitCode;
  } finally {
    progress.stop();
    stop.release();
    await sending.close();
  }
}

/**
 * Looks at every step that an earlier process left `started`, and clears what it left beside the kits. Read-only at the provider. False
 * where Ctrl-C ended it: then nothing more may start.
 */
export async function settleStarted(job: Job, voice: Voice): Promise<boolean> {
  const stop = stopOnInterrupt(voice);
  const failpoint: Failpoint = failpointFrom(process.env);
  const cut = [...job.log.steps({ states: ['started'] })];
  const sending = await openSending({ job, voice, records: cut, isLook: true });
  try {
    const were = `${countText(cut.length)} ${cut.length === 1 ? 'was' : 'were'}`;
    if (cut.length > 0) voice.say(`${were} cut off in the middle; looking at what became of that.`);
    const seen = cut.filter((record) => sending.whyHeld(record) === undefined);
    if (seen.length < cut.length) voice.say(`  ${cut.length - seen.length} of them cannot be looked at now.`);
    const lookAt = async (record: StepRecord): Promise<Outcome> => {
      const kind = machineKindOf(record.step);
      if (kind === undefined) throw new Error(`${record.step.id} can only be made by a person, yet it was started`);
      return settleStep(record, cutOff(record), {
        kind,
        lane: laneOf(sending.lanes, kind.lane(record.step)),
        tools: toolsOf(job, noPassword, sending),
        log: job.log,
        clock: realClock,
        patience: job.limits.patience,
        random: jitter,
        failpoint,
        signal: stop.signal,
      });
    };
    await Promise.all(
      seen.map(async (record) => {
        const { state } = await lookAt(record).catch((error: unknown) => doubtFor(record, error, job));
        voice.fact({ type: `settled.${state}`, id: record.step.id });
        voice.say(`  ${sentenceOf(record.step).say(record.step)}: ${SETTLED[state]}`);
      }),
    );
    const untidy = await tidyKits(job.folder);
    if (untidy !== undefined) voice.problem(untidy);
    return !stop.signal.aborted;
  } finally {
    stop.release();
    await sending.close();
  }
}

/**
 * What cannot even be looked at is for the administrator to settle: thrown, it would end every later command in the same way. Throws
 * where the log cannot be written.
 */
async function doubtFor({ step, attempt }: StepRecord, error: unknown, { log }: Job): Promise<Pick<Outcome, 'state'>> {
  if (error instanceof StoreTrouble || log.step(step.id)?.state !== 'started') throw error;
  const said = `it cannot be looked at: ${error instanceof Error ? error.message : String(error)}`;
  const failure = { kind: 'in-doubt', operation: step.kind, said } as const;
  await log.record({ id: step.id, to: 'in-doubt', attempt, failure });
  return { state: 'in-doubt' };
}

const SETTLED: Readonly<Record<'done' | 'failed' | 'in-doubt' | 'waiting' | 'not-started', string>> = {
  done: 'it had happened',
  failed: 'it had not happened, and it cannot',
  'in-doubt': 'cannot be told; see migrate settle',
  waiting: 'it had not happened; it will be made',
  'not-started': 'not looked at yet',
};

/** What is not given is not asked for: by a look that nothing is sent or written for. */
interface MoreTools {
  readonly mail?: Tools['mail'] | undefined;
  readonly desk?: Pick<KitDesk, 'orderFor' | 'ordered'>;
}

export function toolsOf(job: Job, passwordFor: Tools['passwordFor'], { mail, desk = NO_KITS }: MoreTools = {}): Tools {
  return {
    directory: job.directory,
    clock: realClock,
    evidenceOf: (id: StepId) => job.log.step(id)?.evidence,
    passwordFor,
    kits: { shelf: kitShelfOf(job.folder), ...desk, file: (path) => kitFile(job.folder, path) },
    ...(mail !== undefined && { mail }),
  };
}

/** First Ctrl-C: finish what is under way. Second: end at once; what was under way is looked at by the next run. */
export function stopOnInterrupt(voice: Voice): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.kill(process.pid, 'SIGKILL');
    voice.say('Stopping: what is under way is finished, nothing more is started. Press Ctrl-C again to end at once.');
    controller.abort(new Error('stopped by the administrator'));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
