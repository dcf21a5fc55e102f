// Plans for the commands: reads the present, plans, guards. The plan streams: once to be counted and shown, once to be saved.

import { readPresent } from '../apply/read-present.ts';
import type { ProviderName } from '../model/directory.ts';
import type { StepState } from '../model/event.ts';
import type { JobLog } from '../model/job-log.ts';
import type { Letter, LetterHash } from '../model/letter.ts';
import type { SendLimit } from '../model/mailer.ts';
import type { PlanEntry, PlanSummary } from '../model/plan.ts';
import type { Present } from '../model/present.ts';
import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { Step, StepId } from '../model/step.ts';
import { forecast } from '../plan/forecast.ts';
import { renderSignature } from '../notice/signature.ts';
import { guard } from '../plan/guard.ts';
import type { NoticeInputs, PlanInputs } from '../plan/inputs.ts';
import { makePlan } from '../plan/make-plan.ts';
import { mailLicences, muchOfTheTenant } from '../plan/send-guard.ts';
import type { PlannedSends } from '../plan/send-guard.ts';
import { statementProblems } from '../plan/statements.ts';
import { Tally } from '../plan/tally.ts';
import type { CallsOf } from '../plan/tally.ts';
import { callsAt } from '../step/kind.ts';
import { machineKindOf, sentenceOf } from '../step/kinds.ts';
import { realClock } from './clock.ts';
import { doneAtIn } from './device-gate-now.ts';
import { editedSince } from './edited-since.ts';
import { hostInputs, knowingOurs } from './host-inputs.ts';
import { jitter } from './job.ts';
import type { Job } from './job.ts';
import { kitsNow } from './kits-now.ts';
import { lastTaskIn } from './last-task.ts';
import { rulesByAccount } from './approved-rules.ts';
import type { WholeWorkspace } from './whole-workspace.ts';
import { SETTINGS_FILE } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** What a step takes of which quota, for the forecast. */
export function callsOf(provider: ProviderName): CallsOf {
  return (step) => {
    const kind = machineKindOf(step);
    return { lane: sentenceOf(step).lane(step), calls: kind === undefined ? 0 : callsAt(kind, provider) };
  };
}

export interface Planned {
  readonly inputs: PlanInputs;
  readonly summary: PlanSummary;
  /** Hex sha256 over the ids of all steps. */
  readonly digest: string;
  /** Domains from which notices come. */
  readonly fromDomains: ReadonlySet<string>;
  /** The problems for which the plan is refused as a whole; empty where it is safe. */
  readonly guards: readonly Problem[];
  /** Messages, by the mailbox that sends them, and by the domain of the recipient. */
  readonly sends: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Licences with a mailbox; undefined where that is not known. */
  readonly licences: number | undefined;
}

/** What was read before planning: what the provider has, and whether what was set before still stands where it shall be set anew. */
export interface Seen {
  readonly present: Present;
  readonly edited: ReadonlySet<StepId>;
}

export async function presentOf(job: Job, workspace: WholeWorkspace, signal: AbortSignal): Promise<Seen> {
  const { directory, settings, limits } = job;
  const movers = settings.mode === 'rename' ? workspace.people.map(({ oldAddress }) => oldAddress) : [];
  const read = await readPresent({
    directory,
    settings,
    clock: realClock,
    patience: limits.patience,
    random: jitter,
    signal,
    movers,
  });
  const present = knowingOurs(read, job);
  const edited = await editedSince(job, () => inputsOf(job, workspace, present), signal);
  return { present, edited };
}

/** What planning knows of people and their mailboxes. */
function inputsOf(job: Job, workspace: WholeWorkspace, present: Present): PlanInputs {
  const { directory, settings, limits, log } = job;
  const states = log.states();
  const inDoubt = new Map<StepId, Step>();
  for (const { step } of log.steps({ states: ['started', 'in-doubt'] })) inDoubt.set(step.id, step);
  let made: ReadonlyMap<string, readonly string[]> | undefined;
  const { signatures: templates } = workspace;
  return {
    settings,
    people: workspace.people,
    present,
    jobId: log.jobId,
    stateOf: (id: StepId): StepState | undefined => states.get(id),
    recordOf: (id) => log.step(id),
    lastTask: lastTaskIn(log, states),
    inDoubt,
    madeFor: (person) => (made ??= accountsMade(log)).get(person) ?? [],
    can: {
      forward: directory.mailboxes.forwarding !== undefined,
      moveSenders: directory.mailboxes.sendAs !== undefined,
      setSignatures: directory.mailboxes.signatures !== undefined,
      setLocale: directory.mailboxes.locale !== undefined,
      pushScripts: directory.push !== undefined,
    },
    mostAliases: limits.aliases,
    ...hostInputs(job),
    replyFor: workspace.replies,
    ...(settings.signature === true && {
      signatures: { htmlFor: (person) => renderSignature(templates, person, settings).html },
    }),
    approvedRules: rulesByAccount(log),
  };
}

