// What a kit is made from: the person, the devices that the gate lets through, the company. And the hash over it, by which a kit that was
// written is known to be the wanted one, without its files being made again. The plan and the step that writes ask the same functions.

import { hash } from 'node:crypto';
import { isHeldNow } from '../client/device-board.ts';
import type { PersonDevice, PersonGate } from '../client/device-gate.ts';
import { kitFolderOf } from '../client/kit-folder.ts';
import type { Kit, KitCompany, KitPerson } from '../client/kit.ts';
import type { StateMark } from '../client/standing-marks.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import type { Device } from '../model/device.ts';
import type { Person } from '../model/person.ts';
import type { Settings } from '../model/settings.ts';
import { stepId } from '../model/step.ts';
import type { KitWithdraw, StepId } from '../model/step.ts';
import { gateKit, hostOf } from './kit-gate.ts';
import type { KitThere, WithdrawnDevices } from './kit-gate.ts';
import { usesByPerson } from './device-uses.ts';
import type { DeviceUse } from './device-uses.ts';

/** The step that writes what is for all. */
export const FLEET_KIT: StepId = stepId('kit.write', 'fleet');

export function kitStepId(person: Person): StepId {
  return stepId('kit.write', person.key);
}

/** What the evidence of a step says that was written. */
export interface WrittenKit extends Pick<KitThere, 'devices' | 'byException'> {
  readonly version: string;
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
  /** Until when what the gate says holds, in milliseconds since 1970; absent where it holds for ever. */
  readonly gateClosesAt?: number;
  /** The company's form; absent where signatures are left alone. */
  readonly signatureOf?: (person: Person) => KitPerson['signature'];
  /** Of a step that is done; undefined of every other one. */
  readonly writtenOf: (id: StepId) => WrittenKit | undefined;
  /** The kit that lies there, whether it is to be written anew or not. */
  readonly kitThere: (id: StepId) => KitThere | undefined;
  /** Whether anything lies in this folder below `out/clients`. */
  readonly isThere: (folder: string) => boolean;
  /** By key of a device: the mark that says that the person was given a kit for it, or has used one. */
  readonly inHand: (person: Person) => ReadonlyMap<string, StateMark>;
}

/** What is to be written of one person now. */
export interface WantedKit extends WrittenKit {
  /** For the folder of the person: what a check is worth by the hour is left out. */
  readonly kit: KitPerson;
  /** For what is written for all: with the moment until which each device is cleared. */
  readonly row: KitPerson;
  /** Why the gate holds it, in words; absent where it does not. */
  readonly held?: string;
  /** Devices that the gate keeps out of it. */
  readonly shut: readonly PersonDevice[];
  readonly withdrawn: WithdrawnDevices;
}

/** What is to be written for all now. */
export interface FleetKit extends WrittenKit {
  /** Those whose own kit is written, without those whom the gate holds. */
  readonly people: readonly KitPerson[];
  readonly heldBack: readonly Person[];
}

interface MadeFrom {
  readonly kit: KitPerson;
  readonly version: string;
}

const MOST_RECENT = 32;

interface FleetVersion {
  add(fact: string): void;
  digest(): string;
}

export class KitFacts {
  readonly #inputs: KitInputs;
  readonly #base: string;
  readonly #uses: ReadonlyMap<string, readonly DeviceUse[]>;
  /** Each kit is asked for several times in a row, those of a few people at once. */
  readonly #recent = new Map<string, MadeFrom>();

  constructor(inputs: KitInputs) {
    this.#inputs = inputs;
    const versions = inputs.kits.map(({ name, version }) => [name, version]);
    this.#base = hash('sha256', canonicalJson({ company: tellable(inputs.company), versions }));
    this.#uses = usesByPerson(inputs.devices ?? []);
  }

  /** Over everything that the kit of this person may be made from: what the gate lets through changes by the hour and is left aside. */
  listed(person: Person): string {
    return this.#kitOf(person, this.#usesOf(person)).version;
  }

