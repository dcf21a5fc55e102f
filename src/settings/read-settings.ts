// migrate.yaml: from text to settings, or to all of its problems at once, each with file:line:column.

import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { assemble } from './assemble.ts';
import { crossCheck } from './cross-checks.ts';
import { readDocument } from './document.ts';
import type { SettingsDocument } from './document.ts';
import { problemsOf } from './issues.ts';
import { settingsProblem } from './problems.ts';
import { fileSchema } from './schema.ts';
import type { SettingsFile } from './schema.ts';
import { findSecrets } from './secrets.ts';
import { isRecord } from './values.ts';

export type SettingsReading =
  { readonly settings: Settings; readonly warnings: readonly Problem[] } | { readonly problems: readonly Problem[] };

/** `file` is the name that places and messages show. */
export function readSettings(text: string, file: string): SettingsReading {
  const clean = text.replace(/^\uFEFF/, '');
  const document = readDocument(clean, file);
  const { problems, said } = check(document);
  const all = withSecrets(problems, { text: clean, document });
  if (said === undefined || hasErrors(all)) return { problems: all.toSorted(byPlace) };
  return { settings: assemble(said, file), warnings: all.toSorted(byPlace) };
}

function check(document: SettingsDocument): { problems: readonly Problem[]; said?: SettingsFile } {
  const { values, problems } = document;
  if (values === undefined) return { problems };
  if (values === null) return { problems: [...problems, settingsProblem('settings.empty', document.placeAt(0), {})] };
  if (!isRecord(values)) {
    return { problems: [...problems, settingsProblem('settings.no-settings', document.placeAt(0), {})] };
  }
  const reading = fileSchema.safeParse(values);
  const crossed = crossCheck(document);
  if (reading.success) return { problems: [...problems, ...crossed], said: reading.data };
  const found = reading.error.issues.flatMap((issue) => problemsOf(issue, document));
  return { problems: [...problems, ...found, ...crossed] };
}

/** Adds the secrets that stand in the file, and drops what was said of their lines: it might repeat them. */
function withSecrets(
  problems: readonly Problem[],
  { text, document }: { text: string; document: SettingsDocument },
): readonly Problem[] {
  const secrets = findSecrets(text, document.contents).map(({ offset, where }) =>
    settingsProblem('settings.secret', document.placeAt(offset), { where }),
  );
  const lines = new Map(secrets.toReversed().map((problem) => [problem.place?.line, problem]));
  return [...problems.filter((problem) => !lines.has(problem.place?.line)), ...lines.values()];
}

function byPlace(one: Problem, other: Problem): number {
  return (
    (one.place?.line ?? 0) - (other.place?.line ?? 0) ||
    (one.place?.column ?? 0) - (other.place?.column ?? 0) ||
    (one.code < other.code ? -1 : Number(one.code > other.code))
  );
}
