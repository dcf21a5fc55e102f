// The plan as it is printed: a few people and partners of each batch for the screen, all of them where a file is wanted.

import type { Partner } from '../model/partner.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Person } from '../model/person.ts';
import type { HandTask, NoticeSend } from '../model/step.ts';
import { partnerName } from '../plan/notice-problems.ts';
import { sentenceOf } from '../step/kinds.ts';
import { sayGate } from './device/say-gate.ts';
import type { Job } from './job.ts';
import type { Planned } from './planning.ts';
import { inHandText, kitsText, takenBackText } from './text/kit-text.ts';
import type { KitInHand, WithdrawnKit } from './text/kit-text.ts';
import { noticesText, partnerLine, tasksText } from './text/notice-text.ts';
import type { NoticeCounts } from './text/notice-text.ts';
import { batchText, entryLine, forecastText, headText } from './text/plan-text.ts';
import { tableText } from './text/table-text.ts';
import type { Voice } from './voice.ts';
import type { WholeWorkspace } from './whole-workspace.ts';

/** People that are shown of each batch unless all are asked for. */
const MOST_SHOWN = 12;

export interface PlanOptions {
  readonly all?: true;
  readonly out?: string;
  readonly detailedExitcode?: true;
}

export interface PlanContext {
  readonly job: Job;
  readonly workspace: WholeWorkspace;
  readonly voice: Voice;
}

/** Gathers the lines of the plan while it streams by. */
export class PlanLetter {
  readonly #context: PlanContext;
  readonly #options: PlanOptions;
  readonly #people: ReadonlyMap<string, Person>;
  readonly #partners: ReadonlyMap<string, Partner>;
  readonly #notices: NoticeCounts = { letters: 0, approved: 0, failed: 0, told: 0 };
  readonly #held: { readonly name: string; readonly why: string }[] = [];
  readonly #withdrawn: WithdrawnKit[] = [];
  readonly #inHand: KitInHand[] = [];
  #kits = 0;
  readonly #rows = new Map<string, (readonly string[])[]>();
  readonly #hidden = new Map<string, number>();
  readonly #tasks: HandTask[] = [];
  readonly #whole: string[] = [];

  constructor(context: PlanContext, options: PlanOptions) {
    this.#context = context;
    this.#options = options;
    const { people, notices } = context.workspace;
    this.#people = new Map(people.map((person) => [person.key, person]));
    this.#partners = new Map(notices?.partners.map((partner) => [partner.key, partner]));
  }

  /** Letters of the plan that nobody has approved as they are. */
  get unapproved(): number {
    return this.#notices.letters - this.#notices.approved;
  }

