// The board: where each person stands at each of their devices, from the gate, the kits that are written, and the marks. Pure.

import type { Device } from '../model/device.ts';
import type { DeviceException } from '../model/device-exception.ts';
import type { DeviceMark, ReportedStatus, TakenBack } from '../model/device-mark.ts';
import type { DeviceGate, DeviceStanding, PersonDevice } from './device-gate.ts';
import { inHand, momentOf, newestOf, standingMarks } from './standing-marks.ts';
import type { PastKit, StateMark } from './standing-marks.ts';
import { orderMs } from './verdict.ts';

/**
 * Of what is true of a device, the first one that stands here:
 *
 * - an infection that is not dealt with, and no exception:          gated
 * - what was recorded since it was reinstalled, the newest counts:   done, failed, waiting, handed-over
 * - not cleared, and no exception:                                  gated
 * - it is in the kit of the person, which is written:               kit-ready
 * - not cleared, and an exception lets the person go on:            skipped
 * - nothing of all this:                                            waiting
 *
 * What was recorded before is void: a reinstallation leaves nothing of it. A check that has only grown old takes nothing back.
 */
export const BOARD_STATES = ['failed', 'gated', 'waiting', 'skipped', 'kit-ready', 'handed-over', 'done'] as const;
export type BoardState = (typeof BOARD_STATES)[number];

export interface BoardLine {
  /** Key of the person. */
  readonly person: string;
  /** The device, and what its checks are worth. */
  readonly standing: DeviceStanding;
  readonly state: BoardState;
  /** Why it is in that state, in one or two sentences. */
  readonly why: string;
  /** What to do about it; absent where nothing is to be done. */
  readonly todo?: string;
  /** Since when, in milliseconds since 1970, where something was recorded. */
  readonly since?: number;
  /** In force for this person at this device, whatever the state. */
  readonly exception?: DeviceException;
  /** The mark that makes the state, or says that a kit is in hand which the gate holds: what `device undo` takes back. */
  readonly mark?: StateMark;
  /** The last thing that was recorded of it, where that took something back. */
  readonly lastUndo?: TakenBack;
}

export interface BoardInputs {
  readonly devices: readonly Device[];
  readonly gate: DeviceGate;
  readonly marks: Iterable<DeviceMark>;
  /** Keys of the devices that are in the kit of the person; empty where none is written. */
  readonly kitOf: (person: string) => readonly string[];
  /** All kits that were ever written for the person, the oldest first. */
  readonly pastKits: (person: string) => readonly PastKit[];
}

/** One line for each person at each device, in the order of the list. */
export function deviceBoard({ devices, gate, marks, kitOf, pastKits }: BoardInputs): readonly BoardLine[] {
  const all = [...marks];
  const marksOf = standingMarks(all);
  const lastOf = new Map(all.map((mark) => [`${mark.person}/${mark.device}`, mark]));
  const people = new Map<string, ReadonlyMap<string, PersonDevice>>();
  const ofPerson = (person: string): ReadonlyMap<string, PersonDevice> => {
    let known = people.get(person);
    if (known === undefined) {
      known = new Map(gate.of(person).devices.map((one) => [one.standing.device.key, one]));
      people.set(person, known);
    }
    return known;
  };
  const hosts = new Map(devices.map(({ key, host }) => [key, host]));
  return devices.flatMap((device) =>
    [...new Set(device.uses.map(({ person }) => person))].flatMap((person) => {
      const own = ofPerson(person).get(device.key);
      if (own === undefined) return [];
      const { standing, exception } = own;
      const marked = marksOf.get(person) ?? [];
      const line = lineOf(own, {
        marks: marked.filter((mark) => mark.device === device.key),
        hasKit: kitOf(person).includes(device.key),
      });
      const given = marked.length === 0 ? undefined : inHand(marked, pastKits(person)).get(device.key);
      const told =
        given !== undefined && isHeldNow(own, given)
          ? withKitInHand(line, {
              given,
              device: device.key,
              of: `"${hosts.get(given.device) ?? given.device}" --person ${person}`,
            })
          : line;
      const last = lastOf.get(`${person}/${device.key}`);
      const undo = last?.what === 'taken-back' && { lastUndo: last };
      return [{ person, standing, ...(exception && { exception }), ...told, ...undo }];
    }),
  );
}

type State = Pick<BoardLine, 'state' | 'why' | 'todo' | 'since' | 'mark'>;

