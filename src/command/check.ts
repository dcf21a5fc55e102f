// migrate check: reads migrate.yaml, the lists and the templates, and calls nobody.

import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { sayProblems } from './say-problems.ts';
import { peopleText } from './text/plan-text.ts';
import { readWorkspace } from './workspace.ts';

export async function check({ folder, voice }: CommandContext): Promise<ExitCode> {
  const reading = await readWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { settings, people, problems } = reading.workspace;
  sayProblems(problems, voice);
  voice.fact({ type: 'checked', people: people.length, warnings: problems.length });
  voice.say(`migrate.yaml and ${settings.lists.staff} are in order: ${peopleText(people.length)}.`);
  for (const { name } of settings.batches) {
    const count = people.filter(({ batch }) => batch === name).length;
    voice.say(`  batch ${name}: ${peopleText(count)}`);
  }
  return EXIT.done;
}