  add(entry: PlanEntry): void {
    const { batch, steps } = entry;
    for (const step of steps) {
      if (step.kind === 'hand.task') this.#tasks.push(step);
      if (step.kind === 'notice.send') this.#countLetter(step);
      if (step.kind === 'kit.withdraw') this.#withdrawn.push({ name: this.#nameOf(entry), ...step });
      if (step.kind === 'kit.write' && step.person !== undefined) this.#kits += 1;
    }
    if (entry.partner !== undefined && steps.length === 0 && entry.checked.length > 0) this.#notices.told += 1;
    if (entry.kitInHand !== undefined) this.#inHand.push({ name: this.#nameOf(entry), hosts: entry.kitInHand });
    if (entry.heldByGate !== undefined) this.#held.push({ name: this.#nameOf(entry), why: entry.heldByGate });
    if (this.#context.voice.isJson) this.#sayFact(entry);
    if (this.#options.out !== undefined && steps.length > 0) {
      this.#whole.push(`${batch === '' ? '' : `[${batch}] `}${this.#nameOf(entry)}`);
      this.#whole.push(...steps.map((step) => `    ${sentenceOf(step).say(step)}`));
    }
    if (entry.problems.some(({ severity }) => severity === 'error')) return;
    if (steps.length === 0 && entry.suppressed === undefined && this.#options.all !== true) return;
    const row = this.#rowOf(entry);
    if (row === undefined) return;
    const rows = this.#rows.get(batch) ?? [];
    this.#rows.set(batch, rows);
    if (rows.length < MOST_SHOWN || this.#options.all === true) rows.push(row);
    else this.#hidden.set(batch, (this.#hidden.get(batch) ?? 0) + 1);
  }

  #sayFact({ letters, ...entry }: PlanEntry): void {
    const { steps, checked, problems, suppressed, isRefused, kitInHand = [] } = entry;
    const counts = steps.length + checked.length + problems.length + kitInHand.length;
    const isSaid = counts > 0 || suppressed !== undefined || isRefused === true;
    if (!isSaid) return;
    const said = steps.map((step) => ({ id: step.id, kind: step.kind, say: sentenceOf(step).say(step) }));
    const kept = letters === undefined ? {} : { letters: letters.map(({ hash }) => hash) };
    this.#context.voice.fact({ type: 'plan.entry', ...entry, ...kept, steps: said });
  }

  #countLetter({ id, letter }: NoticeSend): void {
    const { log } = this.#context.job;
    const state = log.step(id)?.state;
    // What was started is beyond approval: only a look tells what became of it.
    if (state === 'started' || state === 'in-doubt') return;
    this.#notices.letters += 1;
    if (log.approvedLetter(id) === letter) this.#notices.approved += 1;
    if (state === 'failed') this.#notices.failed += 1;
  }

  #nameOf({ person, partner }: PlanEntry): string {
    const listed = partner === undefined ? undefined : this.#partners.get(partner);
    if (listed !== undefined) return partnerName(listed);
    return this.#people.get(person ?? '')?.displayName ?? person ?? partner ?? 'for all';
  }

  #rowOf(entry: PlanEntry): readonly string[] | undefined {
    const partner = this.#partners.get(entry.partner ?? '');
    if (partner !== undefined) return partnerLine(entry, partner);
    const person = this.#people.get(entry.person ?? '');
    if (person === undefined) return undefined;
    const move = `${person.oldAddress} -> ${person.newAddress}`;
    return entryLine(entry, { name: person.displayName, move });
  }

  /** Prints the letter. */
  finish({ summary }: Planned): void {
    const { job, voice, workspace } = this.#context;
    for (const line of headText(workspace.settings, job.label)) voice.say(line);
    const batchLines = batchText(summary);
    summary.batches.forEach(({ name }, index) => {
      voice.say();
      voice.say(voice.paint('bold', batchLines[index] ?? name));
      for (const line of tableText(this.#rows.get(name) ?? [])) voice.say(line);
      const hidden = this.#hidden.get(name) ?? 0;
      if (hidden > 0) voice.say(`  and ${hidden} more (--all shows everybody)`);
    });
    if (this.#tasks.length > 0) {
      voice.say();
      voice.say(voice.paint('bold', 'For people to do'));
      for (const line of tasksText(this.#tasks, { isAll: this.#options.all === true })) voice.say(line);
    }
    if (this.#kits > 0) {
      voice.fact({ type: 'plan.kits', kits: this.#kits, held: this.#held.length });
      voice.say();
      for (const line of kitsText({ kits: this.#kits, held: this.#held })) voice.say(line);
    }
    for (const line of [...takenBackText(this.#withdrawn), ...inHandText(this.#inHand)]) voice.say(line);
    const { log } = job;
    sayGate({ workspace, log, voice, most: this.#options.all === true ? Number.POSITIVE_INFINITY : MOST_SHOWN });
    if (workspace.notices !== undefined) {
      voice.fact({ type: 'plan.notices', ...this.#notices });
      voice.say();
      for (const line of noticesText(this.#notices)) voice.say(line);
    }
    voice.say();
    for (const line of forecastText(summary)) voice.say(line);
  }

  /** Every person and every step, for a file. */
  whole(): string {
    const { job, workspace } = this.#context;
    return `${[...headText(workspace.settings, job.label), '', ...this.#whole].join('\n')}\n`;
  }
}