function lineOf(
  own: PersonDevice,
  { marks, hasKit }: { readonly marks: readonly StateMark[]; readonly hasKit: boolean },
): State {
  const { standing, state, exception } = own;
  const { infection } = standing;
  if (state === 'gated' && infection?.isOpen === true) return gatedLine(own);
  const after =
    infection === undefined ? Number.NEGATIVE_INFINITY : (infection.reinstalledAt ?? orderMs(infection.last));
  const mark = newestOf(marks.filter((one) => momentOf(one) > after));
  if (mark !== undefined) {
    const line = stateOf(mark);
    return isHeldNow(own, mark)
      ? { ...line, ...gatedText(own, `${sentence(line.why)} The gate holds it again.`) }
      : line;
  }
  if (state === 'gated') return gatedLine(own);
  if (hasKit)
    return {
      state: 'kit-ready',
      why: 'The kit of the person is written.',
      todo: 'Hand it over: migrate device handed-over',
    };
  if (exception !== undefined) return { state: 'skipped', why: standing.why };
  return { state: 'waiting', why: standing.why };
}

function gatedLine(own: PersonDevice): State {
  return { state: 'gated', ...gatedText(own) };
}

function gatedText({ standing, lapsed }: PersonDevice, before?: string): Pick<State, 'why' | 'todo'> {
  const why = lapsed === undefined ? standing.why : `${sentence(standing.why)} ${lapsed}`;
  return {
    why: before === undefined ? why : `${before} ${why}`,
    ...(standing.todo !== undefined && { todo: standing.todo }),
  };
}

/** What a report says ends as it likes. */
function sentence(text: string): string {
  return /[.。!?)）]$/u.test(text) ? text : `${text}.`;
}

/** Whether the gate holds what was given then: after an infection all of it, else what only an exception has let through. */
export function isHeldNow({ standing, state, lapsed }: PersonDevice, mark: StateMark): boolean {
  if (state !== 'gated') return false;
  if (standing.infection?.isOpen === true) return true;
  return lapsed !== undefined && momentOf(mark) > (standing.wasClearedUntil ?? Number.NEGATIVE_INFINITY);
}

interface Given {
  readonly given: StateMark;
  /** Key of the device that the line is about. */
  readonly device: string;
  /** How `device undo` is told which mark is meant. */
  readonly of: string;
}

function withKitInHand(line: State, { given, device, of }: Given): State {
  const back = `Ask for the kit back that is in hand, then: migrate device undo ${of} --reason "..."`;
  return {
    ...line,
    why: line.state === 'gated' ? `${sentence(line.why)} A kit for it is in hand already.` : line.why,
    todo: line.todo === undefined ? back : `${back}; and ${line.todo}`,
    ...(given.device === device && { mark: given }),
  };
}

function stateOf(mark: StateMark): State {
  const since = momentOf(mark);
  switch (mark.what) {
    case 'handed-over': {
      const said = mark.evidence === undefined ? '' : `: ${mark.evidence}`;
      return { state: 'handed-over', why: `Handed over by ${mark.by}${said}.`, since, mark };
    }
    case 'done':
      return { state: 'done', why: `Done, says ${mark.by}: ${mark.evidence}`, since, mark };
    case 'reported': {
      const [state, words, todo] = REPORTED[mark.status];
      const why = mark.detail === '' ? words : `${words} (${mark.detail})`;
      return { state, why, ...(todo !== undefined && { todo }), since, mark };
    }
  }
}

const REPORTED: Readonly<Record<ReportedStatus, readonly [BoardState, words: string, todo?: string]>> = {
  applied: ['done', 'Done, reports the device.'],
  'rolled-back': [
    'waiting',
    'The device reports that it was put back to the old profile.',
    'Find out why, then run the kit again.',
  ],
  'not-applied': [
    'waiting',
    'The device reports that there was nothing to put back.',
    'Run the kit, if it is to be set up.',
  ],
  'waiting-outlook-open': [
    'waiting',
    'The device reports that Outlook is still open.',
    'It tries again at the next sign-in. Ask the person to close Outlook.',
  ],
  'waiting-other-run': ['waiting', 'The device reports that another run was under way.', 'It tries again by itself.'],
  'waiting-person': [
    'waiting',
    'The device reports that the person has to set it up.',
    'Ask the person to do what the hand-out says, then: migrate device done',
  ],
  'gate-infected': [
    'failed',
    'The device reports that its check has found something: it has changed nothing.',
    'Take it off the network, and take the report of its check in: migrate evidence import',
  ],
  'gate-no-report': [
    'failed',
    'The device reports that no check of it is there: it has changed nothing.',
    'Check it, then run the kit again.',
  ],
  'gate-expired': [
    'failed',
    'The device reports that what cleared it counts no longer: it has changed nothing.',
    'Check it, take the report in, and write the kits again: migrate evidence import, migrate plan',
  ],
  'gate-table': [
    'failed',
    'The device reports that the table of the kit is not the one that was signed off: it has changed nothing.',
    'Put the files of out/clients/fleet/windows on the share again, all together.',
  ],
  error: ['failed', 'The device reports that it failed.', 'Look at the device, then run the kit again.'],
  'not-listed': [
    'failed',
    'The device reports that its user is not in the table of the kit.',
    'Write the kits again and hand them over: migrate plan',
  ],
  'no-outlook': [
    'failed',
    'The device reports that it has no Outlook.',
    'Write its mail program into the device list.',
  ],
};
