// Moves the steps of a job log on and on until it is killed. Says on stdout what was acknowledged, and only then.
// Arguments: the file; and, to be killed at a failpoint, its name and how often it is passed before.

import { writeSync } from 'node:fs';
import type { StepState } from '../../src/model/event.ts';
import { openJobLog } from '../../src/store/job-log.ts';

const [file = '', failpoint = '', times = '1'] = process.argv.slice(2);

let left = Number(times);
const log = openJobLog(file, {
  clock: { now: Date.now },
  mode: 'write',
  failpoint: (name) => {
    if (name !== failpoint) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  },
});

/** Takes every fourth step, so that four of these share their turns of the event loop and their commits. Never ends. */
async function work(worker: number): Promise<void> {
  const mine = [...log.steps()].filter((_, place) => place % 4 === worker);
  for (let round = 1; ; round += 1) {
    for (const { step, attempt } of mine) {
      await move(step.id, 'started', attempt + round);
      await move(step.id, 'waiting', attempt + round);
    }
  }
}

async function move(id: string, to: StepState, attempt: number): Promise<void> {
  writeSync(1, `asked ${id} ${to} ${attempt}\n`);
  await log.record({ id, to, attempt });
  writeSync(1, `kept ${id} ${to} ${attempt}\n`);
}

await Promise.all([0, 1, 2, 3].map((worker) => work(worker)));
