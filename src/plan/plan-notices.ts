// Who is told what, how, and by whom. One partner and one notice is one step: by mail notice.send, else a task for a person.
// Nobody is told twice: what the log has done, by whatever route and at whichever address of the partner, is not planned again.

import type { Partner } from '../model/partner.ts';
import type { Person } from '../model/person.ts';
import type { PlanEntry } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import { NOTICES_BATCH } from '../model/settings.ts';
import { stepId } from '../model/step.ts';
import type { StepId } from '../model/step.ts';
import { Draft } from './draft.ts';
import { FormerKeys } from './former-keys.ts';
import type { NoticeInputs, PlanInputs } from './inputs.ts';
import { noticeIdOf } from './notice-id.ts';
import { contactRefused, contactUnknown, oldDomainUnexplained, toldTwice } from './notice-problems.ts';
import type { Lines } from './notice-problems.ts';
import { senderOf } from './notice-sender.ts';
import type { Senders } from './notice-sender.ts';
import { TELL_ROUTES, tellId, tellTask } from './tell-task.ts';
import { LetterWriter } from './write-letter.ts';
import type { WrittenLetter } from './write-letter.ts';

/** What planning has found for one of our people, as far as it matters to those who are told of their new address. */
export interface Move {
  readonly isRefused: boolean;
  /** Steps that are still to be made before mail to the new address arrives. */
  readonly needs: readonly StepId[];
}

export type NoticePlanInputs = Pick<PlanInputs, 'settings' | 'people' | 'jobId' | 'stateOf'> & {
  readonly notices: NoticeInputs;
  /** By the person's key; nobody of the staff list who is not there is waited for. */
  readonly moves: ReadonlyMap<string, Move>;
};

/** The keys of all of our people who stand in a notice or send one. */
export function noticePeople({ people, notices }: Pick<NoticePlanInputs, 'people' | 'notices'>): ReadonlySet<string> {
  const keys = new Set(notices.partners.flatMap(({ contacts }) => contacts));
  const common = people.find(({ newAddress }) => newAddress === notices.sending.sender?.address);
  return common === undefined ? keys : keys.add(common.key);
}

/** An entry for each partner, in the order of the list; at the end what several have in common. */
export function* planNotices(inputs: NoticePlanInputs): Generator<PlanEntry> {
  const planner = new NoticePlanner(inputs);
  for (const partner of inputs.notices.partners) yield planner.entryOf(partner);
  const problems = planner.problems();
  if (problems.length > 0) yield { batch: NOTICES_BATCH, steps: [], checked: [], problems };
}

/** One notice to one partner. */
interface Telling {
  readonly notice: string;
  readonly by: 'new' | 'old';
  /** The pointer follows the notice that it points to. */
  readonly after?: string;
}

class NoticePlanner {
  readonly #inputs: NoticePlanInputs;
  readonly #people: ReadonlyMap<string, Person>;
  readonly #senders: Senders;
  readonly #writer: LetterWriter;
  readonly #formerKeys: FormerKeys;
  /** Notice and address, with the line by which it is told. Absent where every partner is known by the one address that is told. */
  readonly #told: Map<string, number> | undefined;
  #unexplained: Lines | undefined;

