// Holds every answer against Google's own descriptions, where they lie beside the checkout.

import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterEach, expect } from '@jest/globals';

interface Violation {
  readonly severity: string;
  readonly where: string;
}

type Check = (
  request: { method: string; url: string; headers: Readonly<Record<string, string>>; body: string },
  response: { status: number; headers: Readonly<Record<string, string>>; body: string },
) => { readonly op: string | null; readonly violations: readonly Violation[] };

const file = new URL('../../../../shared/contracts/discovery-check.mjs', import.meta.url);

async function loadCheck(): Promise<Check | undefined> {
  if (!existsSync(file)) {
    process.stdout.write(`answers are not held against Google's descriptions: ${file.pathname} is not there\n`);
    return undefined;
  }
  const { load } = (await import(pathToFileURL(file.pathname).href)) as { load: () => { check: Check } };
  return load().check;
}

const check = await loadCheck();
const wrong: unknown[] = [];

/** `isStrict`: the request is looked at, too. */
export function holdAgainstContract(
  exchange: { request: Parameters<Check>[0]; response?: Parameters<Check>[1] },
  isStrict = false,
): void {
  const { request, response } = exchange;
  if (check === undefined || response === undefined) return;
  if (/^\/(token|oauth2|o\/|_sandbox)/.test(request.url)) return;
  const { op, violations } = check(request, response);
  // Google's front ends answer some overruns in plain text; the description knows JSON only.
  if (response.status === 403 && response.body === 'Request rate higher than configured.') return;
  const errors = violations.filter((one) => one.severity === 'error' && (isStrict || one.where === 'response'));
  if (errors.length > 0) wrong.push({ op, errors, url: request.url, status: response.status, body: response.body });
}

afterEach(() => {
  expect(wrong.splice(0)).toEqual([]);
});
