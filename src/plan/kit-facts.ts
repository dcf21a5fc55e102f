// What a kit is made from: the person, the devices that the gate lets through, the company. And the hash over it, by which a kit that was
// written is known to be the wanted one, without its files being made again. The plan and the step that writes ask the same functions.

import { hash } from 'node:crypto';
import type { PersonDevice, PersonGate } from '../client/device-gate.ts';
import type { Kit, KitCompany, KitDevice, KitPerson } from '../client/kit.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import type { Device } from '../model/device.ts';
import type { Person } from '../model/person.ts';
import type { Settings } from '../model/settings.ts';
import { stepId } from '../model/step.ts';
import type { StepId } from '../model/step.ts';

/** The step that writes what is for all. */
export const FLEET_KIT: StepId = stepId('kit.write', 'fleet');

export function kitStepId(person: Person): StepId {
  return stepId('kit.write', person.key);
}

/** What the evidence of a step says that was written. */
export interface WrittenKit {
  readonly version: string;
  /** Keys of the devices that are in it. */
  readonly devices: readonly string[];
}

export interface KitInputs {
  readonly company: Omit<KitCompany, 'heldBack'>;
  readonly kits: readonly Pick<Kit, 'name' | 'version'>[];
  /** Milliseconds for which a clean check counts. */
  readonly validForMs: number;
  /** Absent where there is no device list. */
  readonly devices?: readonly Device[];
  /** Absent where nobody is gated. */
  readonly gateOf?: (person: string) => PersonGate;
  /** The company's form; absent where signatures are left alone. */
  readonly signatureOf?: (person: Person) => KitPerson['signature'];
  /** Of a step that is done; undefined of every other one. */
  readonly writtenOf: (id: StepId) => WrittenKit | undefined;
}

/** What is to be written of one person now. */
export interface WantedKit extends WrittenKit {
  /** For the folder of the person: what a check is worth by the hour is left out. */
  readonly kit: KitPerson;
  /** For what is written for all: with the moment until which each device is cleared. */
  readonly row: KitPerson;
  /** Why the gate holds it, in words; absent where it does not. */
  readonly held?: string;
}

/** What is to be written for all now. */
export interface FleetKit extends WrittenKit {
  /** Those whose own kit is written, without those whom the gate holds. */
  readonly people: readonly KitPerson[];
  readonly heldBack: readonly Person[];
}

interface FleetVersion {
  add(fact: string): void;
  digest(): string;
}

export class KitFacts {
  readonly #inputs: KitInputs;
  readonly #base: string;
  readonly #uses: ReadonlyMap<string, readonly { readonly key: string; readonly device: KitDevice }[]>;

  constructor(inputs: KitInputs) {
    this.#inputs = inputs;
    const versions = inputs.kits.map(({ name, version }) => [name, version]);
    this.#base = hash('sha256', canonicalJson({ company: tellable(inputs.company), versions }));
    this.#uses = usesByPerson(inputs.devices ?? []);
  }

  /** Over everything that the kit of this person may be made from: what the gate lets through changes by the hour and is left aside. */
  listed(person: Person): string {
    const devices = this.#usesOf(person).map(({ device }) => device);
    return this.#version(this.#kitOf(person, devices));
  }