/** Counts the plan, and gives each entry to `show` on the way. Keeps none. */
export function planOnce(
  { job, workspace, seen }: { readonly job: Job; readonly workspace: WholeWorkspace; readonly seen: Seen },
  show: (entry: PlanEntry) => void,
): Planned {
  const { settings, limits, log } = job;
  const { present, edited } = seen;
  const kits = kitsNow(workspace, log, job);
  const inputs: PlanInputs = {
    ...inputsOf(job, workspace, present),
    edited,
    ...(workspace.devices !== undefined && {
      devices: { list: workspace.devices.devices, evidence: [...log.deviceEvidence()], doneAt: doneAtIn(log) },
    }),
    ...(kits !== undefined && { kits }),
    ...(workspace.notices !== undefined && {
      notices: { ...workspace.notices, sentStep: sentStepIn(log), rounds: log.sendRounds() },
    }),
  };
  const tally = new Tally(settings, callsOf(settings.provider));
  const refused = new Set<string>();
  for (const entry of makePlan(inputs)) {
    tally.add(entry);
    if (entry.partner !== undefined && isRefused(entry)) refused.add(entry.partner);
    show(entry);
  }
  const licences = mailLicences(settings, present.licences);
  const sends = plannedSends(tally, settings, job.sendLimits(licences));
  const batches = tally.batches();
  const guards = guard({
    settings,
    steps: tally.steps,
    approved: batches.reduce((sum, { steps }) => sum + (steps['rule.remove'] ?? 0), 0),
    licences: tally.licences,
    pools: present.licences,
    strangers: tally.strangers,
    twice: tally.twice,
    fromDomains: tally.fromDomains,
    last: log.currentPlan()?.summary,
    ...(sends && { sends }),
  });
  const summary: PlanSummary = {
    purpose: 'apply',
    batches,
    steps: tally.steps,
    checked: tally.checked,
    problems: [
      ...tally.problems,
      ...statementsOf(workspace, tally),
      ...(sends ? muchOfTheTenant(sends) : []),
      ...guards,
    ],
    forecast: forecast(tally.calls, limits, tally.mailboxes),
  };
  const { fromDomains } = tally;
  const { notices } = inputs;
  // Whoever goes through the same inputs again need not check what was checked now.
  const judged: PlanInputs = notices === undefined ? inputs : { ...inputs, notices: { ...notices, judged: refused } };
  return { inputs: judged, summary, digest: tally.digest(), fromDomains, guards, sends: tally.sends, licences };
}

function plannedSends({ sends }: Tally, { sending }: Settings, limits: readonly SendLimit[]): PlannedSends | undefined {
  if (sending === undefined) return undefined;
  const byMailbox = new Map<string, number>();
  for (const [mailbox, domains] of sends) {
    byMailbox.set(
      mailbox,
      [...domains.values()].reduce((sum, count) => sum + count, 0),
    );
  }
  return { byMailbox, limits, ramp: sending.ramp };
}

const MAY_BE_MADE: readonly StepState[] = ['done', 'started', 'in-doubt'];

/** Addresses of the accounts that were made, or may have been, by person. */
function accountsMade(log: JobLog): ReadonlyMap<string, readonly string[]> {
  const made = new Map<string, readonly string[]>();
  for (const { step } of log.steps({ states: MAY_BE_MADE })) {
    if (step.kind !== 'user.create' || step.person === undefined) continue;
    made.set(step.person, [...(made.get(step.person) ?? []), step.address]);
  }
  return made;
}

const NOT_KNOWN_AS_MADE: readonly StepState[] = ['planned', 'waiting', 'failed', 'in-doubt'];

/**
 * An account with the stamp of a creation that the log does not know as done was made by that creation: its answer was lost.
 * Adopted, it has its password in the hand-out list, and nobody is asked about it.
 */
export async function adoptSeen({ log }: Job, present: Present): Promise<number> {
  const records: Promise<void>[] = [];
  for (const { step, attempt, evidence } of log.steps({ states: NOT_KNOWN_AS_MADE })) {
    if (step.kind !== 'user.create') continue;
    const account = present.accountByStamp(step.stamp);
    if (account === undefined || ![account.address, account.signInName].includes(step.address)) continue;
    const seen = { ...evidence, accountId: account.id, address: step.address };
    records.push(log.record({ id: step.id, to: 'done', attempt, how: 'adopted', evidence: seen }));
  }
  await Promise.all(records);
  return records.length;
}

/** The steps of a plan, one by one; every letter goes to `keep` before its step. */
export function* stepsOf(inputs: PlanInputs, keep: (hash: LetterHash, letter: Letter) => void): Generator<Step> {
  for (const { steps, letters = [] } of makePlan(inputs)) {
    for (const { hash, letter } of letters) keep(hash, letter);
    yield* steps;
  }
}

function isRefused({ isRefused: isMarked, problems }: PlanEntry): boolean {
  return isMarked === true || hasErrors(problems);
}

/** What the log knows of a notice that was sent. */
export function sentStepIn(log: JobLog): NoticeInputs['sentStep'] {
  return (id) => {
    const record = log.step(id);
    const wasSent = record?.state === 'done' && record.evidence?.['toldBy'] === undefined;
    return wasSent && record.step.kind === 'notice.send' ? record.step : undefined;
  };
}

function statementsOf({ settings }: Workspace, { fromDomains }: Tally): readonly Problem[] {
  const { sending, notice } = settings;
  if (sending === undefined || notice === undefined) return [];
  const shown = { fromDomains: [...fromDomains], website: notice.website };
  return statementProblems(sending.statements, { shown, file: SETTINGS_FILE });
}
