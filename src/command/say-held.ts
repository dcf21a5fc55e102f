// Says whom the device gate holds, why, and the way out of it, device by device.

import type { PersonDevice, PersonGate } from '../client/device-gate.ts';
import type { Voice } from './voice.ts';

export interface HeldPerson {
  readonly name: string;
  readonly address: string;
  /** Key of the person. */
  readonly person: string;
  readonly gate: PersonGate;
}

/** People that are told to people; programs get them all. */
const MOST_SHOWN = 50;

/** `what`: what they do not get. */
export function sayHeld(
  held: readonly HeldPerson[],
  { voice, what }: { readonly voice: Voice; readonly what: string },
): void {
  if (held.length === 0) return;
  for (const { name, address, person, gate } of held) {
    const devices = gate.devices.map(deviceFacts);
    voice.fact({ type: 'gate.held', person, address, name, devices, todo: exceptionText(person) });
  }
  voice.say();
  voice.say(voice.paint('bold', `Held by the device gate, so ${what}: ${held.length}`));
  for (const { name, address, person, gate } of held.slice(0, MOST_SHOWN)) {
    voice.say(`  ${name} <${address}>`);
    for (const line of heldLines(gate)) voice.say(`      ${line}`);
    voice.say(`      or, where somebody answers for it: ${exceptionText(person)}`);
  }
  if (held.length > MOST_SHOWN)
    voice.say(`  and ${held.length - MOST_SHOWN} more: migrate device status --state gated`);
}

function heldLines({ devices }: PersonGate): readonly string[] {
  if (devices.length === 0) return ['No device of this person is on the device list: enter it, and check it.'];
  return devices
    .filter(({ state }) => state === 'gated')
    .map(({ standing: { device, why, todo = '' } }) => `${device.host}: ${why} To do: ${todo}`);
}

function deviceFacts({ standing: { device, verdict, why, todo }, state }: PersonDevice) {
  return { host: device.host, state, verdict: verdict.name, why, ...(todo !== undefined && { todo }) };
}

function exceptionText(person: string): string {
  return `migrate device exception ${person} --approved-by NAME --until DATE --reason TEXT`;
}
