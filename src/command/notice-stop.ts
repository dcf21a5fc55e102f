// migrate notice stop and migrate notice continue: words in the log that an apply under way obeys within seconds, and every later one.

import { SENDING_STOPPED } from '../apply/send-lane.ts';
import type { Problem } from '../model/problem.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { onSharedLog } from './locked-log.ts';
import { sayProblems } from './say-problems.ts';
import { DAY_LIFTED, SENDING_CONTINUED, whyDayIsHeld, whySendingStopped } from './sending-lane.ts';
import type { Voice } from './voice.ts';
import { whoIsThere } from './who.ts';
import { readWorkspaceSettings } from './workspace.ts';

/** Takes no lock: it must work while messages go out. */
export function stopSending(context: CommandContext, { reason }: { readonly reason: string }): Promise<ExitCode> {
  return onSharedLog(context, 'notice stop', async (log) => {
    const { voice } = context;
    const by = whoIsThere();
    await log.note(SENDING_STOPPED, {
      reason: `${by}: ${reason}`,
      todo: 'Let it go on with: migrate notice continue',
      by,
    });
    voice.fact({ type: 'notice.stopped', by, reason });
    voice.say('Stopped: what is under way is finished, no further message starts. Go on with: migrate notice continue');
    return EXIT.done;
  });
}

/** Lifts a stop; and, where a reason is given, the hold of a day after many refusals. */
export async function continueSending(
  context: CommandContext,
  { reason }: { readonly reason?: string },
): Promise<ExitCode> {
  const settings = await readWorkspaceSettings(context.folder);
  if ('problems' in settings) return sayProblems(settings.problems, context.voice);
  const { timeZone = 'UTC' } = settings.settings;
  return onSharedLog(context, 'notice continue', async (log) => {
    const stopped = whySendingStopped(log);
    const held = whyDayIsHeld(log, { now: realClock.now(), timeZone });
    const { voice } = context;
    if (stopped === undefined && held === undefined) {
      voice.say('The sending is not stopped.');
      return EXIT.done;
    }
    const by = whoIsThere();
    const said = { by, ...(reason === undefined ? {} : { reason }) };
    if (stopped !== undefined) {
      await log.note(SENDING_CONTINUED, said);
      voice.say(`It was stopped: ${stopped}`);
    }
    if (held !== undefined && reason === undefined) return sayHeld({ held, wasStopped: stopped !== undefined }, voice);
    if (held !== undefined) {
      await log.note(DAY_LIFTED, said);
      voice.say(`For today it was held: ${held}.`);
      voice.say(
        'It begins again slowly: ten minutes after the last refusals, one message at a time, then one more after each.',
      );
    }
    voice.fact({ type: 'notice.continued', by, ...(held !== undefined && { liftedDay: true }) });
    voice.say('It may go on now. Send with: migrate resume (a run that waits already does not see it: start it anew)');
    return EXIT.done;
  });
}

/** Such a hold is about what receivers think of us: whoever lifts it says why. */
function sayHeld(
  { held, wasStopped }: { readonly held: string; readonly wasStopped: boolean },
  voice: Voice,
): ExitCode {
  const problem: Problem = {
    code: 'notice.day-held',
    severity: 'error',
    what: `For today sending is held: ${held}.`,
    why: 'Servers that refuse many messages soon refuse all. The next day of sending begins by itself, one step lower in the ramp.',
    todo: 'Wait for it. Or, where you have mended what was refused, say so: migrate notice continue --reason "..."',
  };
  const code = sayProblems([problem], voice);
  return wasStopped ? EXIT.done : code;
}
