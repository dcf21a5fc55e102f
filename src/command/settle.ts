// migrate settle: steps in doubt, with what is known of them and the choices. A look may still find out; else the administrator decides.

import { hasEffect } from '../model/event.ts';
import type { StepRecord, Transition } from '../model/event.ts';
import { takenBackBy } from '../model/step.ts';
import type { Step } from '../model/step.ts';
import { again } from '../apply/read-present.ts';
import type { Sight } from '../step/kind.ts';
import { machineKindOf, sentenceOf } from '../step/kinds.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { jitter, openJob } from './job.ts';
import type { Job } from './job.ts';
import { noPassword } from './prepare-passwords.ts';
import { settleStarted, toolsOf } from './running.ts';
import type { Tools } from '../step/kind.ts';
import { openSending } from './sending.ts';
import { sayProblems } from './say-problems.ts';
import { exactMomentText } from '../report/time-text.ts';
import type { Voice } from './voice.ts';
import { whoIsThere } from './who.ts';
import { readWorkspaceSettings } from './workspace.ts';

export interface SettleOptions {
  readonly as?: 'done' | 'not-done' | 'failed';
  readonly reason?: string;
  readonly by?: string;
}

export async function settle(
  { folder, voice }: CommandContext,
  id: string | undefined,
  options: SettleOptions,
): Promise<ExitCode> {
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const opening = await openJob({ folder, settings: reading.settings, voice, command: 'settle', log: 'write' });
  if ('problems' in opening) return sayProblems(opening.problems, voice);
  const { job } = opening;
  try {
    if (!(await settleStarted(job, voice))) return EXIT.open;
    if (id === undefined && options.as !== undefined && options.as !== 'not-done') {
      return sayProblems([whichStep(options.as)], voice);
    }
    return await settleDoubts({ job, voice, id }, options);
  } finally {
    job.close();
  }
}

interface Doubts {
  readonly job: Job;
  readonly voice: Voice;
  readonly id: string | undefined;
}

async function settleDoubts({ job, voice, id }: Doubts, options: SettleOptions): Promise<ExitCode> {
  const sending = await openSending({ job, voice, records: job.log.steps({ states: ['in-doubt'] }), isLook: true });
  const tools = toolsOf(job, noPassword, sending);
  const looking = { job, voice, tools };
  try {
    if (id !== undefined && options.as !== undefined) return await decide(id, options, looking);
    const doubts = [...job.log.steps({ states: ['in-doubt'] })].filter(
      ({ step }) => id === undefined || step.id === id,
    );
    const absent: Absent[] = [];
    for (const record of doubts) {
      const { standing, believedAfterMs = job.limits.patience.lagMs } = await lookAgain(record, looking);
      if (standing === 'absent') absent.push({ record, believedAfterMs });
    }
    if (options.as === 'not-done') await makeAbsentAgain(absent, { job, voice, by: options.by ?? whoIsThere() });
    const left = [...job.log.steps({ states: ['in-doubt'] })].filter(({ step }) => id === undefined || step.id === id);
    for (const record of left) sayDoubt(record, voice);
    if (left.length === 0) voice.say('Nothing is in doubt.');
    else if (absent.length > 1 && options.as === undefined) {
      voice.say(
        `A look found no trace of ${absent.length} of them. To have all of these made: migrate settle --as not-done`,
      );
    }
    return left.length === 0 ? EXIT.done : EXIT.open;
  } finally {
    await sending.close();
  }
}

interface Absent {
  readonly record: StepRecord;
  /** As a Sight has it; where it has none, the provider's own lag. */
  readonly believedAfterMs: number;
}

/** After an hour without the provider there are too many doubts to decide each by itself: those of which a look finds no trace. */
async function makeAbsentAgain(
  absent: readonly Absent[],
  { job, voice, by }: { readonly job: Job; readonly voice: Voice; readonly by: string },
): Promise<void> {
  // Believed only when it has been in doubt for longer than the provider's copies may disagree, or the archive may trail.
  const believed = absent.filter(({ record: { at }, believedAfterMs }) => realClock.now() - at >= believedAfterMs);
  const how = `settled by ${by}: a look found no trace of it`;
  await Promise.all(
    believed.map(({ record: { step, attempt } }) => job.log.record({ id: step.id, to: 'planned', attempt, how })),
  );
  voice.say(`${believed.length} of which a look found no trace are planned again. Make them with: migrate resume`);
  if (believed.length < absent.length) {
    voice.say(`${absent.length - believed.length} are too young to tell; look again in a few minutes.`);
  }
}

interface Looking {
  readonly job: Job;
  readonly voice: Voice;
  readonly tools: Tools;
}

/** A message is looked for where it was sent from; without that, only the administrator can tell. */
function canLook({ kind }: Step, { mail }: Tools): boolean {
  return kind !== 'notice.send' || mail !== undefined;
}

