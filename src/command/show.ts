// migrate show: the saved plan, step by step, with what became of each.

import { openJobLog } from '../store/job-log.ts';
import { sentenceOf } from '../step/kinds.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { readIfListed } from './device/device-desk.ts';
import { sayGate } from './device/say-gate.ts';
import { readZone } from './device-gate-now.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { personKeyOf, unknownPerson } from './people.ts';
import { sayProblems } from './say-problems.ts';
import { signOf, countText } from './text/plan-text.ts';
import { exactMomentText } from '../report/time-text.ts';
import { placesOf } from './workspace.ts';

/** People whom the device gate holds, told one by one. */
const MOST_HELD = 50;

export async function show(
  { folder, voice }: CommandContext,
  options: { readonly person?: string },
): Promise<ExitCode> {
  const log = openJobLog(placesOf(folder).log, { clock: realClock, mode: 'read' });
  try {
    const saved = log.currentPlan();
    if (saved === undefined) {
      voice.say('Nothing has been planned yet: migrate plan');
      return EXIT.done;
    }
    const person = options.person === undefined ? undefined : personKeyOf(log, options.person);
    if (options.person !== undefined && person === undefined)
      return sayProblems([unknownPerson(options.person)], voice);
    voice.say(
      `Plan ${saved.number} of ${exactMomentText(saved.at, await readZone(folder))}, ${countText(saved.summary.steps)}.`,
    );
    let heading: string | undefined;
    for (const { step, state } of log.steps({ currentPlan: true, ...(person === undefined ? {} : { person }) })) {
      voice.fact({ type: 'plan.step', id: step.id, batch: step.batch, state, say: sentenceOf(step).say(step) });
      const owner = step.person ?? step.partner ?? (step.batch === '' ? 'before every batch' : `batch ${step.batch}`);
      if (owner !== heading) voice.say(owner);
      heading = owner;
      voice.say(`  ${signOf(step)} ${sentenceOf(step).say(step)}${state === 'planned' ? '' : `  (${state})`}`);
    }
    const workspace = saved.purpose === 'apply' ? await readIfListed(folder) : undefined;
    if (workspace !== undefined) {
      sayGate({ workspace, log, voice, most: MOST_HELD, ...(person === undefined ? {} : { person }) });
    }
    return EXIT.done;
  } finally {
    log.close();
  }
}
