// What the demo shows of mail programs: an infected PC that holds its owner back, an exception, the kits of everybody else, and PCs that
// say what they have come to.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { realClock } from '../clock.ts';
import { kitShelfOf } from '../kit-place.ts';
import type { Voice } from '../voice.ts';
import { placesOf } from '../workspace.ts';
import { AWAY, INFECTED_PC, ITS_OWNER, writeChecks, writeLaterCheck, writeResults } from './example-devices.ts';
import type { Play } from './play.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Before anybody is moved. */
export async function checkDevices(play: Play): Promise<void> {
  play.act('Every PC was checked with EmoCheck. One is infected: its owner gets neither a password nor a kit');
  await play.run('evidence', 'import', writeChecks(play.folder, realClock.now()));
  play.act('A PC at a customer’s cannot be checked. The president lets its owner go on, until a day and for a reason');
  const until = new Date(realClock.now() + 7 * DAY_MS).toISOString().slice(0, 10);
  const terms = ['--approved-by', 'President Aozora', '--until', until, '--reason', 'works at a customer, comes in next week'];
  await play.run('device', 'exception', AWAY, ...terms);
}

/** After the kits are written. */
export async function followDevices(play: Play): Promise<void> {
  play.act('Kits and hand-outs lie in out/clients. PCs have run theirs, and what they say comes in');
  const jobId = play.look((log) => log.jobId);
  await play.run('device', 'results', 'import', writeResults(play.folder, { jobId, now: realClock.now() }));
  play.act('Whom does the gate still hold?');
  await play.run('device', 'status', '--state', 'gated');
  play.act('Its evidence is kept, the PC is reinstalled and checked again: the last kit');
  for (const task of play.tasksAbout(INFECTED_PC)) await play.run('done', task, '--evidence', 'the demo says so');
  await play.run('evidence', 'import', writeLaterCheck(play.folder, realClock.now()));
  await play.run('plan');
  await play.run('apply', '--only', ITS_OWNER, '--yes');
}

/** True where everybody's kit lies there whole, and that for all. */
export async function sayKits(play: Play, voice: Voice): Promise<boolean> {
  const shelf = kitShelfOf(play.folder);
  const people = readdirSync(join(placesOf(play.folder).out, 'clients', 'people'));
  const folders = [...people.map((name) => `people/${name}`), 'fleet'];
  const whole = await Promise.all(folders.map((folder) => shelf.whole(folder)));
  const half = whole.filter((manifest) => manifest === undefined).length;
  const files = whole.reduce((sum, manifest) => sum + (manifest?.files.length ?? 0), 0);
  const written = play.look((log) => [...log.steps({ states: ['done'] })].filter(({ step }) => step.kind === 'kit.write'));
  const reports = play.look((log) => [...log.deviceMarks()].filter(({ what }) => what === 'reported').length);
  voice.say(`Kits: ${people.length} of people and one for all, ${files} files; ${half} of them half written. ${reports} PCs have reported.`);
  return half === 0 && written.length === folders.length && reports > 0;
}
