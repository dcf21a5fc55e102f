// The device gate: who may have credentials. Its one rule: somebody all of whose devices are uncleared gets none, unless an exception that is
// in force says so. What is not known blocks.

import { hostKey, peopleOf } from '../model/device.ts';
import type { Device, DeviceSystem } from '../model/device.ts';
import type { KeptEvidence } from '../model/device-evidence.ts';
import { exceptionState, isInForce } from '../model/device-exception.ts';
import type { DeviceException } from '../model/device-exception.ts';
import type { StepId } from '../model/step.ts';
import { wallText } from '../model/zone.ts';
import { newestInfection, taskIds } from './device-tasks.ts';
import type { DoneAt, Infection } from './device-tasks.ts';
import { hasFoundNothing, lastClearedUntil, orderMs, verdictOf } from './verdict.ts';
import type { Moment, Verdict } from './verdict.ts';

export interface DeviceStanding {
  readonly device: Device;
  readonly verdict: Verdict;
  readonly isCleared: boolean;
  /** Whether a check is asked for; of phones it is not. */
  readonly isAsked: boolean;
  /** Why it is cleared or not, in one or two sentences. */
  readonly why: string;
  /** The way out; absent where it is cleared. */
  readonly todo?: string;
  /** The newest one; open until its tasks are done and a check after the reinstallation has found nothing. */
  readonly infection?: Infection & { readonly isOpen: boolean };
  /** Until when its checks have cleared it last, in milliseconds since 1970, where they do not now; absent where they never have. */
  readonly wasClearedUntil?: number;
}

/**
 * - `waiting`  nothing stands in the way of setting it up
 * - `gated`    the gate holds it
 * - `skipped`  it is not cleared, and an exception that is in force lets its person go on
 */
export const DEVICE_STATES = ['gated', 'skipped', 'waiting'] as const;
export type DeviceState = (typeof DEVICE_STATES)[number];

/** One device as far as one person is concerned. */
export interface PersonDevice {
  readonly standing: DeviceStanding;
  readonly state: DeviceState;
  readonly exception?: DeviceException;
  /** Where it is gated: how the exception ended that has let it through since it was cleared last, in one sentence. */
  readonly lapsed?: string;
}

export interface PersonGate {
  readonly isGated: boolean;
  /** In the order of the list; empty where the person has none. */
  readonly devices: readonly PersonDevice[];
  /** For all devices of the person, where it is in force. */
  readonly exception?: DeviceException;
}

export interface GateInputs {
  readonly devices: readonly Device[];
  readonly evidence: Iterable<KeptEvidence>;
  readonly exceptions: readonly DeviceException[];
  readonly doneAt: DoneAt;
  readonly moment: Moment;
}

export interface DeviceGate {
  readonly standings: readonly DeviceStanding[];
  readonly of: (person: string) => PersonGate;
  /** Host names of the infected devices, not dealt with, that are on no list: nobody is held back for them. */
  readonly unlisted: readonly string[];
  /** Milliseconds since 1970: from then on it holds more than it says here, by the mere passing of time. Infinity where it never does. */
  readonly closesAt: number;
}

/** Tools that check PCs do not run there, and what spreads by mail to PCs does not either. One that is reported as infected is held all the same. */
const NOT_ASKED: ReadonlySet<DeviceSystem> = new Set(['ios', 'android', 'chromeos']);

/** Evidence by `Device.key`. */
export function byDevice(evidence: Iterable<KeptEvidence>): ReadonlyMap<string, readonly KeptEvidence[]> {
  return Map.groupBy(evidence, ({ host }) => hostKey(host));
}

export function deviceGate({ devices, evidence, exceptions, doneAt, moment }: GateInputs): DeviceGate {
  const found = byDevice(evidence);
  const standings = devices.map((device) =>
    standingOf(device, { evidence: found.get(device.key) ?? [], doneAt, moment }),
  );
  const byPerson = new Map<string, DeviceStanding[]>();
  for (const standing of standings) {
    for (const person of peopleOf(standing.device)) {
      byPerson.set(person, [...(byPerson.get(person) ?? []), standing]);
    }
  }
  const byOwner = Map.groupBy(exceptions, ({ person }) => person);
  const listed = new Set(devices.map(({ key }) => key));
  const unlisted = [...found].flatMap(([key, own]) => {
    const host = own.at(-1)?.host ?? key;
    const isOpen = (): boolean =>
      standingOf({ key, host, uses: [] }, { evidence: own, doneAt, moment }).infection?.isOpen === true;
    return !listed.has(key) && own.some(({ claim }) => claim === 'infected') && isOpen() ? [host] : [];
  });
  return {
    standings,
    unlisted,
    closesAt: closesAt(standings, { exceptions, moment }),
    of: (person) => personGate(byPerson.get(person) ?? [], byOwner.get(person) ?? [], moment),
  };
}

/** When the first check grows too old, or the first exception ends. */
function closesAt(
  standings: readonly DeviceStanding[],
  { exceptions, moment: { now, validForMs } }: Pick<GateInputs, 'exceptions' | 'moment'>,
): number {
  let first = Number.POSITIVE_INFINITY;
  for (const one of exceptions) if (isInForce(one, now)) first = Math.min(first, one.until);
  for (const { isAsked, isCleared, verdict } of standings) {
    const checkedAt = verdict.evidence?.checkedAt;
    // A check counts to the last millisecond of its time.
    if (isAsked && isCleared && checkedAt !== undefined) first = Math.min(first, checkedAt + validForMs + 1);
  }
  return first;
}

