// A campaign to mail servers that we did not write, killed again and again: each partner gets one letter or is shown as in doubt.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { realClock } from '../../../src/command/clock.ts';
import { openJobLog } from '../../../src/store/job-log.ts';
import { unless } from '../../installed.ts';
import { seededRandom } from '../../crash/random.ts';
import { makeFolder } from '../../store/scene.ts';
import { letterTo } from '../letters.ts';
import { planCampaign } from './campaign.ts';
import { openPostfix, openSink, whyNoPostfix, whyNoSink } from './real-servers.ts';
import type { MailServer } from './real-servers.ts';

const PARTNERS = 300;
const KILLS = 6;
const TIMEOUT_MS = 120_000;

/** Sends until it ends or is killed: at a named place, or some milliseconds after it has begun. */
async function send(
  file: string,
  port: number,
  end: { readonly at?: string; readonly afterMs?: number },
): Promise<void> {
  const program = path.join(import.meta.dirname, 'send-campaign.ts');
  const child = spawn(process.execPath, [program, file, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(end.at === undefined ? {} : { MIGRATE_FAILPOINT: end.at }) },
  });
  const exit = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exit]);
  if (end.afterMs !== undefined) {
    await sleep(end.afterMs);
    child.kill('SIGKILL');
  }
  await exit;
  if (end.at === undefined && end.afterMs === undefined) expect(child.exitCode).toBe(0);
}

/** By the id that stands in the message: how often it has arrived. */
function counted(messages: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const message of messages) {
    const id = /^X-Migrate-Notice: (\S+)/m.exec(message)?.[1] ?? 'none of ours';
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

const SERVERS: readonly [name: string, open: (folder: string) => Promise<MailServer>, why: string | undefined][] = [
  ['smtp-sink', openSink, whyNoSink()],
  ['Postfix', openPostfix, whyNoPostfix()],
];

describe.each(SERVERS)('a campaign to %s', (_name, open, why) => {
  (why === undefined ? it : it.skip)(
    `that is killed again and again gives nobody two, and shows every doubt${unless(why)}`,
    async () => {
      const random = seededRandom(11);
      const folder = makeFolder();
      const file = folder.path('job.db');
      const letters = Array.from({ length: PARTNERS }, (_, at) => letterTo(`partner${at}`));
      const log = openJobLog(file, { clock: realClock, mode: 'create' });
      planCampaign(log, letters);
      log.close();
      const server = await open(folder.path('.'));
      try {
        for (let kill = 0; kill < KILLS; kill += 1) {
          const at = `${kill % 4 === 0 ? 'after-call' : 'after-started'}:${1 + Math.floor(random() * 20)}`;
          await send(file, server.port, kill % 2 === 0 ? { at } : { afterMs: Math.floor(random() * 60) });
        }
        await send(file, server.port, {});
        const arrived = counted(await server.arrived());
        const states = stateOfEach(file);
        expect([...arrived].filter(([id, count]) => count > 1 || !states.has(id))).toEqual([]);
        expect([...states].filter(([id, state]) => state === 'done' && !arrived.has(id))).toEqual([]);
        // Nobody can look into the server, so what was cut off is asked about; all others have got theirs.
        const open = [...states.values()].filter((state) => state !== 'done');
        expect(new Set(open)).toEqual(new Set(['in-doubt']));
        expect(states.size).toBe(PARTNERS);
        expect(open.length).toBeLessThanOrEqual(KILLS * 4);
      } finally {
        await server.close();
        folder.remove();
      }
    },
    TIMEOUT_MS,
  );
});

function stateOfEach(file: string): ReadonlyMap<string, string> {
  const log = openJobLog(file, { clock: realClock, mode: 'read' });
  try {
    return new Map(
      [...log.steps()].flatMap(({ step, state }) => (step.kind === 'notice.send' ? [[step.noticeId, state]] : [])),
    );
  } finally {
    log.close();
  }
}
