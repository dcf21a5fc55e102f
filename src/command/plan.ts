// migrate plan: looks (read-only), subtracts what is there and done, shows the rest like a letter, and saves it.

import { resolve } from 'node:path';
import type { StepState } from '../model/event.ts';
import type { Fingerprints } from '../model/plan.ts';
import { writeFileDurably } from '../store/write-file.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { listLost } from './device-gate-now.ts';
import { gateWarnings } from './gate-warnings.ts';
import { writeHandFiles } from './hand-files.ts';
import { openJob, TENANT } from './job.ts';
import { noteOldDomain } from './old-domain.ts';
import { adoptSeen, planOnce, presentOf, stepsOf } from './planning.ts';
import type { Planned } from './planning.ts';
import { withCalendar } from './sending-forecast.ts';
import { settleStarted } from './running.ts';
import { confirmPlan } from './saved-plan.ts';
import { sayProblems } from './say-problems.ts';
import { PlanLetter } from './plan-letter.ts';
import type { PlanContext, PlanOptions } from './plan-letter.ts';
import { growSlowly } from './spare-memory.ts';
import { totalText } from './text/plan-text.ts';
import { readWholeWorkspace } from './whole-workspace.ts';
import { operatorsBy } from './wire-dns.ts';

export async function plan({ folder, voice }: CommandContext, options: PlanOptions): Promise<ExitCode> {
  growSlowly();
  const reading = await readWholeWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { workspace } = reading;
  const opening = await openJob({ folder, settings: workspace.settings, voice, command: 'plan', log: 'create' });
  if ('problems' in opening) return sayProblems(opening.problems, voice);
  const { job } = opening;
  try {
    const lost = listLost(workspace, job.log);
    if (lost.length > 0) return sayProblems(lost, voice);
    if (!(await settleStarted(job, voice))) return EXIT.open;
    return await planAndSave({ job, workspace, voice }, options);
  } finally {
    job.close();
  }
}

/** Plans, shows and saves. A plan that a guard refuses is shown, and not saved. */
async function planAndSave(context: PlanContext, options: PlanOptions): Promise<ExitCode> {
  const { job, workspace, voice } = context;
  const seen = await presentOf(job, workspace, new AbortController().signal);
  const adopted = await adoptSeen(job, seen.present);
  if (adopted > 0)
    voice.say(`${adopted} accounts whose creation was not confirmed are there, with our stamp: adopted.`);
  const letter = new PlanLetter(context, options);
  const { folder, settings } = job;
  const operatorOf = await operatorsBy({ folder, settings });
  const counted = planOnce({ job, workspace, seen }, (entry) => letter.add(entry));
  const planned = await withCalendar(counted, { job, operatorOf });
  const { summary } = planned;
  letter.finish(planned);
  const warnings = await gateWarnings(planned.fromDomains, { folder, settings });
  for (const problem of [...workspace.problems, ...summary.problems, ...warnings]) voice.problem(problem);
  voice.fact({ type: 'plan', ...summary, digest: planned.digest });
  voice.say(totalText(summary));
  if (options.out !== undefined) {
    const file = resolve(options.out);
    await writeFileDurably({ file, role: 'plan', goal: 'write the plan down' }, letter.whole());
    voice.say(`The whole plan is in ${options.out}.`);
  }
  if (planned.guards.length > 0) {
    voice.say('This plan is refused as a whole; the last saved one stays.');
    return EXIT.input;
  }
  // A plan of nothing would hide the one that has been carried out from status and report.
  const isLeft = job.log.steps({ currentPlan: true, states: OPEN_STATES })[Symbol.iterator]().next().done !== true;
  const last = job.log.currentPlan();
  if (summary.steps > 0 || isLeft || last === undefined) await save(context, planned);
  else if (last.purpose === 'apply') await confirmPlan(job.log, last, fingerprintsOf(context, planned));
  if (summary.steps > 0) voice.say('Saved. Carry it out with: migrate apply');
  if (letter.unapproved > 0) voice.say(`${letter.unapproved} letters wait for: migrate notice approve`);
  if (summary.problems.some(({ severity }) => severity === 'error')) return EXIT.input;
  return options.detailedExitcode === true && summary.steps > 0 ? EXIT.changes : EXIT.done;
}

const OPEN_STATES: readonly StepState[] = ['planned', 'started', 'waiting', 'failed', 'in-doubt'];

function fingerprintsOf({ job, workspace }: PlanContext, { digest }: Planned): Fingerprints {
  return { ...workspace.fingerprints, provider: digest, [TENANT]: job.tenant };
}

async function save(context: PlanContext, planned: Planned): Promise<void> {
  const { job } = context;
  await writeHandFiles(job, planned.inputs);
  const { oldDomains, sending } = job.settings;
  const domains = oldDomains.filter((domain) => planned.fromDomains.has(domain));
  const reason = sending?.oldDomainReason;
  if (domains.length > 0 && reason !== undefined) await noteOldDomain(job.log, { domains, reason });
  job.log.savePlan({
    purpose: 'apply',
    fingerprints: fingerprintsOf(context, planned),
    steps: stepsOf(planned.inputs, (hash, letter) => job.log.keepLetter(hash, letter)),
    summarise: () => planned.summary,
  });
}
