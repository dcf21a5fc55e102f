// What is written into each kit of a run, and which kits wait: whoever the device gate holds, and what has changed since the plan.

import { NotInThisRun } from '../apply/lane.ts';
import type { KitCompany, KitFile } from '../client/kit.ts';
import type { KitOrder } from '../client/kit-shelf.ts';
import { KITS } from '../client/kits.ts';
import type { Clock } from '../model/clock.ts';
import type { StepRecord } from '../model/event.ts';
import type { Person } from '../model/person.ts';
import type { Settings } from '../model/settings.ts';
import type { KitWrite, StepId } from '../model/step.ts';
import { inBatchOrder, KitFacts } from '../plan/kit-facts.ts';
import type { KitInputs } from '../plan/kit-facts.ts';
import { realClock } from './clock.ts';
import type { Job } from './job.ts';
import { kitsNow } from './kits-now.ts';
import { readWorkspace } from './workspace.ts';

type DeskJob = Pick<Job, 'folder' | 'log' | 'settings' | 'signProfile'>;

export interface KitDesk {
  /** Why the kit does not get written in this run; of other steps nothing. */
  readonly whyHeld: (record: StepRecord) => string | undefined;
  /** Throws NotInThisRun where it is held by now. */
  readonly orderFor: (step: KitWrite) => KitOrder;
  /** What it gave last. */
  readonly ordered: (step: KitWrite) => KitOrder;
}

function noKit(step: KitWrite): never {
  throw new Error(`a look at ${step.id} asked for what is to be written`);
}

/** For whoever only looks. */
export const NO_KITS: KitDesk = { whyHeld: () => undefined, orderFor: noKit, ordered: noKit };

/**
 * Reads the lists only where a kit is to be written. A run takes hours: what the gate lets through is asked anew whenever an exception has
 * ended since, or a check has grown too old.
 */
export async function openKitDesk(
  job: DeskJob,
  records: Iterable<StepRecord>,
  clock: Pick<Clock, 'now'> = realClock,
): Promise<KitDesk> {
  if (!hasKits(records)) return NO_KITS;
  const reading = await readWorkspace(job.folder);
  if ('problems' in reading) {
    const said = reading.problems.map(({ what }) => what).join(' ');
    return heldAll(`nothing can be written: ${said}`);
  }
  const { workspace } = reading;
  const ask = (): KitInputs | undefined => kitsNow(workspace, job.log, { ...job, now: clock.now() });
  const inputs = ask();
  if (inputs === undefined) return heldAll('no kits are written: migrate.yaml has no section clients');
  return new OpenDesk({ inputs, ask, clock, people: workspace.people, settings: job.settings });
}

function hasKits(records: Iterable<StepRecord>): boolean {
  for (const { step, state } of records) if (step.kind === 'kit.write' && state !== 'done') return true;
  return false;
}

function heldAll(why: string): KitDesk {
  const refuse = (): never => {
    throw new NotInThisRun(why);
  };
  const whyHeld: KitDesk['whyHeld'] = ({ step }) => (step.kind === 'kit.write' ? why : undefined);
  return { whyHeld, orderFor: refuse, ordered: refuse };
}

const MOVED = 'what it is made from has changed since the plan: migrate plan';

interface DeskParts {
  readonly inputs: KitInputs;
  /** The same at this moment. */
  readonly ask: () => KitInputs | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly people: readonly Person[];
  readonly settings: Settings;
}

/** Checks of many PCs grow too old one after the other. */
const LEAST_BETWEEN_MS = 1000;

class OpenDesk implements KitDesk {
  readonly #company: Omit<KitCompany, 'heldBack'>;
  readonly #people: ReadonlyMap<string, Person>;
  /** As they are planned. */
  readonly #inBatches: readonly Person[];
  readonly #parts: DeskParts;
  /** Of the tries that are under way. */
  readonly #orders = new Map<StepId, KitOrder>();
  #facts: KitFacts;
  #countsUntil: number;

  constructor(parts: DeskParts) {
    const { inputs, people, settings } = parts;
    this.#parts = parts;
    this.#company = inputs.company;
    this.#facts = new KitFacts(inputs);
    this.#countsUntil = inputs.gateClosesAt ?? Number.POSITIVE_INFINITY;
    this.#inBatches = inBatchOrder(people, settings);
    this.#people = new Map(people.map((person) => [person.key, person]));
  }

  #now(): KitFacts {
    const now = this.#parts.clock.now();
    if (now < this.#countsUntil) return this.#facts;
    const inputs = this.#parts.ask() ?? this.#parts.inputs;
    this.#facts = new KitFacts(inputs);
    this.#countsUntil = Math.max(inputs.gateClosesAt ?? Number.POSITIVE_INFINITY, now + LEAST_BETWEEN_MS);
    return this.#facts;
  }

  readonly whyHeld = ({ step, state }: StepRecord): string | undefined => {
    if (step.kind !== 'kit.write' || state === 'started') return undefined;
    return this.#whyNot(step, this.#now());
  };

  readonly orderFor = (step: KitWrite): KitOrder => {
    const facts = this.#now();
    const why = this.#whyNot(step, facts);
    if (why !== undefined) throw new NotInThisRun(why);
    const order = step.person === undefined ? this.#fleetOrder(facts) : this.#personOrder(step.person, facts);
    this.#orders.set(step.id, order);
    return order;
  };

  readonly ordered = (step: KitWrite): KitOrder => {
    const order = this.#orders.get(step.id);
    if (order === undefined) throw new Error(`${step.id} was begun without an order`);
    this.#orders.delete(step.id);
    return order;
  };

  #whyNot(step: KitWrite, facts: KitFacts): string | undefined {
    if (step.person === undefined) return facts.listedOfAll(this.#inBatches) === step.version ? undefined : MOVED;
    const person = this.#people.get(step.person);
    if (person === undefined || facts.listed(person) !== step.version) return MOVED;
    return facts.now(person).held;
  }

  #personOrder(key: string, facts: KitFacts): KitOrder {
    const person = this.#people.get(key);
    if (person === undefined) throw new NotInThisRun(MOVED);
    const { kit, version, devices, byException } = facts.now(person);
    return { version, devices, byException, files: () => filesOf((one) => one.forPerson?.(kit, this.#company)) };
  }

  #fleetOrder(facts: KitFacts): KitOrder {
    const { version, devices, byException, people, heldBack } = facts.fleetNow(this.#inBatches);
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