  constructor(inputs: NoticePlanInputs) {
    this.#inputs = inputs;
    const { notices, settings, people } = inputs;
    const keys = noticePeople(inputs);
    this.#people = new Map(people.flatMap((person) => (keys.has(person.key) ? [[person.key, person] as const] : [])));
    const address = notices.sending.sender?.address;
    const common = [...this.#people.values()].find(({ newAddress }) => newAddress === address);
    this.#senders = { mode: settings.mode, sending: notices.sending, people: this.#people, common };
    const { voice, file, sources, placing } = notices;
    const isChecked = notices.judged === undefined;
    this.#writer = new LetterWriter({ settings, voice, file, placing, sources, people: this.#people, isChecked });
    this.#formerKeys = new FormerKeys(notices.partners);
    if (!areKnownByAddress(notices.partners)) this.#told = new Map();
  }

  entryOf(partner: Partner): PlanEntry {
    const { stateOf, notices } = this.#inputs;
    const draft = new Draft({ batch: NOTICES_BATCH, partner: partner.key, stateOf });
    const { suppressed } = partner;
    if (suppressed !== undefined) {
      const why = suppressed.reason === undefined ? '' : ` (${suppressed.reason})`;
      return { ...draft.entry(), suppressed: `${suppressed.entry}${why}` };
    }
    const untold = this.#tellings(partner).filter((telling) => !this.#isTold(partner, telling, draft));
    const open = untold.filter((telling) => this.#hasGround(partner, telling, untold));
    if (open.length === 0) return draft.entry();
    if (notices.judged?.has(partner.key) === true) return draft.refuseSilently();
    const problem = this.#contactProblem(partner);
    if (problem !== undefined) return draft.refuse(problem);
    if (open.some(({ by }) => by === 'old') && notices.sending.oldDomainReason === undefined) {
      const { first = partner.line, count = 0 } = this.#unexplained ?? {};
      this.#unexplained = { file: notices.file, first, count: count + 1 };
      return draft.refuseSilently();
    }
    const needs = [...new Set(this.#contactsOf(partner).flatMap((key) => this.#inputs.moves.get(key)?.needs ?? []))];
    for (const telling of open) {
      const refused = this.#tell(partner, telling, { draft, needs, open });
      if (refused !== undefined) return refused;
    }
    return draft.entry();
  }

  problems(): readonly Problem[] {
    const unexplained = this.#unexplained;
    return [
      ...this.#inputs.notices.problems,
      ...(unexplained === undefined ? [] : [oldDomainUnexplained(unexplained)]),
      ...this.#writer.problems(),
    ];
  }

  #tellings(partner: Partner): readonly Telling[] {
    const { sending } = this.#inputs.notices;
    const wanted = sending.notices.filter(
      ({ toReadersOf }) => toReadersOf === undefined || this.#hasReadOlder(partner, toReadersOf),
    );
    const by = partner.route === 'mail' && partner.from === 'old' ? 'old' : 'new';
    const tellings: Telling[] = wanted.map(({ name }) => ({ notice: name, by }));
    const first = sending.notices.find(({ toReadersOf }) => toReadersOf === undefined)?.name;
    if (partner.route === 'mail' && partner.from === 'both' && first !== undefined) {
      tellings.push({ notice: sending.pointer, by: 'old', after: first });
    }
    return tellings;
  }

  /** A pointer says that a notice was sent; it is not sent to whoever got none by mail. */
  #hasGround({ key, addresses }: Partner, { after }: Telling, untold: readonly Telling[]): boolean {
    if (after === undefined || untold.some(({ notice }) => notice === after)) return true;
    return [key, ...addresses].some((known) => this.#inputs.stateOf(sendId(after, known)) === 'done');
  }

  /** True where the partner has got that notice, and it says something else now. */
  #hasReadOlder(partner: Partner, notice: string): boolean {
    const sent = this.#inputs.notices.sentStep(sendId(notice, partner.key));
    if (sent === undefined) return false;
    return this.#writer.versionFor(notice, { partner, language: sent.language }) !== sent.version;
  }

  /** By any route, at any of the partner's addresses, under any key that the log may know it by. */
  #isTold(partner: Partner, { notice }: Telling, draft: Draft): boolean {
    const { stateOf } = this.#inputs;
    const { key } = partner;
    for (const known of this.#formerKeys.of(partner)) {
      const ids = [sendId(notice, known), ...TELL_ROUTES.map((route) => tellId(route, { notice, key: known }))];
      for (const id of ids) {
        const state = stateOf(id);
        // What is in doubt under this very key stays in the plan as it is.
        const mayBeTold = known !== key && (state === 'started' || state === 'in-doubt');
        if (state !== 'done' && !mayBeTold) continue;
        draft.checked(state === 'done' ? `${id} is done` : `${id} may be done: migrate settle`);
        return true;
      }
    }
    return false;
  }

  /** The sender's own mailbox must be there as well. */
  #contactsOf({ contacts, route }: Partner): readonly string[] {
    const { common } = this.#senders;
    return common === undefined || route !== 'mail' ? contacts : [...contacts, common.key];
  }

