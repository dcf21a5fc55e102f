// How a run has ended, in words: what is done, what failed, what waits and for what.

import type { RunResult } from '../apply/run-result.ts';
import type { StepKindName } from '../model/step.ts';
import { sentenceOf } from '../step/kinds.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { kitsAre } from './text/kit-text.ts';
import type { Voice } from './voice.ts';

/** Reasons that are said one by one. */
const MOST_REASONS = 8;

/** Why steps of one kind wait, and for how many each reason holds; the most common one first. */
function reasonsFor(kind: StepKindName, held: RunResult['held']): readonly (readonly [why: string, count: number])[] {
  const reasons = new Map<string, number>();
  for (const { step, why } of held) if (step.kind === kind) reasons.set(why, (reasons.get(why) ?? 0) + 1);
  return [...reasons].toSorted(([, left], [, right]) => right - left);
}

function sayHeldKits(held: RunResult['held'], voice: Voice): void {
  const most = reasonsFor('kit.write', held);
  for (const [why, kits] of most) voice.fact({ type: 'kits.held', kits, why });
  for (const [why, kits] of most.slice(0, MOST_REASONS)) voice.say(`  ${kitsAre(kits)} held: ${why}`);
  if (most.length > MOST_REASONS) voice.say(`  and ${most.length - MOST_REASONS} other reasons: migrate device status`);
}

function sayHeldNotices(held: RunResult['held'], voice: Voice): void {
  const most = reasonsFor('notice.send', held);
  for (const [why, notices] of most) voice.fact({ type: 'notices.held', notices, why });
  for (const [why, notices] of most.slice(0, MOST_REASONS)) voice.say(`  ${noticesText(notices)} held: ${why}`);
  if (most.length > MOST_REASONS) voice.say(`  and ${most.length - MOST_REASONS} other reasons: migrate report`);
}

function noticesText(count: number): string {
  return count === 1 ? '1 notice is' : `${count} notices are`;
}

/** Tasks that are listed at the end of a run. */
const MOST_TASKS = 10;

/** Steps that wait for a person hold nothing up by themselves; they are counted apart. */
export function sayResult(
  result: RunResult,
  { voice, outside }: { readonly voice: Voice; readonly outside: number },
): ExitCode {
  const { done, failed, inDoubt, held, isStopped } = result;
  const byHand = held.filter(({ step }) => step.kind === 'hand.task');
  const others = held.length - byHand.length;
  voice.fact({ type: 'run.result', done, failed, inDoubt, held: others, byHand: byHand.length, outside, isStopped });
  const all = done + failed + inDoubt + held.length;
  const parts = [
    `${done} of ${all} steps are done`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(inDoubt > 0 ? [`${inDoubt} in doubt`] : []),
    ...(others > 0 ? [`${others} not started`] : []),
  ];
  voice.say(`${isStopped ? 'Stopped' : 'Finished'}: ${parts.join(', ')}.`);
  sayHeldKits(held, voice);
  sayHeldNotices(held, voice);
  // Of tasks for partners there may be thousands.
  const shown = byHand.filter(({ step }, index) => step.partner === undefined || index < MOST_TASKS);
  for (const { step } of shown)
    voice.say(`  ! for a person: ${sentenceOf(step).say(step)}  (migrate done "${step.id}" --evidence "...")`);
  if (shown.length < byHand.length) voice.say(`  ! and ${byHand.length - shown.length} more: migrate status`);
  if (failed > 0) voice.say('Look at what failed with "migrate report", mend it, then "migrate retry --failed".');
  if (inDoubt > 0) voice.say('Steps in doubt wait for your decision: "migrate settle".');
  if (isStopped) voice.say('Go on with "migrate resume".');
  if (failed > 0) return EXIT.failed;
  return inDoubt > 0 || held.length > 0 || isStopped ? EXIT.open : EXIT.done;
}
