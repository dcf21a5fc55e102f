// migrate device pushed: what Intune says of the script that was pushed, PC by PC. Read-only; PCs that have not met Intune are not in it.

import { existsSync } from 'node:fs';
import type { ScriptRun } from '../../model/device-push.ts';
import type { Problem } from '../../model/problem.ts';
import { stepId } from '../../model/step.ts';
import { openJobLog } from '../../store/job-log.ts';
import { realClock } from '../clock.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { sayProblems } from '../say-problems.ts';
import { signInOptions } from '../sign-in-options.ts';
import { connect } from '../wire.ts';
import { placesOf, readWorkspaceSettings } from '../workspace.ts';

/** Sentences of failed PCs that are shown. */
const MOST_SHOWN = 20;

export async function showPushed({ folder, voice }: CommandContext): Promise<ExitCode> {
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const scriptId = pushedScript(folder);
  if (scriptId === undefined) return sayProblems([nothingPushed()], voice);
  const connecting = await connect(signInOptions({ folder, settings: reading.settings }, voice));
  if ('problems' in connecting) return sayProblems(connecting.problems, voice);
  const runs = (await connecting.connected.directory.push?.runs(scriptId)) ?? [];
  const count = (wanted: ScriptRun['standing']): number => runs.filter(({ standing }) => standing === wanted).length;
  const [done, failed, pending] = [count('done'), count('failed'), count('pending')];
  voice.fact({ type: 'device.pushed', script: scriptId, done, failed, pending });
  voice.say(
    `The Windows script in Intune (beta): ended well on ${done} PCs, failed on ${failed}, waits on ${pending}.`,
  );
  for (const { said } of runs.filter(({ standing }) => standing === 'failed').slice(0, MOST_SHOWN)) {
    voice.say(`  ${said ?? 'failed, and said nothing'}`);
  }
  voice.say('What it has done there is in its own results: migrate device results import');
  return failed === 0 ? EXIT.done : EXIT.failed;
}

function pushedScript(folder: string): string | undefined {
  const { log: file } = placesOf(folder);
  if (!existsSync(file)) return undefined;
  const log = openJobLog(file, { clock: realClock, mode: 'read' });
  try {
    const id = log.step(stepId('script.push', 'windows'))?.evidence?.['scriptId'];
    return typeof id === 'string' ? id : undefined;
  } finally {
    log.close();
  }
}

function nothingPushed(): Problem {
  return {
    code: 'device.nothing-pushed',
    severity: 'error',
    what: 'No script was pushed to Intune from here.',
    why: 'That is done by apply, where clients.intune in migrate.yaml names a group and somebody uses Outlook on Windows.',
    todo: 'See what is planned: migrate plan',
  };
}
