// The failure that a call throws. Anything else that it throws, or nothing, fails the test.

import { RemoteFailure } from '../../../src/model/failure.ts';

export async function failureOf(call: Promise<unknown>): Promise<RemoteFailure> {
  let result: unknown;
  try {
    result = await call;
  } catch (error) {
    if (error instanceof RemoteFailure) return error;
    throw error;
  }
  throw new Error(`it did not fail, but gave ${JSON.stringify(result)}`);
}
