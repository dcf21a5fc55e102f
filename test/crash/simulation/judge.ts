// What must be true, counted at the provider and compared with what is on disk. Each rule says what it would mean if it broke.

import type { StepRecord } from '../../../src/model/event.ts';
import type { Step, StepId } from '../../../src/model/step.ts';
import type { MailRule } from '../../../src/model/mail-rule.ts';
import { mailboxOf } from '../../../src/step/kind.ts';
import type { Tools } from '../../../src/step/kind.ts';
import { ruleHash } from '../../../src/step/rule-hash.ts';
import { mailboxBefore } from './company.ts';
import type { Schedule } from './schedule.ts';
import type { Holding } from './tenant.ts';
import type { Lived, World } from './world.ts';

/** What is so, whoever sees it. */
type Truth = Pick<World, 'tenant' | 'outbox'>;

export function must(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

/** True after every life, however it ended. */
export function judgeProvider(world: World, tools: Tools): void {
  const { tenant, log } = world;
  nothingTwice(tenant);
  nothingUnapproved(world);
  noRuleLost(world);
  const isWayBack = log.records.some(({ step }) => step.undoes !== undefined);
  for (const record of log.records) {
    const { step, state } = record;
    // On the way back, what was done before is there until it is taken back.
    const isJudged = state === 'done' && !isPassing(step, log) && (!isWayBack || step.undoes !== undefined);
    if (isJudged) must(isThere(step, tools, world), `${step.id} is done in the log and not at the provider`);
    if (step.undoes !== undefined || !madeBefore(step, tools, world)) continue;
    must(
      record.attempt > 0 || state === 'undone' || 'replaces' in step || log.wasCalled(step.id),
      `${step.id} was made at the provider, and the log has never heard of it`,
    );
    mustKeep(record, world);
  }
}

/** While an alias takes its detour through the primary place, the new address is out of it for a moment. */
function isPassing(step: Step, log: World['log']): boolean {
  return (
    step.kind === 'user.rename' &&
    log.records.some(
      (other) =>
        other.step.kind === 'alias.add' &&
        other.step.person === step.person &&
        other.attempt > 0 &&
        other.state !== 'done',
    )
  );
}

/** Nobody has got a letter that the administrator has not agreed to. */
function nothingUnapproved({ log, outbox, approvals }: World): void {
  for (const { step } of log.records) {
    if (step.kind !== 'notice.send' || approvals.has(step)) continue;
    must(!outbox.wasTaken(step.noticeId), `${step.id} was sent, and nobody had approved it`);
  }
}

/** The rule that nobody has approved is where it was; the approved one is there at most once. */
function noRuleLost({ tenant, staff }: World): void {
  for (const [index, { oldAddress }] of staff.entries()) {
    const owner = tenant.ownerOf(oldAddress);
    const rules = owner?.kind === 'account' ? (tenant.holding(owner.account.id)?.rules ?? []) : [];
    const hashes = rules.map(ruleHash);
    const count = (wanted: MailRule): number => {
      const hash = ruleHash(wanted);
      return hashes.filter((one) => one === hash).length;
    };
    const [approved, own] = mailboxBefore(staff, index).rules;
    must(own === undefined || count(own) === 1, `a rule of ${oldAddress} that nobody has approved was touched`);
    must(approved === undefined || count(approved) <= 1, `a rule of ${oldAddress} is there twice`);
  }
}

function nothingTwice(tenant: World['tenant']): void {
  const counts = new Map<string, number>();
  for (const { kind, key } of tenant.ledger) {
    if (kind !== 'user.create' && kind !== 'message.accept' && kind !== 'domain.add') continue;
    const name = `${kind} ${key}`;
    const count = (counts.get(name) ?? 0) + 1;
    must(count === 1, `${name} happened twice`);
    counts.set(name, count);
  }
  const stamps = tenant.holdings().flatMap(({ account }) => account.stamp ?? []);
  must(new Set(stamps).size === stamps.length, 'somebody has got two accounts');
}

/** The value before our first change is on disk, whatever was killed since. */
function mustKeep({ step, evidence }: StepRecord, { staff }: World): void {
  if (step.kind !== 'reply.set' && step.kind !== 'forward.set') return;
  const index = staff.findIndex(({ key }) => key === step.person);
  const wanted = mailboxBefore(staff, index)[step.kind === 'reply.set' ? 'reply' : 'forwarding'];
  const before = step.kind === 'reply.set' ? step.replaces?.before : undefined;
  const kept = evidence?.['previous'] ?? before;
  must(isSame(kept, wanted), `${step.id} has lost the value that was there before: ${JSON.stringify(kept)}`);
}

export function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** True where our step has had its effect at least once, whatever the log says. Of the other kinds the ledger keeps no step. */
function madeBefore(step: Step, tools: Tools, { tenant, outbox }: Truth): boolean {
  if (step.kind === 'notice.send') return outbox.wasTaken(step.noticeId);
  const accepted = (wanted: string): boolean =>
    tenant.ledger.some(({ kind, key }) => kind === step.kind && key === wanted);
  if (step.kind === 'user.create') return accepted(step.address);
  return (step.kind === 'reply.set' || step.kind === 'forward.set') && accepted(mailboxOf(step.account, tools).id);
}

/** The strong truth about one step, from the tenant itself. */
export function isThere(step: Step, tools: Tools, { tenant, outbox }: Truth): boolean {
  const holding = (account: Extract<Step, { account: unknown }>['account']): Holding | undefined =>
    tenant.holding(mailboxOf(account, tools).id);
  switch (step.kind) {
    case 'domain.add':
      return tenant.domains.has(step.domain);
    case 'domain.verify':
      return tenant.domains.get(step.domain)?.isVerified === true;
    case 'user.create': {
      const owner = tenant.ownerOf(step.address);
      return owner?.kind === 'account' && owner.account.stamp === step.stamp;
    }
    case 'user.rename': {
      const account = holding(step.account)?.account;
      // Of a move that was halfway the new address was never an alias.
      const isKept = step.undoes !== undefined || account?.aliases.includes(step.from) === true;
      return account?.address === step.to && account.signInName === step.to && isKept;
    }
    case 'licence.assign':
      return holding(step.account)?.account.licences.includes(step.licenceId) === true;
    case 'mailbox.wait':
      return tenant.isMailboxReady(mailboxOf(step.account, tools).id);
    case 'alias.add': {
      const account = holding(step.account)?.account;
      return account?.address === step.account.address && account.aliases.includes(step.alias);
    }
    case 'reply.set': {
      const reply = holding(step.account)?.reply;
      // Put back is put back whole: the owner's text under ours is not.
      if (step.undoes !== undefined) return isSame(reply, step.reply);
      return reply?.isOn === step.reply.isOn && reply.externalHtml.includes(step.reply.externalHtml);
    }
    case 'forward.set':
      return holding(step.account)?.forwarding.to === step.forwarding.to;
    case 'sender.move':
      return holding(step.account)?.senders.some(({ address, isDefault }) => address === step.to && isDefault) === true;
    case 'signature.set':
      return (
        holding(step.account)?.senders.find(({ address }) => address === step.address)?.signatureHtml === step.html
      );
    case 'locale.set':
      return isSame(holding(step.account)?.locale, step.locale);
    case 'rule.remove':
      return holding(step.account)?.rules.every((rule) => ruleHash(rule) !== step.hash) === true;
    // Intune is tried on the sandbox.
    case 'script.push':
    case 'script.assign':
      return true;
    case 'rule.restore':
      return holding(step.account)?.rules.filter((rule) => ruleHash(rule) === ruleHash(step.rule)).length === 1;
    case 'user.suspend':
    case 'user.allow':
      return holding(step.account)?.account.isSuspended === (step.kind === 'user.suspend');
    case 'hand.task':
    case 'kit.write':
    case 'kit.withdraw':
      return true;
    case 'notice.send':
      return outbox.wasTaken(step.noticeId);
  }
}

/** True after a life that ended by itself: its result tells what is on disk, and nothing is left half way. */
export function judgeResult({ log }: World, { result }: Lived): void {
  if (result === undefined) return;
  const count = (state: string): number => log.current.filter((record) => record.state === state).length;
  must(result.done === count('done'), 'the result counts other steps as done than the log');
  must(result.failed === count('failed'), 'the result counts other steps as failed than the log');
  must(result.inDoubt === count('in-doubt'), 'a step in doubt is not shown');
  const shown = result.done + result.failed + result.inDoubt + result.held.length;
  must(shown === log.current.length, 'a step is neither done, failed, in doubt nor held');
  if (result.isStopped) return;
  must(count('started') === 0, 'the run has ended, and a step is still started');
  for (const { step, why } of result.held) {
    must(why !== 'was not reached', `${step.id} was skipped`);
    const isGated = /comes first, and is held$|^too many /u.test(why);
    must(!isGated || count('failed') + count('in-doubt') > 0, `${step.id} was held by a gate, and nothing went wrong`);
  }
}

/** Nothing fails, is in doubt or is held without a cause that the schedule holds. */
export function judgeReasons(
  { log, approvals }: World,
  { schedule, foreign }: { readonly schedule: Schedule; readonly foreign: ReadonlySet<string> },
): void {
  const { faults, missingLicences, mode, copyLateMs, sends } = schedule;
  const areAnswersLost = faults.lostAfter + faults.lostBefore + faults.late > 0;
  const areLicencesShort = missingLicences > 0 && mode === 'new-mailbox';
  const notDone = log.wanted.filter(({ state }) => state !== 'done');
  const open = new Set<StepId>(notDone.map(({ step }) => step.id));
  const isAnythingWrong = notDone.some(
    ({ state, step }) => state === 'failed' || state === 'in-doubt' || step.kind === 'hand.task',
  );
  for (const { step, state, failure } of notDone) {
    const isForeign = foreign.has(step.person ?? '') && (step.kind === 'user.create' || step.kind === 'user.rename');
    const said = `${failure?.kind ?? ''} ${failure?.said ?? ''}`;
    if (state === 'failed') {
      const isCaused =
        (failure?.kind === 'refused' && isForeign) ||
        (failure?.kind === 'exhausted' && areLicencesShort) ||
        (failure?.kind === 'unavailable' && areAnswersLost);
      must(isCaused, `${step.id} has failed without a cause: ${said}`);
    } else if (state === 'in-doubt') {
      // What was cut off is looked for; where there is nowhere to look, or the copy is late, the administrator is asked.
      const isUnseen = step.kind === 'notice.send' && (sends === 'blind' || copyLateMs + faults.staleMs > 0);
      const isCaused = isForeign || areAnswersLost || faults.throttled > 0 || isUnseen;
      must(isCaused, `${step.id} is in doubt without a cause: ${said}`);
    } else {
      const isUnapproved = step.kind === 'notice.send' && !approvals.has(step);
      const isBlocked = isUnapproved || step.needs.some((need) => open.has(need));
      must(isBlocked || isAnythingWrong, `${step.id} is ${state}, and nothing stands in its way`);
    }
  }
}