function personGate(
  standings: readonly DeviceStanding[],
  exceptions: readonly DeviceException[],
  moment: Moment,
): PersonGate {
  const [open, over] = [true, false].map((is) => exceptions.filter((one) => isInForce(one, moment.now) === is));
  const whole = open?.find(({ device }) => device === undefined);
  const devices = standings.map((standing): PersonDevice => {
    if (standing.isCleared) return { standing, state: 'waiting' };
    const exception = open?.find(({ device }) => device === standing.device.key) ?? whole;
    if (exception !== undefined) return { standing, state: 'skipped', exception };
    const lapsed = lapsedText(standing, over ?? [], moment);
    return { standing, state: 'gated', ...(lapsed !== undefined && { lapsed }) };
  });
  // A phone, of which no check is asked, says nothing for the PC beside it.
  const asked = devices.filter(({ standing }) => standing.isAsked);
  const decisive = asked.length > 0 ? asked : devices;
  const isGated = whole === undefined && decisive.every(({ state }) => state === 'gated');
  return { isGated, devices, ...(whole && { exception: whole }) };
}

/** Of those that have let the device through since its checks did, the one that ended last. */
function lapsedText(
  { device, wasClearedUntil = Number.NEGATIVE_INFINITY }: DeviceStanding,
  over: readonly DeviceException[],
  { now, timeZone }: Moment,
): string | undefined {
  const last = over
    .filter((one) => (one.device ?? device.key) === device.key && one.until > wasClearedUntil)
    .toSorted((one, other) => one.until - other.until)
    .at(-1);
  if (last === undefined) return undefined;
  const at = wallText(last.until, timeZone);
  return exceptionState(last, now) === 'taken-back'
    ? `The exception that let it through was taken back at ${at}: ${last.endedFor ?? ''}`
    : `The exception that let it through, approved by ${last.approvedBy}, is over since ${at}.`;
}

interface StandingParts {
  readonly evidence: readonly KeptEvidence[];
  readonly doneAt: DoneAt;
  readonly moment: Moment;
}

export function standingOf(device: Device, { evidence, doneAt, moment }: StandingParts): DeviceStanding {
  const verdict = verdictOf(evidence, moment);
  const infection = newestInfection(device, evidence, doneAt);
  const isExempt = device.system !== undefined && NOT_ASKED.has(device.system);
  const isAsked = !isExempt || infection !== undefined;
  const held = infection && heldByInfection(device, { infection, evidence, doneAt });
  const found = infection && { infection: { ...infection, isOpen: held !== undefined } };
  const facts = { device, verdict, isAsked, ...found };
  if (held !== undefined) return { ...facts, isCleared: false, ...held };
  // Of an infection that is dealt with only what was found after the reinstallation says anything.
  const from = infection?.reinstalledAt ?? Number.NEGATIVE_INFINITY;
  if (!isAsked) return { ...facts, isCleared: true, why: `No check is asked of a device with ${device.system ?? ''}.` };
  if (verdict.name === 'clean') return { ...facts, isCleared: true, why: verdict.reason };
  const until = lastClearedUntil(evidence, { validForMs: moment.validForMs, from });
  return {
    ...facts,
    isCleared: false,
    why: verdict.reason,
    todo: WHAT_TO_DO[verdict.name],
    ...(until !== undefined && { wasClearedUntil: until }),
  };
}

/**
 * What an infection still asks for; undefined where it is dealt with: its evidence is kept, the device was reinstalled after all that was
 * found, and a check after that has found nothing. A check from between, however clean, says nothing of the reinstalled device.
 */
function heldByInfection(
  device: Device,
  parts: { readonly infection: Infection; readonly evidence: readonly KeptEvidence[]; readonly doneAt: DoneAt },
): Required<Pick<DeviceStanding, 'why' | 'todo'>> | undefined {
  const { infection, evidence, doneAt } = parts;
  const { last, reinstalledAt } = infection;
  const { keepEvidence, reinstall } = taskIds(device, infection);
  const isKept = doneAt(keepEvidence) !== undefined;
  const open = [...(isKept ? [] : [keepEvidence]), ...(reinstalledAt === undefined ? [reinstall] : [])];
  const cleanAfter = (from: number): boolean => evidence.some((one) => hasFoundNothing(one) && orderMs(one) > from);
  if (open.length > 0) {
    const since = cleanAfter(orderMs(last)) ? ' A later check found nothing, which is no proof.' : '';
    const why = `Infected: ${last.said}${since}`;
    return { why, todo: `migrate plan, then for each when it is done: ${open.map(doneText).join(', ')}` };
  }
  if (reinstalledAt === undefined || cleanAfter(reinstalledAt)) return undefined;
  return {
    why: `Marked as reinstalled after an infection, and not found clean by a check since then: ${last.said}`,
    todo: 'Check it again and take the report in: migrate evidence import',
  };
}

function doneText(id: StepId): string {
  return `migrate done "${id}" --evidence "..."`;
}

const WHAT_TO_DO: Readonly<Record<Exclude<Verdict['name'], 'clean'>, string>> = {
  infected: 'Keep its evidence and reinstall it: migrate plan',
  unreadable: 'Check it again and take the new report in: migrate evidence import',
  'old-version': 'Check it with the newest version and take the report in: migrate evidence import',
  stale: 'Check it again and take the new report in: migrate evidence import',
  missing: 'Check it and take the report in: migrate evidence import',
};