  #contactProblem(partner: Partner): Problem | undefined {
    const at = { partner, file: this.#inputs.notices.file };
    for (const key of this.#contactsOf(partner)) {
      const person = this.#people.get(key);
      if (person === undefined) return contactUnknown(at, key);
      if (this.#inputs.moves.get(key)?.isRefused === true) return contactRefused(at, person.displayName);
    }
    return undefined;
  }

  /** Puts one telling on the sheet; the entry of a refused partner where it cannot be. */
  #tell(partner: Partner, telling: Telling, context: TellContext): PlanEntry | undefined {
    const { draft, needs } = context;
    const { notice, by } = telling;
    const task = tellTask(partner, { notice, people: this.#people });
    if (task !== undefined) {
      draft.step({ ...task, needs });
      return undefined;
    }
    const sender = senderOf({ partner, by }, this.#senders);
    if (sender === undefined) throw new Error(`${partner.key} has no contact, yet it was let through`);
    const written = this.#writer.write({ name: notice, partner, from: sender.from });
    if (written === undefined) return draft.refuseSilently();
    const line = this.#takenBy(partner, notice, written);
    if (line !== undefined) {
      const twice = { notice, to: written.letter.to.address, line };
      return draft.refuse(toldTwice({ partner, file: this.#inputs.notices.file }, twice));
    }
    this.#send(partner, telling, { ...context, written, mailbox: sender.mailbox });
    return undefined;
  }

  /** The line by which this address gets the notice already. */
  #takenBy(partner: Partner, notice: string, { letter }: WrittenLetter): number | undefined {
    const key = `${notice} ${letter.to.address}`;
    const line = this.#told?.get(key);
    if (line === undefined) this.#told?.set(key, partner.line);
    return line;
  }

  #send(partner: Partner, { notice, after }: Telling, context: SendContext): void {
    const { draft, written, mailbox, needs, open } = context;
    const { letter } = written;
    const id = sendId(notice, partner.key);
    const first = open.some((other) => other.notice === after) ? [sendId(after ?? '', partner.key)] : [];
    draft.step({
      kind: 'notice.send',
      id,
      partner: partner.key,
      notice,
      language: letter.language,
      from: letter.from,
      mailbox,
      to: letter.to,
      subject: letter.subject,
      letter: written.hash,
      version: written.version,
      noticeId: this.#noticeId(id),
      referenceCode: this.#inputs.notices.voice.referenceCode,
      needs: [...needs, ...first],
    });
    draft.letter(written.hash, letter);
  }

  #noticeId(id: StepId): string {
    const { jobId, notices } = this.#inputs;
    return noticeIdOf(jobId, id, notices.rounds?.get(id) ?? 0);
  }
}

interface TellContext {
  readonly draft: Draft;
  readonly needs: readonly StepId[];
  readonly open: readonly Telling[];
}

interface SendContext extends TellContext {
  readonly written: WrittenLetter;
  readonly mailbox: string;
}

/** Then one address can stand behind one step alone: its id holds it. */
function areKnownByAddress(partners: readonly Partner[]): boolean {
  const mailed = partners.filter(({ route }) => route === 'mail');
  const keys = new Set(mailed.map(({ key }) => key));
  return keys.size === mailed.length && mailed.every(({ key, addresses: [first] }) => key === first);
}

function sendId(notice: string, key: string): StepId {
  return stepId('notice.send', `${notice}/${key}`);
}
