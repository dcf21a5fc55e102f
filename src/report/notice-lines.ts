// Where every partner stands: one line for each notice to each partner, from the job log alone.

import type { StepRecord, StepState } from '../model/event.ts';
import { isRefusedForGood } from '../model/failure.ts';
import type { JobLog } from '../model/job-log.ts';
import type { MailBack } from '../model/mail-back.ts';
import type { HandTask, NoticeSend, StepId } from '../model/step.ts';

/**
 * Where one notice to one partner stands.
 *
 * - `planned`  written, not approved
 * - `to-tell`  to be told by a person: telephone, letter, web
 * - `approved` may be sent
 * - `held`     approved, and the sending is stopped
 * - `started`  on its way, no answer is written down yet
 * - `sent`     accepted for delivery
 * - `in-doubt` whether it was sent is not known
 * - `failed`   refused, for good or for now
 * - `bounced`  sent, and it came back
 * - `told`     by telephone, letter, web or otherwise, as a person says
 */
export type NoticeState =
  'in-doubt' | 'failed' | 'bounced' | 'held' | 'started' | 'planned' | 'to-tell' | 'approved' | 'sent' | 'told';

/** In the order in which a reader wants to see them: what needs somebody comes first. */
export const NOTICE_STATES = [
  'in-doubt',
  'failed',
  'bounced',
  'held',
  'started',
  'planned',
  'to-tell',
  'approved',
  'sent',
  'told',
] as const satisfies readonly NoticeState[];

export type TellRoute = 'mail' | 'phone' | 'letter' | 'web';

export interface NoticeLine {
  readonly stepId: StepId;
  readonly partner: string;
  readonly notice: string;
  readonly route: TellRoute;
  readonly state: NoticeState;
  /** The partner has written back. */
  readonly isAnswered: boolean;
  readonly name?: string;
  /** Absent where nothing is mailed. */
  readonly to?: string;
  readonly from?: string;
  /** Who was told otherwise than planned: `phone`, `letter` ... */
  readonly toldBy?: string;
  /** Milliseconds since 1970 of the last change. */
  readonly changedAt: number;
  /** What the receipt says, for one that was sent. */
  readonly receipt?: string;
  /** What stands in the way, one line. */
  readonly said?: string;
  readonly todo?: string;
  /** Of a failure: the other end will not take it at a later time either. */
  readonly isPermanent?: boolean;
}

/** What else is known when the lines are made. */
export interface NoticeFacts {
  /** Why nothing may be sent now; undefined where it may. */
  readonly whyStopped: string | undefined;
}

const LASTING: readonly StepState[] = ['done', 'started', 'in-doubt'];

/** In the order of the newest plan, then what earlier plans have done. */
export function* noticeLines(log: JobLog, facts: NoticeFacts): Generator<NoticeLine> {
  const backs = lastBacks(log.mailBacks());
  const seen = new Set<StepId>();
  for (const filter of [{ currentPlan: true }, { states: LASTING }]) {
    for (const record of log.steps(filter)) {
      const { step } = record;
      if (step.partner === undefined || seen.has(step.id)) continue;
      seen.add(step.id);
      if (step.kind === 'notice.send') yield mailLine(record, step, { ...facts, log, backs: backs.get(step.id) });
      else if (step.kind === 'hand.task') yield taskLine(record, step);
    }
  }
}

interface Backs {
  readonly bounce?: MailBack;
  readonly isAnswered: boolean;
}

/** The last bounce of each notice, and whether anybody wrote back. */
function lastBacks(all: Iterable<MailBack>): ReadonlyMap<StepId, Backs> {
  const backs = new Map<StepId, Backs>();
  for (const back of all) {
    if (back.stepId === undefined) continue;
    const known = backs.get(back.stepId) ?? { isAnswered: false };
    if (back.kind === 'answered') backs.set(back.stepId, { ...known, isAnswered: true });
    if (back.kind === 'bounced' && back.at >= (known.bounce?.at ?? 0)) {
      backs.set(back.stepId, { ...known, bounce: back });
    }
  }
  return backs;
}

