// Makes a call again while its failure proves that this is safe, as a lane would. Tells how often it was not yet done.

import { setTimeout as sleep } from 'node:timers/promises';
import { RemoteFailure } from '../../../src/model/failure.ts';
import type { FailureKind } from '../../../src/model/failure.ts';

const SAFE: ReadonlySet<FailureKind> = new Set(['throttled', 'not-yet', 'unavailable']);
const MOST_TRIES = 400;
const PAUSE_MS = 10;

export async function patiently<Result>(call: () => Promise<Result>, heard: RemoteFailure[] = []): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof RemoteFailure) || !SAFE.has(error.facts.kind) || tries === MOST_TRIES) throw error;
      heard.push(error);
      await sleep(PAUSE_MS);
    }
  }
}
