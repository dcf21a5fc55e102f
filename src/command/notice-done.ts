// migrate notice done: a person has told a partner otherwise than by our mail, and says so. The partner is not written to afterwards.

import type { StepRecord, StepState } from '../model/event.ts';
import type { JobLog } from '../model/job-log.ts';
import type { Problem } from '../model/problem.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { onLockedLog } from './locked-log.ts';
import { nothingForPartner, partnerRecords, severalPartners } from './partner-steps.ts';
import { sayProblems } from './say-problems.ts';
import { whoIsThere } from './who.ts';

export interface NoticeDoneOptions {
  readonly notice?: string;
  readonly by: 'phone' | 'letter' | 'web' | 'other';
  readonly evidence: string;
}

export function noticeDone(context: CommandContext, partner: string, options: NoticeDoneOptions): Promise<ExitCode> {
  const { voice } = context;
  return onLockedLog(context, { name: 'notice done', mendsOlder: true }, async (log) => {
    const records = [...partnerRecords(log, partner)].filter((record) => isOfNotice(record, options.notice));
    if (records.length === 0) return sayProblems([nothingForPartner(partner)], voice);
    const keys = [...new Set(records.flatMap(({ step }) => step.partner ?? []))];
    if (keys.length > 1) return sayProblems([severalPartners(partner, keys)], voice);
    const doubtful = records.filter(({ state }) => state === 'started' || state === 'in-doubt');
    if (doubtful.length > 0) return sayProblems(doubtful.map(unsettled), voice);
    const open = records.filter(
      (record) => !isToldByHand(record) && (record.state !== 'done' || isBounced(record, log)),
    );
    if (open.length === 0) {
      voice.say(`${partner} has been told already.`);
      return EXIT.done;
    }
    for (const record of open) await tell(record, log, options);
    voice.fact({
      type: 'notice.told',
      partner: keys[0] ?? partner,
      by: options.by,
      steps: open.map(({ step }) => step.id),
    });
    voice.say(`Recorded: ${partner} has been told by ${options.by}. Nothing further is sent for: ${idsOf(open)}`);
    return EXIT.done;
  });
}

function isOfNotice({ step }: StepRecord, notice: string | undefined): boolean {
  return notice === undefined || ('notice' in step && step.notice === notice);
}

function isToldByHand({ state, evidence }: StepRecord): boolean {
  return state === 'done' && evidence?.['toldBy'] !== undefined;
}

function isBounced({ step }: StepRecord, log: JobLog): boolean {
  for (const { stepId, kind } of log.mailBacks()) if (kind === 'bounced' && stepId === step.id) return true;
  return false;
}

/** From each state, the way to `done` that the log allows. */
const WAYS: Readonly<Partial<Record<StepState, readonly StepState[]>>> = {
  planned: ['done'],
  waiting: ['planned', 'done'],
  failed: ['done'],
  done: ['undone', 'planned', 'done'],
  undone: ['planned', 'done'],
};

async function tell({ step, state, attempt }: StepRecord, log: JobLog, options: NoticeDoneOptions): Promise<void> {
  const by = whoIsThere();
  const how = `told by ${options.by}, says ${by}`;
  const evidence = { toldBy: options.by, evidence: options.evidence, by };
  // Promised in one turn, so in one commit: nobody finds the partner in between.
  await Promise.all(
    (WAYS[state] ?? []).map((to) =>
      log.record({ id: step.id, to, attempt, how, ...(to === 'done' ? { evidence } : {}) }),
    ),
  );
}

function idsOf(records: readonly StepRecord[]): string {
  return records.map(({ step }) => step.id).join(', ');
}

function unsettled({ step }: StepRecord): Problem {
  return {
    code: 'notice.unsettled',
    severity: 'error',
    what: `Whether ${step.id} was sent is not known.`,
    why: 'What is in doubt stays so until somebody has looked; else it could be sent again unseen.',
    todo: `Settle it first: migrate settle "${step.id}"`,
  };
}