  now(person: Person): WantedKit {
    const written = this.#inputs.writtenOf(kitStepId(person));
    const gate = this.#inputs.gateOf?.(person.key);
    const kept = new Set(written?.devices);
    const shut = (gate?.devices ?? []).filter((one) => one.state === 'gated' && !isKept(one, kept));
    const closed = new Set(shut.map(({ standing }) => standing.device.key));
    const uses = this.#usesOf(person).filter(({ key }) => !closed.has(key));
    const kit = this.#kitOf(
      person,
      uses.map(({ device }) => device),
    );
    const until = new Map(gate?.devices.map((one) => [one.standing.device.key, this.#clearedUntil(one)]));
    const row = {
      ...kit,
      devices: uses.map(({ key, device }) => {
        const clearedUntil = until.get(key);
        return clearedUntil === undefined ? device : { ...device, clearedUntil };
      }),
    };
    const devices = [...new Set(uses.map(({ key }) => key))];
    const wanted = { kit, row, version: this.#version(kit), devices };
    // Who has no device in the list is told on paper what to do.
    const hasDevices = gate !== undefined && gate.devices.length > 0;
    const isHeld =
      hasDevices && gate.isGated && gate.devices.every((one) => !one.standing.isAsked || shut.includes(one));
    return isHeld ? { ...wanted, held: heldText(shut) } : wanted;
  }

  /** The version of what is written for all, from everybody who is in it or held back, in the order of the batches. */
  fleet(): FleetVersion {
    let chain = this.#base;
    return {
      add: (fact) => {
        chain = hash('sha256', `${chain} ${fact}`);
      },
      digest: () => chain,
    };
  }

  /** What the version of the fleet hears of one person; undefined where it holds nothing of this one yet. */
  fleetFact(person: Person, { row, held }: WantedKit): string | undefined {
    if (held !== undefined) return `held ${person.key}`;
    return this.writtenOf(kitStepId(person)) === undefined ? undefined : this.#version(row);
  }

  /** What is written for all, of everybody in the order of the batches; the people in it come back in the order of the list. */
  fleetNow(inBatches: readonly Person[]): FleetKit {
    const version = this.fleet();
    const rows: KitPerson[] = [];
    const held: Person[] = [];
    const devices = new Set<string>();
    for (const person of inBatches) {
      const wanted = this.now(person);
      const fact = this.fleetFact(person, wanted);
      if (fact !== undefined) version.add(fact);
      if (wanted.held !== undefined) held.push(person);
      else if (fact !== undefined) {
        rows.push(wanted.row);
        for (const key of wanted.devices) devices.add(key);
      }
    }
    return {
      version: version.digest(),
      devices: [...devices],
      people: rows.toSorted((one, other) => one.person.line - other.person.line),
      heldBack: held.toSorted((one, other) => one.line - other.line),
    };
  }

  /** What the fleet may be made from at most, whatever the gate lets through. */
  listedOfAll(inBatches: readonly Person[]): string {
    const listed = this.fleet();
    for (const person of inBatches) listed.add(this.listed(person));
    return listed.digest();
  }

  writtenOf(id: StepId): WrittenKit | undefined {
    return this.#inputs.writtenOf(id);
  }

  /** A device of which nobody asks a check is cleared for good. What is kept though its check has grown old says when that was. */
  #clearedUntil({ standing, state, exception }: PersonDevice): number | undefined {
    if (!standing.isAsked) return undefined;
    if (state === 'skipped') return exception?.until;
    return (standing.verdict.evidence?.checkedAt ?? 0) + this.#inputs.validForMs;
  }

  #usesOf({ key }: Person): readonly { readonly key: string; readonly device: KitDevice }[] {
    return this.#uses.get(key) ?? [];
  }

  #kitOf(person: Person, devices: readonly KitDevice[]): KitPerson {
    const signature = this.#inputs.signatureOf?.(person);
    return { person, devices, ...(signature && { signature }) };
  }

  /** Where somebody stands in the list says nothing about the kit. */
  #version({ person: { line, ...person }, devices, signature }: KitPerson): string {
    return hash('sha256', `${this.#base} ${canonicalJson({ person, devices, signature })}`);
  }
}

/** What can be written down of the company: of secrets only that they are others. */
function tellable({ publishSecret, signProfile, ...company }: KitInputs['company']): object {
  const secret = publishSecret === undefined ? '' : hash('sha256', publishSecret);
  return { ...company, secret, isSigned: signProfile !== undefined };
}

/** A check that has grown old takes nothing back that was handed out for it; an infection does. */
function isKept({ standing }: PersonDevice, kept: ReadonlySet<string>): boolean {
  return kept.has(standing.device.key) && standing.infection?.isOpen !== true;
}

function heldText(shut: readonly PersonDevice[]): string {
  const [first, ...others] = shut.toSorted((one, other) => rank(one) - rank(other));
  if (first === undefined) return 'no device of this person is cleared';
  const { device, why } = first.standing;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `the device gate holds ${device.host}: ${why}${more}`;
}

function rank({ standing }: PersonDevice): number {
  return standing.infection?.isOpen === true ? 0 : 1;
}

function usesByPerson(
  devices: readonly Device[],
): ReadonlyMap<string, readonly { readonly key: string; readonly device: KitDevice }[]> {
  const uses = new Map<string, { readonly key: string; readonly device: KitDevice }[]>();
  for (const { key, host, system, uses: ofDevice } of devices) {
    for (const { person, client, protocol, logon } of ofDevice) {
      const device = {
        host,
        ...(system && { system }),
        ...(client && { client }),
        ...(protocol && { protocol }),
        ...(logon !== undefined && { logon }),
      };
      const own = uses.get(person);
      if (own === undefined) uses.set(person, [{ key, device }]);
      else own.push({ key, device });
    }
  }
  return uses;
}

/** As they are planned: batch after batch, each in the order of the list. */
export function inBatchOrder(people: readonly Person[], { batches }: Pick<Settings, 'batches'>): readonly Person[] {
  return batches.flatMap(({ name }) => people.filter(({ batch }) => batch === name));
}
