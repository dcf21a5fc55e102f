// Runs a migrate.cfg in a realm of its own, with the tools that Thunderbird's AutoConfig gives it, over a map of settings.

import { createContext, runInContext } from 'node:vm';
import type { PrefValue } from '../../../src/client/thunderbird/prefs-text.ts';

export function runScript(
  script: string,
  {
    prefs,
    environment,
  }: { readonly prefs: Map<string, PrefValue>; readonly environment: Readonly<Record<string, string>> },
): void {
  runInContext(
    script,
    createContext({
      getPref: (name: string) => prefs.get(name) ?? null,
      pref: (name: string, value: PrefValue) => prefs.set(name, value),
      clearPref: (name: string) => prefs.delete(name),
      getenv: (name: string) => environment[name] ?? '',
    }),
  );
}
