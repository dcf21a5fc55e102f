// Finds out what became of a `started` step, by looking only. A look that fails proves nothing.

import type { StepRecord } from '../model/event.ts';
import { RemoteFailure } from '../model/failure.ts';
import type { FailureFacts } from '../model/failure.ts';
import type { Sight } from '../step/kind.ts';
import { backoffMs } from './backoff.ts';
import { conclude, giveUp, wait } from './conclude.ts';
import { isStopped } from './step-context.ts';
import type { Outcome, StepContext } from './step-context.ts';

/**
 * Why a step is looked at.
 *
 * - `cut-off`     an earlier process ended between `started` and the answer
 * - `in-doubt`    our call got no usable answer
 * - `taken`       the provider says that it exists already, so our call did nothing
 * - `unavailable` a call was repeated in vain
 */
export interface Doubt {
  readonly because: 'cut-off' | 'in-doubt' | 'taken' | 'unavailable';
  readonly failure: FailureFacts;
}

/** How often a look may fail before the step is shown as in doubt. */
const MOST_BLIND_LOOKS = 8;

/** The doubt about a step that was found `started` in the log of a process that is gone. */
export function cutOff(record: StepRecord): Doubt {
  return {
    because: 'cut-off',
    failure: {
      kind: 'in-doubt',
      operation: record.step.kind,
      said: 'the program ended before the answer was written down',
    },
  };
}

/** Looks until that is conclusive, and writes down what became of the step. */
export async function settleStep(record: StepRecord, doubt: Doubt, context: StepContext): Promise<Outcome> {
  const sight = await lookUntilCertain(record, context);
  if (sight === undefined) return { state: 'not-started', record };
  const failure = { ...doubt.failure, said: sight.said ?? doubt.failure.said };
  switch (sight.standing) {
    case 'as-planned': {
      // That our last call did nothing tells later which of several tries has made it.
      const evidence = { ...sight.evidence, ...(doubt.because === 'taken' && { wasTaken: true }) };
      return conclude(record, { how: 'adopted', evidence }, context);
    }
    case 'different':
      return whenDifferent(record, { ...doubt, failure }, context);
    case 'cannot-tell':
      return giveUp(record, { state: 'in-doubt', failure }, context);
    case 'absent':
    case 'not-yet':
      return whenAbsent(record, doubt, context);
  }
}

/**
 * Looks until the look is conclusive: found, or absent for longer than the provider's copies may disagree. `cannot-tell` where too many
 * looks have failed; undefined where the run was stopped first. Writes nothing.
 */
export async function lookUntilCertain(
  record: StepRecord,
  context: Omit<StepContext, 'log'>,
): Promise<Sight | undefined> {
  const { clock, patience, random, signal, lookSignal = signal } = context;
  // The call may have arrived just now, also that of a process that is gone: when it was started says nothing about its end.
  const since = clock.elapsed();
  let blindLooks = 0;
  for (let looks = 1; ; looks += 1) {
    const look = await lookOnce(record, context);
    if (look === undefined) return undefined;
    const { sight } = look;
    if (sight.standing === 'as-planned' || sight.standing === 'different') return sight;
    if (sight.standing === 'cannot-tell') {
      // One that the provider put off has not been answered: the lane waits, and the looks are still to come.
      blindLooks += look.isPutOff === true ? 0 : 1;
      if (blindLooks >= MOST_BLIND_LOOKS) return sight;
    } else if (look.askedAt - since >= (sight.believedAfterMs ?? patience.lagMs)) {
      return sight;
    }
    try {
      await clock.sleep(backoffMs(patience, looks, { random }), lookSignal);
    } catch (error) {
      if (isStopped(error, lookSignal)) return undefined;
      throw error;
    }
  }
}

/** What a look found, and when it was asked for, as the clock's `elapsed`: an answer may travel so long that it is old when it comes. */
interface Look {
  readonly sight: Sight;
  readonly askedAt: number;
  /** The provider was asked too often and has not looked. */
  readonly isPutOff?: boolean;
}

/** One read-only look in the lane; undefined where the run was stopped first. */
async function lookOnce(record: StepRecord, context: Omit<StepContext, 'log'>): Promise<Look | undefined> {
  const { kind, tools, lane, failpoint, signal, lookSignal = signal, patience, random, clock } = context;
  let askedAt = clock.elapsed();
  try {
    return await lane.run(
      async () => {
        failpoint('before-look');
        askedAt = clock.elapsed();
        const sight = await kind.look(record.step, tools);
        failpoint('after-look');
        return { sight, askedAt };
      },
      { calls: 1, signal: lookSignal, step: record.step, isLook: true },
    );
  } catch (error) {
    if (isStopped(error, lookSignal)) return undefined;
    if (!(error instanceof RemoteFailure)) throw error;
    const { facts } = error;
    const isPutOff = facts.kind === 'throttled';
    if (isPutOff) {
      lane.throttled(backoffMs(patience, 1, { random, askedMs: facts.retryAfterMs ?? 0 }));
    }
    const standing = facts.kind === 'not-yet' ? 'not-yet' : 'cannot-tell';
    return { sight: { standing, said: error.message }, askedAt, isPutOff };
  }
}

/** `taken` proves that our call did nothing, so what stands there is somebody else's. Otherwise the administrator decides. */
function whenDifferent(record: StepRecord, { because, failure }: Doubt, context: StepContext): Promise<Outcome> {
  return because === 'taken'
    ? giveUp(record, { state: 'failed', failure: { ...failure, kind: 'refused' } }, context)
    : giveUp(record, { state: 'in-doubt', failure }, context);
}

function whenAbsent(record: StepRecord, { because, failure }: Doubt, context: StepContext): Promise<Outcome> {
  switch (because) {
    case 'taken':
      return giveUp(record, { state: 'failed', failure: { ...failure, kind: 'refused' } }, context);
    case 'unavailable':
      return giveUp(record, { state: 'failed', failure: { ...failure, kind: 'unavailable' } }, context);
    case 'cut-off':
    case 'in-doubt':
      return wait(
        record,
        { failure: { ...failure, said: `${failure.said}; a look found no trace of it` }, delayMs: 0 },
        context,
      );
  }
}
