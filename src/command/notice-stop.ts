// migrate notice stop and migrate notice continue: words in the log that an apply under way obeys within seconds, and every later one.

import { SENDING_STOPPED } from '../apply/send-lane.ts';
import type { JobLog } from '../model/job-log.ts';
import { openJobLog } from '../store/job-log.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { SENDING_CONTINUED, whySendingStopped } from './sending-lane.ts';
import { whoIsThere } from './who.ts';
import { placesOf } from './workspace.ts';

/** Takes no lock: it must work while messages go out. */
export function stopSending(context: CommandContext, { reason }: { readonly reason: string }): Promise<ExitCode> {
  return onLog(context, async (log) => {
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

export function continueSending(context: CommandContext, { reason }: { readonly reason?: string }): Promise<ExitCode> {
  return onLog(context, async (log) => {
    const { voice } = context;
    const stopped = whySendingStopped(log);
    if (stopped === undefined) {
      voice.say('The sending is not stopped.');
      return EXIT.done;
    }
    const by = whoIsThere();
    await log.note(SENDING_CONTINUED, { by, ...(reason === undefined ? {} : { reason }) });
    voice.fact({ type: 'notice.continued', by });
    voice.say(`It was stopped: ${stopped}`);
    voice.say('It may go on now. Send with: migrate resume');
    return EXIT.done;
  });
}

async function onLog({ folder }: CommandContext, work: (log: JobLog) => Promise<ExitCode>): Promise<ExitCode> {
  const log = openJobLog(placesOf(folder).log, { clock: realClock, mode: 'write' });
  try {
    return await work(log);
  } finally {
    log.close();
  }
}
