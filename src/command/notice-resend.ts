// migrate notice resend: one partner gets a notice once more, because somebody asks for it and says why. It becomes a step of the next plan.

import type { StepRecord } from '../model/event.ts';
import type { Problem } from '../model/problem.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { onLockedLog } from './locked-log.ts';
import { nothingForPartner, partnerRecords, severalPartners } from './partner-steps.ts';
import { sayProblems } from './say-problems.ts';
import { whoIsThere } from './who.ts';

export interface ResendOptions {
  readonly notice?: string;
  readonly reason: string;
}

export function resendNotice(context: CommandContext, partner: string, options: ResendOptions): Promise<ExitCode> {
  const { voice } = context;
  return onLockedLog(context, 'notice resend', async (log) => {
    const records = [...partnerRecords(log, partner)].filter(({ step }) => step.kind === 'notice.send');
    if (records.length === 0) return sayProblems([nothingForPartner(partner)], voice);
    const keys = [...new Set(records.flatMap(({ step }) => step.partner ?? []))];
    if (keys.length > 1) return sayProblems([severalPartners(partner, keys)], voice);
    const wanted = records.filter(
      ({ step }) => options.notice === undefined || (step.kind === 'notice.send' && step.notice === options.notice),
    );
    const sent = wanted.filter(({ state }) => state === 'done');
    const [record] = sent;
    if (record === undefined) return sayProblems([notSent(partner, wanted[0])], voice);
    if (sent.length > 1) return sayProblems([whichNotice(partner, sent)], voice);
    const by = whoIsThere();
    const { step, attempt } = record;
    await log.record({ id: step.id, to: 'undone', attempt, how: `to be sent again, says ${by}: ${options.reason}` });
    voice.fact({ type: 'notice.resend', id: step.id, by, reason: options.reason });
    voice.say(
      `${step.id} is to be sent again. Nothing is sent yet: migrate plan, then migrate apply --only "${keys[0] ?? ''}"`,
    );
    voice.say('Where the letter has changed since, it must be approved first: migrate notice approve');
    return EXIT.done;
  });
}

function notSent(partner: string, record: StepRecord | undefined): Problem {
  const isOpen = record?.state === 'started' || record?.state === 'in-doubt';
  return {
    code: 'notice.not-sent',
    severity: 'error',
    what: `Nothing that was sent to ${partner} fits that.`,
    why: isOpen
      ? 'Whether it was sent is in doubt; sent again unseen, the partner could get two.'
      : 'Only what was sent can be sent again.',
    todo: isOpen
      ? `Settle it first: migrate settle "${record.step.id}"`
      : 'See where it stands: migrate notice status. What failed is tried again with: migrate notice retry --failed',
  };
}

function whichNotice(partner: string, sent: readonly StepRecord[]): Problem {
  const names = sent.flatMap(({ step }) => (step.kind === 'notice.send' ? [step.notice] : []));
  return {
    code: 'notice.which',
    severity: 'error',
    what: `${partner} has got several notices: ${names.join(', ')}.`,
    why: 'One notice is sent again at a time.',
    todo: `Say which one: --notice ${names[0] ?? ''}`,
  };
}
