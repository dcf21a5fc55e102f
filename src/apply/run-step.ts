// The crash protocol. Whatever happens to this process, a step is made once, and what became of it is on disk.
//
//   1. Take the lane's token.           (else everything that waits in the lane would be in doubt)
//   2. Read what must be kept, commit `started` with it.
//   3. Call.
//   4. Commit `done`, `waiting`, `failed` or `in-doubt`, with evidence.
//
// What the answer proves decides what follows:
//
//   done                -> done
//   throttled           -> waiting; the whole lane is held for as long as the provider asks
//   not-yet             -> waiting, until the patience of the kind runs out
//   unavailable         -> waiting (the call is safe to repeat), a bounded number of times, then a look decides
//   refused, exhausted  -> failed
//   taken, in-doubt     -> look. As planned: adopted as done. Absent, and still absent when the provider's copies must have
//                          met: nothing happened, so waiting, a bounded number of times. Anything else: in doubt, for the
//                          administrator to settle.
//
// A step found `started` by a new process was cut off between 2 and 4: it is looked at in the same way before anything else.
// Only `planned` and `waiting` steps are ever called.

import type { Evidence, StepRecord } from '../model/event.ts';
import { RemoteFailure } from '../model/failure.ts';
import type { FailureFacts } from '../model/failure.ts';
import { callsAt } from '../step/kind.ts';
import { backoffMs } from './backoff.ts';
import { conclude, giveUp, wait } from './conclude.ts';
import { NotInThisRun } from './lane.ts';
import { cutOff, settleStep } from './settle-step.ts';
import { isStopped } from './step-context.ts';
import type { Outcome, StepContext, Tries } from './step-context.ts';

/** A lane that hears nothing but throttles for one step this often has other trouble than its pace. */
const MOST_THROTTLES = 100;

/** Makes one try at a step that is `planned` or `waiting`, or finds out about one that is `started`. */
export async function runStep(record: StepRecord, tries: Tries, context: StepContext): Promise<Outcome> {
  if (record.state === 'started') return settleStep(record, cutOff(record), context);
  let tried: Made | Failed;
  try {
    tried = await context.lane.run(() => makeAndTell(record, context), {
      calls: callsAt(context.kind, context.tools.directory.provider),
      signal: context.signal,
      step: record.step,
    });
  } catch (error) {
    if (isStopped(error, context.signal)) return { state: 'not-started', record };
    if (error instanceof NotInThisRun) return { state: 'not-started', record, why: error.message };
    throw error;
  }
  // The lane's place is free again: what is left is to write down what happened.
  if ('failure' in tried) return afterFailure(tried, tries, context);
  return conclude(tried.record, { how: 'made', evidence: tried.evidence }, context);
}

/** A call that went well; the record is `started` on disk. */
interface Made {
  readonly record: StepRecord;
  readonly evidence: Evidence;
}

/** A call that failed; the record is `started` on disk. */
interface Failed {
  readonly record: StepRecord;
  readonly failure: FailureFacts;
}

async function makeAndTell(record: StepRecord, context: StepContext): Promise<Made | Failed> {
  const tried = await makeOnce(record, context);
  context.lane.heard?.(record.step, 'failure' in tried ? tried.failure : undefined);
  return tried;
}

/** Steps 2 and 3 of the protocol. */
async function makeOnce(record: StepRecord, context: StepContext): Promise<Made | Failed> {
  const { kind, tools, failpoint } = context;
  const kept = await keepBefore(record, context);
  if ('failure' in kept) return kept;
  failpoint('before-started');
  const madeWith = kind.madeWith?.(record.step, tools);
  const started = await start(record, { ...kept.evidence, ...madeWith }, context);
  failpoint('after-started');
  try {
    const evidence = await kind.make(record.step, tools, kept.evidence);
    failpoint('after-call');
    return { record: started, evidence };
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
    return { record: started, failure: error.facts };
  }
}

/** What was kept on an earlier try is the state before the change; a later read may see the change half done. */
async function keepBefore(record: StepRecord, context: StepContext): Promise<{ readonly evidence: Evidence } | Failed> {
  const { kind, tools } = context;
  if (record.evidence !== undefined) return { evidence: record.evidence };
  if (kind.before === undefined) return { evidence: {} };
  try {
    return { evidence: await kind.before(record.step, tools) };
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
    // Only a read has failed, so nothing is in doubt; the try counts all the same.
    const failure: FailureFacts =
      error.facts.kind === 'in-doubt' ? { ...error.facts, kind: 'unavailable' } : error.facts;
    return { record: await start(record, {}, context), failure };
  }
}

async function start(record: StepRecord, kept: Evidence, { log, clock }: StepContext): Promise<StepRecord> {
  const attempt = record.attempt + 1;
  const evidence = Object.keys(kept).length === 0 ? {} : { evidence: kept };
  await log.record({ id: record.step.id, to: 'started', attempt, ...evidence });
  return { step: record.step, state: 'started', attempt, at: clock.now(), ...evidence };
}

/** Decides by what the failure proves. */
function afterFailure({ record, failure }: Failed, tries: Tries, context: StepContext): Promise<Outcome> {
  const { patience, clock, lane, kind } = context;
  switch (failure.kind) {
    case 'refused':
    case 'exhausted':
      return giveUp(record, { state: 'failed', failure }, context);
    case 'throttled': {
      tries.throttled += 1;
      const delayMs = nextTryMs(failure, Math.min(tries.throttled, 6), context);
      const isHeldThere = lane.heard !== undefined;
      if (!isHeldThere) lane.throttled(delayMs);
      if (tries.throttled > MOST_THROTTLES) return giveUp(record, { state: 'failed', failure }, context);
      // A lane that holds up what must wait knows best when the step's turn comes, and whether it does in this run.
      const ownMs = isHeldThere ? Math.min(delayMs, patience.backoffCeilingMs) : delayMs;
      return wait(record, { failure, delayMs: ownMs }, context);
    }
    case 'not-yet': {
      tries.notYetSince ??= clock.elapsed();
      tries.notYet += 1;
      const patienceMs = kind.patience === 'account' ? patience.accountMs : patience.mailboxMs;
      return clock.elapsed() - tries.notYetSince >= patienceMs
        ? giveUp(record, { state: 'failed', failure }, context)
        : wait(record, { failure, delayMs: nextTryMs(failure, tries.notYet, context) }, context);
    }
    case 'unavailable': {
      tries.unavailable += 1;
      return tries.unavailable > patience.attempts
        ? settleStep(record, { because: 'unavailable', failure }, context)
        : wait(record, { failure, delayMs: nextTryMs(failure, tries.unavailable, context) }, context);
    }
    case 'taken':
      return settleStep(record, { because: 'taken', failure }, context);
    case 'in-doubt': {
      tries.unavailable += 1;
      const because = tries.unavailable > patience.attempts ? 'unavailable' : 'in-doubt';
      return settleStep(record, { because, failure }, context);
    }
  }
}

function nextTryMs(failure: FailureFacts, tries: number, { patience, random }: StepContext): number {
  const askedMs = failure.retryAfterMs;
  return backoffMs(patience, tries, { random, ...(askedMs === undefined ? {} : { askedMs }) });
}
