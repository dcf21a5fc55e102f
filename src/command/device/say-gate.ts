// What the device gate does at this moment: whom it holds and why, and who goes on by exception. For plan and show.

import type { JobLog } from '../../model/job-log.ts';
import type { Problem } from '../../model/problem.ts';
import { exceptionLines } from '../../report/device-lines.ts';
import { realClock } from '../clock.ts';
import { deviceGateNow } from '../device-gate-now.ts';
import { DEVICES_FILE } from '../device-list.ts';
import { sayHeld } from '../say-held.ts';
import { exceptionRow } from '../text/board-text.ts';
import { namesText } from '../text/evidence-text.ts';
import { tableText } from '../text/table-text.ts';
import type { Voice } from '../voice.ts';
import type { Workspace } from '../workspace.ts';
import { namingOf } from './devices-now.ts';

/** What there is to say where a workspace has no device list. */
export const NO_GATE = `There is no device list (${DEVICES_FILE}), so there is no device gate: credentials and kits go to everybody.`;

export interface GateWish {
  readonly workspace: Workspace;
  readonly log: JobLog;
  readonly voice: Voice;
  /** People who are told to people; programs get them all. */
  readonly most: number;
  /** Only this person, by key. */
  readonly person?: string;
}

export function sayGate({ workspace, log, voice, most, person: only }: GateWish): void {
  const now = realClock.now();
  const gate = deviceGateNow(workspace, log, now);
  if (gate === undefined) {
    voice.fact({ type: 'gate.none' });
    voice.say();
    voice.say(NO_GATE);
    return;
  }
  const held = workspace.people.flatMap(({ key, displayName, newAddress }) => {
    const own = only === undefined || key === only ? gate.of(key) : undefined;
    return own?.isGated === true ? [{ person: key, name: displayName, address: newAddress, gate: own }] : [];
  });
  sayHeld(held, { voice, what: 'no credentials, and no device of theirs is in a kit', most });
  if (only === undefined && gate.unlisted.length > 0) voice.problem(infectedUnlisted(gate.unlisted));
  const exceptions = exceptionLines(log.exceptions(), { ...namingOf(workspace), now }).filter(
    ({ state, person }) => state === 'in-force' && (only === undefined || person === only),
  );
  for (const exception of exceptions) voice.fact({ type: 'device.exception', ...exception });
  if (exceptions.length === 0) return;
  voice.say();
  voice.say(voice.paint('bold', 'They go on by exception from the device gate'));
  for (const line of tableText(exceptions.map(exceptionRow))) voice.say(line);
}

const MOST_NAMED = 10;

function infectedUnlisted(hosts: readonly string[]): Problem {
  return {
    code: 'device.infected-unlisted',
    severity: 'warning',
    what: `Devices that were found infected are not on the device list: ${namesText(hosts, MOST_NAMED)}`,
    why: 'Nobody is held back for them, and nothing is planned about them.',
    todo: 'Enter each with whoever uses it, also under the name that it had, or keep it off the network for good.',
  };
}