  now(person: Person): WantedKit {
    const gate = this.#inputs.gateOf?.(person.key);
    const { isLetThrough, byException, held, shut, withdrawn } = gateKit(gate, () =>
      this.#inputs.kitThere(kitStepId(person)),
    );
    const uses = this.#usesOf(person).filter(({ key }) => isLetThrough(key));
    const { kit, version } = this.#kitOf(person, uses);
    const until = new Map(gate?.devices.map((one) => [one.standing.device.key, this.#clearedUntil(one)]));
    const row = {
      ...kit,
      devices: uses.map(({ key, device }) => {
        const clearedUntil = until.get(key);
        return clearedUntil === undefined ? device : { ...device, clearedUntil };
      }),
    };
    const devices = [...new Set(uses.map(({ key }) => key))];
    return { kit, row, version, devices, byException, shut, withdrawn, ...(held !== undefined && { held }) };
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
      byException: [],
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

  /** What is to be taken back of somebody whom the gate holds; undefined where nothing lies there, or nothing of it is held. */
  toWithdraw(
    person: Person,
    wanted: WantedKit,
  ): Pick<KitWithdraw, 'folder' | 'infected' | 'lapsed' | 'isInHand'> | undefined {
    const { held, withdrawn } = wanted;
    const folder = kitFolderOf(person.key);
    const [infected, lapsed] = [withdrawn.infected.map(hostOf), withdrawn.lapsed.map(hostOf)];
    if (held === undefined || infected.length + lapsed.length === 0 || !this.#inputs.isThere(folder)) return undefined;
    const given = this.#inputs.inHand(person);
    const isInHand = [...withdrawn.infected, ...withdrawn.lapsed].some((one) => given.has(one.standing.device.key));
    return {
      folder,
      ...(infected.length > 0 && { infected }),
      ...(lapsed.length > 0 && { lapsed }),
      ...(isInHand && { isInHand }),
    };
  }

  /** Host names of the devices that the gate holds by now, and for which the person has a kit in hand. */
  inHand(person: Person, { shut }: WantedKit): readonly string[] {
    if (shut.length === 0) return [];
    const given = this.#inputs.inHand(person);
    return shut.flatMap((one) => {
      const mark = given.get(one.standing.device.key);
      return mark !== undefined && isHeldNow(one, mark) ? [hostOf(one)] : [];
    });
  }

  /** A device of which nobody asks a check is cleared for good. What is kept though its check has grown old says when that was. */
  #clearedUntil({ standing, state, exception }: PersonDevice): number | undefined {
    if (!standing.isAsked) return undefined;
    if (state === 'skipped') return exception?.until;
    return (standing.verdict.evidence?.checkedAt ?? 0) + this.#inputs.validForMs;
  }

  #usesOf({ key }: Person): readonly DeviceUse[] {
    return this.#uses.get(key) ?? [];
  }

  #kitOf(person: Person, uses: readonly DeviceUse[]): MadeFrom {
    const asked = [person.key, ...uses.map(({ key }) => key)].join('\n');
    const known = this.#recent.get(asked);
    if (known !== undefined) return known;
    const signature = this.#inputs.signatureOf?.(person);
    const kit = { person, devices: uses.map(({ device }) => device), ...(signature && { signature }) };
    const made = { kit, version: this.#version(kit) };
    const [oldest] = this.#recent.keys();
    if (oldest !== undefined && this.#recent.size >= MOST_RECENT) this.#recent.delete(oldest);
    this.#recent.set(asked, made);
    return made;
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

/** As they are planned: batch after batch, each in the order of the list. */
export function inBatchOrder(people: readonly Person[], { batches }: Pick<Settings, 'batches'>): readonly Person[] {
  return batches.flatMap(({ name }) => people.filter(({ batch }) => batch === name));
}
