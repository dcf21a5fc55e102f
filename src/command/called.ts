// Steps that were called and are not done: a lost answer, a kill or a failure has left them, and they may have happened all the same.

import { laneOf } from '../apply/lane.ts';
import { lookUntilCertain } from '../apply/settle-step.ts';
import { NOT_YET } from '../model/event.ts';
import type { StepRecord } from '../model/event.ts';
import type { JobLog } from '../model/job-log.ts';
import type { StepId } from '../model/step.ts';
import type { Sight } from '../step/kind.ts';
import { machineKindOf, sentenceOf } from '../step/kinds.ts';
import { realClock } from './clock.ts';
import { failpointFrom } from './failpoints.ts';
import { jitter } from './job.ts';
import type { Job } from './job.ts';
import { noPassword } from './prepare-passwords.ts';
import { stopOnInterrupt, toolsOf } from './running.ts';
import { openSending } from './sending.ts';
import { countText } from './text/plan-text.ts';
import type { Voice } from './voice.ts';

/** How often, since it was done or taken back the last time, whatever was planned in between. */
function callsOf(log: JobLog, stepId: StepId): number {
  let calls = 0;
  for (const { name } of log.events({ stepId })) {
    if (name === 'step.started') calls += 1;
    if (name === 'step.done' || name === 'step.undone') calls = 0;
  }
  return calls;
}

/** A refusal proves that its call did nothing, so nobody looks for accounts that were refused. Other steps are more than one call. */
function mayHaveHappened({ step, state, failure }: StepRecord, log: JobLog): boolean {
  const isRefused = state === 'failed' && (failure?.kind === 'refused' || failure?.kind === 'exhausted');
  return callsOf(log, step.id) > (isRefused && step.kind === 'user.create' ? 1 : 0);
}

export interface Called {
  /** A part of each has happened. */
  readonly halfway: readonly StepRecord[];
  /** Nobody knows. */
  readonly unseen: readonly StepRecord[];
}

/**
 * Looks at each of them until that is certain, and writes down as done what has happened. Read-only at the provider. Undefined where
 * Ctrl-C ended it.
 */
export async function lookAtCalled(
  job: Job,
  voice: Voice,
  isWanted: (record: StepRecord) => boolean,
): Promise<Called | undefined> {
  const called = [...job.log.steps({ states: NOT_YET })].filter(
    (record) => machineKindOf(record.step) !== undefined && isWanted(record) && mayHaveHappened(record, job.log),
  );
  if (called.length === 0) return { halfway: [], unseen: [] };
  voice.say(`${countText(called.length)} may have happened although nothing says so; looking at what became of that.`);
  const stop = stopOnInterrupt(voice);
  const sending = await openSending({ job, voice, records: [], isLook: true });
  try {
    const sights = await Promise.all(
      called.map(async (record) => {
        const sight = await sightOf(record, { job, lanes: sending.lanes, signal: stop.signal });
        if (sight.standing === 'as-planned') await adopt(record, sight, job);
        if (isNews(sight)) voice.say(`  ${sentenceOf(record.step).say(record.step)}: ${textOf(sight)}`);
        return { record, sight };
      }),
    );
    if (stop.signal.aborted) return undefined;
    return {
      halfway: sights.filter(({ sight }) => sight.isHalfway === true).map(({ record }) => record),
      unseen: sights.filter(({ sight }) => sight.standing === 'cannot-tell').map(({ record }) => record),
    };
  } finally {
    stop.release();
    await sending.close();
  }
}

async function sightOf(
  record: StepRecord,
  {
    job,
    lanes,
    signal,
  }: { readonly job: Job; readonly lanes: Parameters<typeof laneOf>[0]; readonly signal: AbortSignal },
): Promise<Sight> {
  const kind = machineKindOf(record.step);
  if (kind === undefined) throw new Error(`${record.step.id} can only be made by a person, yet it was called`);
  const sight = await lookUntilCertain(record, {
    kind,
    lane: laneOf(lanes, kind.lane(record.step)),
    tools: toolsOf(job, noPassword),
    clock: realClock,
    patience: job.limits.patience,
    random: jitter,
    failpoint: failpointFrom(process.env),
    signal,
  });
  return sight ?? { standing: 'cannot-tell' };
}

async function adopt({ step, attempt, evidence }: StepRecord, sight: Sight, { log }: Job): Promise<void> {
  await log.record({ id: step.id, to: 'done', attempt, how: 'adopted', evidence: { ...evidence, ...sight.evidence } });
}

function isNews({ standing, isHalfway }: Sight): boolean {
  return standing === 'as-planned' || standing === 'cannot-tell' || isHalfway === true;
}

function textOf({ standing }: Sight): string {
  if (standing === 'as-planned') return 'it had happened';
  return standing === 'cannot-tell' ? 'cannot be told' : 'a part of it had happened';
}
