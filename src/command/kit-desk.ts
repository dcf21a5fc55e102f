// What is written into each kit of a run, and which kits wait: whoever the device gate holds, and what has changed since the plan.

import { NotInThisRun } from '../apply/lane.ts';
import type { KitCompany, KitFile } from '../client/kit.ts';
import type { KitOrder } from '../client/kit-shelf.ts';
import { KITS } from '../client/kits.ts';
import type { StepRecord } from '../model/event.ts';
import type { Person } from '../model/person.ts';
import type { KitWrite } from '../model/step.ts';
import { inBatchOrder, KitFacts } from '../plan/kit-facts.ts';
import type { KitInputs } from '../plan/kit-facts.ts';
import type { Job } from './job.ts';
import { kitsNow } from './kits-now.ts';
import { readWorkspace } from './workspace.ts';

export interface KitDesk {
  /** Why the kit does not get written in this run; of other steps nothing. */
  readonly whyHeld: (record: StepRecord) => string | undefined;
  /** Throws NotInThisRun where it is held by now. */
  readonly orderFor: (step: KitWrite) => KitOrder;
}

export function noKit(step: KitWrite): never {
  throw new Error(`a look at ${step.id} asked for what is to be written`);
}

/** Reads the lists only where a kit is to be written. */
export async function openKitDesk(job: Job, records: Iterable<StepRecord>): Promise<KitDesk> {
  if (!hasKits(records)) return { whyHeld: () => undefined, orderFor: noKit };
  const reading = await readWorkspace(job.folder);
  if ('problems' in reading) {
    const said = reading.problems.map(({ what }) => what).join(' ');
    return heldAll(`nothing can be written: ${said}`);
  }
  const inputs = kitsNow(reading.workspace, job.log, job);
  if (inputs === undefined) return heldAll('no kits are written: migrate.yaml has no section clients');
  return new OpenDesk(inputs, inBatchOrder(reading.workspace.people, job.settings), reading.workspace.people);
}

function hasKits(records: Iterable<StepRecord>): boolean {
  for (const { step, state } of records) if (step.kind === 'kit.write' && state !== 'done') return true;
  return false;
}

function heldAll(why: string): KitDesk {
  return {
    whyHeld: ({ step }) => (step.kind === 'kit.write' ? why : undefined),
    orderFor: () => {
      throw new NotInThisRun(why);
    },
  };
}

const MOVED = 'what it is made from has changed since the plan: migrate plan';

class OpenDesk implements KitDesk {
  readonly #company: Omit<KitCompany, 'heldBack'>;
  readonly #facts: KitFacts;
  readonly #people: ReadonlyMap<string, Person>;
  /** As they are planned. */
  readonly #inBatches: readonly Person[];

  constructor(inputs: KitInputs, inBatches: readonly Person[], people: readonly Person[]) {
    this.#company = inputs.company;
    this.#facts = new KitFacts(inputs);
    this.#inBatches = inBatches;
    this.#people = new Map(people.map((person) => [person.key, person]));
  }

  readonly whyHeld = ({ step, state }: StepRecord): string | undefined => {
    if (step.kind !== 'kit.write' || state === 'started') return undefined;
    return this.#whyNot(step);
  };

  readonly orderFor = (step: KitWrite): KitOrder => {
    const why = this.#whyNot(step);
    if (why !== undefined) throw new NotInThisRun(why);
    return step.person === undefined ? this.#fleetOrder() : this.#personOrder(step.person);
  };

  #whyNot(step: KitWrite): string | undefined {
    if (step.person === undefined) return this.#facts.listedOfAll(this.#inBatches) === step.version ? undefined : MOVED;
    const person = this.#people.get(step.person);
    if (person === undefined || this.#facts.listed(person) !== step.version) return MOVED;
    return this.#facts.now(person).held;
  }

  #personOrder(key: string): KitOrder {
    const person = this.#people.get(key);
    if (person === undefined) throw new NotInThisRun(MOVED);
    const { kit, version, devices, byException } = this.#facts.now(person);
    return { version, devices, byException, files: () => filesOf((one) => one.forPerson?.(kit, this.#company)) };
  }

  #fleetOrder(): KitOrder {
    const { version, devices, byException, people, heldBack } = this.#facts.fleetNow(this.#inBatches);
    if (people.length === 0) throw new NotInThisRun('no kit of a person is written yet');
    const company = { ...this.#company, heldBack };
    return { version, devices, byException, files: () => filesOf((kit) => kit.forFleet?.(people, company)) };
  }
}

async function filesOf(
  make: (kit: (typeof KITS)[number]) => Promise<readonly KitFile[]> | undefined,
): Promise<readonly KitFile[]> {
  const files: KitFile[] = [];
  for (const kit of KITS) files.push(...((await make(kit)) ?? []));
  return files;
}
