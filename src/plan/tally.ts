// Counts a plan while it streams by: what the guard, the forecast and the summary need, and no step is kept.

import { createHash } from 'node:crypto';
import type { LaneName } from '../model/lane.ts';
import type { BatchCount, PlanEntry } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { Step, StepKindName } from '../model/step.ts';

/** What the plan must know of a kind to count its calls: the step table gives it. */
export type CallsOf = (step: Step) => { readonly lane: LaneName; readonly calls: number };

interface OpenCount {
  people: number;
  settled: number;
  refused: number;
  suppressed: number;
  readonly steps: Partial<Record<StepKindName, number>>;
}

export class Tally {
  readonly #settings: Settings;
  readonly #callsOf: CallsOf;
  readonly #batches = new Map<string, OpenCount>();
  readonly #made = new Set<string>();
  readonly calls = new Map<LaneName, number>();
  readonly licences = new Map<string, number>();
  /** Domains from which notices come. */
  readonly fromDomains = new Set<string>();
  /** Messages, by the mailbox that sends them, and by the domain of the recipient. */
  readonly sends = new Map<string, Map<string, number>>();
  readonly strangers: string[] = [];
  readonly twice: string[] = [];
  readonly problems: Problem[] = [];
  readonly #hash = createHash('sha256');
  steps = 0;
  checked = 0;

  constructor(settings: Settings, callsOf: CallsOf) {
    this.#settings = settings;
    this.#callsOf = callsOf;
    for (const { name } of settings.batches) this.#countOf(name);
  }

  add(entry: PlanEntry): void {
    this.problems.push(...entry.problems);
    this.checked += entry.checked.length;
    const count = this.#countOf(entry.batch);
    if (entry.person !== undefined || entry.partner !== undefined) {
      count.people += 1;
      const isRefused = entry.isRefused === true || entry.problems.some(({ severity }) => severity === 'error');
      if (isRefused) count.refused += 1;
      else if (entry.suppressed !== undefined) count.suppressed += 1;
      else if (entry.steps.length === 0 && entry.changeByHand === undefined) count.settled += 1;
    }
    for (const step of entry.steps) this.#addStep(step, count);
  }

  #addStep(step: Step, count: OpenCount): void {
    this.steps += 1;
    this.#hash.update(step.kind === 'notice.send' ? `${step.id} ${step.letter}\n` : `${step.id}\n`);
    count.steps[step.kind] = (count.steps[step.kind] ?? 0) + 1;
    const { lane, calls } = this.#callsOf(step);
    this.calls.set(lane, (this.calls.get(lane) ?? 0) + calls);
    if (step.kind === 'licence.assign') {
      this.licences.set(step.licenceId, (this.licences.get(step.licenceId) ?? 0) + 1);
    }
    if (step.kind === 'notice.send') {
      this.fromDomains.add(domainOf(step.from.address));
      const domains = this.sends.get(step.mailbox) ?? new Map<string, number>();
      const domain = domainOf(step.to.address);
      this.sends.set(step.mailbox, domains.set(domain, (domains.get(domain) ?? 0) + 1));
    }
    const made = madeAddress(step);
    if (made === undefined) return;
    if (this.#made.has(made)) this.twice.push(made);
    this.#made.add(made);
    const isOurs = made.endsWith(`@${this.#settings.newDomain}`);
    const isOldAlias = step.kind === 'alias.add' && this.#settings.oldDomains.some((old) => made.endsWith(`@${old}`));
    if (!isOurs && !isOldAlias) this.strangers.push(made);
  }

  /** Mailboxes that the plan waits for. */
  get mailboxes(): number {
    let sum = 0;
    for (const { steps } of this.#batches.values()) sum += steps['mailbox.wait'] ?? 0;
    return sum;
  }

  /** In the order of migrate.yaml; what comes before every batch ('' as its name) first, if there is any. */
  batches(): readonly BatchCount[] {
    return [...this.#batches]
      .map(([name, { suppressed, ...count }]) => ({ name, ...count, ...(suppressed > 0 && { suppressed }) }))
      .filter(({ name, people, steps }) => name !== '' || people > 0 || Object.keys(steps).length > 0)
      .sort((left, right) => Number(right.name === '') - Number(left.name === ''));
  }

  /** Changes when any step comes or goes, or a letter changes. Ends the tally. */
  digest(): string {
    return this.#hash.digest('hex');
  }

  #countOf(batch: string): OpenCount {
    let count = this.#batches.get(batch);
    if (count === undefined)
      this.#batches.set(batch, (count = { people: 0, settled: 0, refused: 0, suppressed: 0, steps: {} }));
    return count;
  }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** The address that a step makes; undefined where it makes none. */
function madeAddress(step: Step): string | undefined {
  switch (step.kind) {
    case 'user.create':
      return step.address;
    case 'user.rename':
      return step.undoes === undefined ? step.to : undefined;
    case 'alias.add':
      return step.alias;
    case 'domain.add':
    case 'domain.verify':
    case 'hand.task':
    case 'licence.assign':
    case 'mailbox.wait':
    case 'reply.set':
    case 'forward.set':
    case 'sender.move':
    case 'signature.set':
    case 'locale.set':
    case 'rule.remove':
    case 'rule.restore':
    case 'script.push':
    case 'script.assign':
    case 'user.suspend':
    case 'user.allow':
    case 'kit.write':
    case 'kit.withdraw':
    case 'notice.send':
      return undefined;
  }
}
