// The example migrate.yaml with a few words exchanged. A word that is not there would make a test that cannot fail: it throws.

import { exampleSettings } from '../../src/settings/example.ts';
import { readSettings } from '../../src/settings/read-settings.ts';
import type { Problem } from '../../src/model/problem.ts';
import type { Settings } from '../../src/model/settings.ts';

export function migrateYaml(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`The example has no ${from}`);
      return text.replace(from, () => to);
    },
    exampleSettings({ provider: 'microsoft-365' }),
  );
}

export function settingsOf(text: string): Settings {
  const reading = readSettings(text, 'migrate.yaml');
  if ('problems' in reading) throw new Error(reading.problems.map(shown).join('\n'));
  return reading.settings;
}

/** Errors, or the warnings of a file without errors. */
export function problemsOf(text: string): readonly Problem[] {
  const reading = readSettings(text, 'migrate.yaml');
  return 'problems' in reading ? reading.problems : reading.warnings;
}

/** `migrate.yaml:12:5 settings.domain`. */
export function shown({ place, code }: Problem): string {
  return `${place?.file ?? ''}:${place?.line ?? 0}:${place?.column ?? 0} ${code}`;
}

/** Where a word stands, as a place is shown. */
export function whereIs(text: string, word: string): string {
  const offset = text.indexOf(word);
  if (offset < 0) throw new Error(`The text has no ${word}`);
  const before = text.slice(0, offset).split('\n');
  return `migrate.yaml:${before.length}:${(before.at(-1) ?? '').length + 1}`;
}
