// What the device gate lets into the kit of one person, and which devices of the kit that lies there it holds by now. Its one rule: what a
// check has once cleared stays, however old that is meanwhile; an infection takes it out, and so does the end of an exception.

import type { PersonDevice, PersonGate } from '../client/device-gate.ts';
import type { PastKit } from '../client/standing-marks.ts';

/** The kit that lies there. */
export interface KitThere extends PastKit {
  /** Keys of those of its devices that only an exception has let through. */
  readonly byException: readonly string[];
}

export interface GatedKit {
  /** Whether the device goes into the kit. */
  readonly isLetThrough: (device: string) => boolean;
  /** Keys of the devices that an exception alone lets through. */
  readonly byException: readonly string[];
  /** Why there is no kit for the person, in words; absent where there is one. */
  readonly held?: string;
  /** Devices that do not go into it. */
  readonly shut: readonly PersonDevice[];
  /** Of those, the ones that no kit that was written before may reach any more. */
  readonly withdrawn: WithdrawnDevices;
}

export interface WithdrawnDevices {
  readonly infected: readonly PersonDevice[];
  /** Those in the kit that lies there, or all where it has none of them: no check has cleared them, and no exception is in force. */
  readonly lapsed: readonly PersonDevice[];
}

/** `there` is asked only where something is gated. */
export function gateKit(gate: PersonGate | undefined, there: () => KitThere | undefined): GatedKit {
  const devices = gate?.devices ?? [];
  const gated = devices.filter(({ state }) => state === 'gated');
  const kit = gated.length === 0 ? undefined : there();
  const shut = gated.filter((one) => !isKept(one, kit));
  const closed = new Set(shut.map(keyOf));
  const infected = shut.filter(isInfected);
  // Who has no device in the list is told on paper what to do.
  const isHeld =
    gate !== undefined &&
    devices.length > 0 &&
    gate.isGated &&
    devices.every((one) => !one.standing.isAsked || closed.has(keyOf(one)));
  const inKit = shut.filter((one) => !isInfected(one) && kit?.devices.includes(keyOf(one)) === true);
  // A kit from before the device list, or for a device that was replaced, is none that the person may have now.
  const lapsed = isHeld && infected.length + inKit.length === 0 ? shut : inKit;
  return {
    isLetThrough: (device) => !closed.has(device),
    byException: devices.filter(({ state }) => state === 'skipped').map(keyOf),
    ...(isHeld && { held: heldText(shut) }),
    shut,
    withdrawn: { infected, lapsed },
  };
}

function keyOf({ standing }: PersonDevice): string {
  return standing.device.key;
}

export function hostOf({ standing }: PersonDevice): string {
  return standing.device.host;
}

function isInfected({ standing }: PersonDevice): boolean {
  return standing.infection?.isOpen === true;
}

function isKept(device: PersonDevice, kit: KitThere | undefined): boolean {
  const { wasClearedUntil } = device.standing;
  if (kit === undefined || wasClearedUntil === undefined || isInfected(device)) return false;
  const key = keyOf(device);
  if (!kit.devices.includes(key)) return false;
  return !kit.byException.includes(key) || wasClearedUntil > kit.writtenAt;
}

function heldText(shut: readonly PersonDevice[]): string {
  const [first, ...others] = shut.toSorted((one, other) => Number(isInfected(other)) - Number(isInfected(one)));
  if (first === undefined) return 'no device of this person is cleared';
  const { standing, lapsed } = first;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `the device gate holds ${standing.device.host}: ${standing.why}${lapsed === undefined ? '' : ` ${lapsed}`}${more}`;
}
