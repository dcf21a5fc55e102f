// Says whom the device gate holds, why, and the way out of it, device by device.

import type { PersonDevice, PersonGate } from '../client/device-gate.ts';
import { peopleText } from './text/plan-text.ts';
import type { Voice } from './voice.ts';

export interface HeldPerson {
  readonly name: string;
  readonly address: string;
  /** Key of the person. */
  readonly person: string;
  readonly gate: PersonGate;
}

/** `what`: what they do not get. `most`: how many are told to people; programs get them all. */
export function sayHeld(
  held: readonly HeldPerson[],
  { voice, what, most }: { readonly voice: Voice; readonly what: string; readonly most: number },
): void {
  if (held.length === 0) return;
  for (const { name, address, person, gate } of held) {
    const devices = gate.devices.map(deviceFacts);
    voice.fact({ type: 'gate.held', person, address, name, devices, todo: exceptionText(person) });
  }
  voice.say();
  voice.say(
    voice.paint(
      'bold',
      `Held by the device gate: ${peopleText(held.length)} ${held.length === 1 ? 'gets' : 'get'} ${what}`,
    ),
  );
  for (const { name, address, gate } of held.slice(0, most)) {
    voice.say(`  ${name} <${address}>`);
    for (const line of heldLines(gate)) voice.say(`      ${line}`);
  }
  if (held.length > most) voice.say(`  and ${held.length - most} more: migrate device status --state gated`);
  voice.say(`  Where somebody answers for it: ${exceptionText('PERSON')}`);
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
