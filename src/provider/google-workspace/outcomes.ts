// Two ways to go on after a failure that proves something: nothing is there, or it is there already.

import { RemoteFailure } from '../../model/failure.ts';

/** Undefined where the answer is 404: there is no such thing, or none that can be seen yet. */
export async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RemoteFailure && error.facts.status === 404) return undefined;
    throw error;
  }
}

/** Where Google says that such an object exists, `look` finds out whose it is; it returns if it is the wanted one. */
export async function whereTaken(
  answer: Promise<unknown>,
  look: (failure: RemoteFailure) => Promise<void>,
): Promise<void> {
  try {
    await answer;
  } catch (error) {
    if (!(error instanceof RemoteFailure) || error.facts.kind !== 'taken') throw error;
    await look(error);
  }
}