/** Another look, now that time has passed. Only a finding is taken; finding nothing leaves the step in doubt. */
async function lookAgain(record: StepRecord, { job, voice, tools }: Looking): Promise<Sight> {
  const { step, attempt } = record;
  const kind = machineKindOf(step);
  if (kind === undefined || !canLook(step, tools)) return { standing: 'cannot-tell' };
  const waits = {
    clock: realClock,
    patience: job.limits.patience,
    random: jitter,
    signal: new AbortController().signal,
  };
  const sight = await sightOf(() => again(waits, () => kind.look(step, tools)));
  voice.fact({ type: 'looked', id: step.id, ...sight });
  if (sight.standing !== 'as-planned') {
    voice.say(`A look at ${step.id} found: ${sight.standing}${sight.said === undefined ? '' : `, ${sight.said}`}.`);
    return sight;
  }
  const evidence = { ...record.evidence, ...sight.evidence };
  await recordEnd(record, job, { id: step.id, to: 'done', attempt, how: 'adopted', evidence });
  voice.say(`${step.id}: it had happened.`);
  return sight;
}

/** Also here: what was taken back never counts as done. */
async function recordEnd({ step }: StepRecord, { log }: Job, transition: Transition): Promise<void> {
  const others = transition.to === 'done' ? takenBackBy(step) : [];
  const takenBack = others.filter((other) => {
    const known = log.step(other);
    return known !== undefined && hasEffect(known);
  });
  await Promise.all([
    log.record(transition),
    ...takenBack.map((other) => log.record({ id: other, to: 'undone', attempt: 0, how: `taken back by ${step.id}` })),
  ]);
}

/** A look that gets no answer, or fails by a fault of ours, says nothing about the step, and hides no other one. */
async function sightOf(look: () => Promise<Sight>): Promise<Sight> {
  try {
    return await look();
  } catch (error) {
    return { standing: 'cannot-tell', said: error instanceof Error ? error.message : String(error) };
  }
}

function sayDoubt({ step, at, attempt, failure }: StepRecord, voice: Voice): void {
  const said = sentenceOf(step).say(step);
  const known = failure === undefined ? {} : { failure };
  voice.fact({ type: 'doubt', id: step.id, say: said, at, attempt, ...known, choices: ['done', 'not-done', 'failed'] });
  voice.say(`${voice.paint('yellow', 'in doubt')}: ${said}`);
  voice.say(
    `    started ${exactMomentText(at)}, attempt ${attempt}${failure === undefined ? '' : `; known: ${failure.said}`}`,
  );
  voice.say('    Look at it in the administration of the provider, then say what you found:');
  voice.say(`      migrate settle "${step.id}" --as done      it has happened; leave it`);
  voice.say(`      migrate settle "${step.id}" --as not-done  it has not happened; make it`);
  voice.say(`      migrate settle "${step.id}" --as failed    leave it, and what needs it`);
}

async function decide(
  id: string,
  { as, reason, by = whoIsThere() }: SettleOptions,
  { job, voice, tools }: Looking,
): Promise<ExitCode> {
  const record = job.log.step(id);
  if (record?.state !== 'in-doubt') return sayProblems([notInDoubt(id)], voice);
  const to = as === 'done' ? 'done' : as === 'failed' ? 'failed' : 'planned';
  const how = `settled by ${by}${reason === undefined ? '' : `: ${reason}`}`;
  const evidence = to === 'done' ? ((await evidenceNow(record, tools)) ?? knownBefore(record, job)) : undefined;
  // What follows a new account needs its id, which only a look at our own account can give.
  if (to === 'done' && record.step.kind === 'user.create' && typeof evidence?.['accountId'] !== 'string') {
    return sayProblems([notSeen(id)], voice);
  }
  await recordEnd(record, job, {
    id,
    to,
    attempt: record.attempt,
    how,
    ...(evidence === undefined ? {} : { evidence: { ...record.evidence, ...evidence } }),
  });
  voice.say(`${id} is ${to} now.${to === 'planned' ? ' Make it with: migrate resume' : ''}`);
  return EXIT.done;
}

/** At a host that knows a mailbox by its address alone, the administrator's word is all that there is to know. */
function knownBefore({ step }: StepRecord, { directory }: Job): StepRecord['evidence'] {
  if (step.kind !== 'user.create' || directory.accounts.ownership === undefined) return undefined;
  return { accountId: step.address, address: step.address };
}

/** What later steps need to know of it, if a look finds it. */
async function evidenceNow({ step }: StepRecord, tools: Tools): Promise<StepRecord['evidence']> {
  const kind = machineKindOf(step);
  if (kind === undefined || !canLook(step, tools)) return undefined;
  return (await sightOf(() => kind.look(step, tools))).evidence;
}

function whichStep(as: string) {
  return {
    code: 'arguments.settle-which',
    severity: 'error',
    what: `--as ${as} needs the id of one step.`,
    why: 'Every doubt is decided by itself; only those of which a look finds no trace may be settled together, as not-done.',
    todo: 'See them with: migrate settle',
  } as const;
}

function notInDoubt(id: string) {
  return {
    code: 'arguments.not-in-doubt',
    severity: 'error',
    what: `${id} is not in doubt.`,
    why: 'Only a doubt can be settled.',
    todo: 'See what is in doubt with: migrate settle',
  } as const;
}

function notSeen(id: string) {
  return {
    code: 'settle.not-seen',
    severity: 'error',
    what: `${id} cannot be called done: no account with that address and our stamp can be seen.`,
    why: 'The licence, the mailbox and everything else would be given to an account that is not ours.',
    todo: 'Look again in an hour, or settle it with --as not-done or --as failed.',
  } as const;
}