interface MailParts extends NoticeFacts {
  readonly log: JobLog;
  readonly backs: Backs | undefined;
}

function mailLine(record: StepRecord, step: NoticeSend, { log, backs, whyStopped }: MailParts): NoticeLine {
  const { evidence, at } = record;
  const toldBy = textOf(evidence?.['toldBy']);
  const line = {
    stepId: step.id,
    partner: step.partner,
    notice: step.notice,
    route: 'mail' as const,
    isAnswered: backs?.isAnswered === true,
    ...(step.to.name === undefined ? {} : { name: step.to.name }),
    to: step.to.address,
    from: step.from.address,
    changedAt: at,
  };
  if (record.state === 'done') {
    if (toldBy !== undefined) return { ...line, state: 'told', toldBy, ...said(textOf(evidence?.['evidence'])) };
    const receipt = receiptOf(evidence);
    const bounce = backs?.bounce;
    if (bounce === undefined || !isOfLast(bounce, step.id, log)) return { ...line, state: 'sent', ...receipt };
    return { ...line, state: 'bounced', ...receipt, ...said(bounce.said), todo: WHEN_BOUNCED };
  }
  if (record.state === 'started') return { ...line, state: 'started', todo: 'migrate resume' };
  if (record.state === 'in-doubt') {
    return { ...line, state: 'in-doubt', ...said(record.failure?.said), todo: 'migrate settle' };
  }
  if (record.state === 'failed') return { ...line, state: 'failed', ...failureOf(record) };
  if (log.approvedLetter(step.id) !== step.letter) {
    return { ...line, state: 'planned', todo: 'migrate notice approve' };
  }
  if (whyStopped !== undefined) return { ...line, state: 'held', ...said(whyStopped) };
  return { ...line, state: 'approved', ...(record.state === 'waiting' ? said(record.failure?.said) : {}) };
}

const WHEN_BOUNCED = 'ask the partner by telephone: migrate notice worklist';

/** A bounce of a message says nothing of the one that was sent again after it. */
function isOfLast(bounce: MailBack, id: StepId, log: JobLog): boolean {
  let againAt = 0;
  for (const { name, at } of log.events({ stepId: id })) if (name === 'step.undone') againAt = at;
  return bounce.at >= againAt;
}

function failureOf({ failure }: StepRecord): Pick<NoticeLine, 'said' | 'todo' | 'isPermanent'> {
  const isPermanent = failure !== undefined && isRefusedForGood(failure);
  const todo = isPermanent
    ? 'correct the list, or tell the partner by telephone: migrate notice worklist'
    : 'migrate notice retry --failed';
  return { ...said(failure?.said), todo: failure?.todo ?? todo, isPermanent };
}

const ROUTES: Readonly<Partial<Record<HandTask['task'], TellRoute>>> = {
  'tell-by-phone': 'phone',
  'tell-by-letter': 'letter',
  'tell-by-web': 'web',
};

function taskLine({ state, evidence, at }: StepRecord, step: HandTask): NoticeLine {
  const { id, partner = '', task, notice = '' } = step;
  const route = ROUTES[task] ?? 'phone';
  const line = { stepId: id, partner, notice, route, isAnswered: false, name: step.title, changedAt: at };
  if (state === 'done') return { ...line, state: 'told', toldBy: route, ...said(textOf(evidence?.['evidence'])) };
  return { ...line, state: 'to-tell', todo: `migrate notice done "${partner}" --by ${route} --evidence "..."` };
}

function said(text: string | undefined): { readonly said?: string } {
  return text === undefined || text === '' ? {} : { said: text.replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, ' ').trim() };
}

/** The receipts of the ways of sending name themselves differently; the first that there is tells most. */
const RECEIPTS = ['response', 'answer', 'messageId'] as const;

function receiptOf(evidence: StepRecord['evidence']): { readonly receipt?: string } {
  for (const name of RECEIPTS) {
    const receipt = textOf(evidence?.[name]);
    if (receipt !== undefined) return { receipt };
  }
  return {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
