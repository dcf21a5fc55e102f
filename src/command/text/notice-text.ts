// Notices in words: what a partner gets, what people do for it, how many letters are approved.

import type { Partner } from '../../model/partner.ts';
import type { PlanEntry } from '../../model/plan.ts';
import type { HandTask } from '../../model/step.ts';
import { stepsText } from './plan-text.ts';

export interface NoticeCounts {
  /** In the plan, not sent. */
  letters: number;
  /** Of these, as they are. */
  approved: number;
  /** Of these, those that were tried and failed. */
  failed: number;
  /** Partners for whom nothing is left to do. */
  told: number;
}

/** Tasks of one sort that are listed, where they are many. */
const MOST_TASKS = 5;

/** `1 letter`, `2 letters`. */
export function lettersText(count: number): string {
  return count === 1 ? '1 letter' : `${count} letters`;
}

export function partnerLine(entry: PlanEntry, { company, name, addresses, route }: Partner): readonly string[] {
  const who = name === undefined ? company : `${company} ${name}`;
  const where = route === 'mail' ? (addresses[0] ?? '') : `by ${route}`;
  if (entry.suppressed !== undefined) return [who, where, `- suppressed: ${entry.suppressed}`];
  if (entry.isRefused === true) return [who, where, '- refused'];
  return [who, where, entry.steps.length === 0 ? '= told' : stepsText(entry.steps)];
}

export function noticesText({ letters, approved, failed, told }: NoticeCounts): readonly string[] {
  const waiting = letters - approved;
  return [
    `Notices: ${lettersText(letters)} to send; ${approved} approved, ${waiting} not approved. Told already: ${told}.`,
    ...(failed > 0 ? [`${failed} of them were tried and failed; again only with: migrate retry --failed`] : []),
  ];
}

/** Each task with what it needs; of those for partners only a few of each sort. */
export function tasksText(tasks: readonly HandTask[], { isAll }: { readonly isAll: boolean }): readonly string[] {
  return [...Map.groupBy(tasks, (task) => (task.partner === undefined ? '' : task.task))].flatMap(([sort, ofSort]) => {
    const shown = sort === '' || isAll ? ofSort : ofSort.slice(0, MOST_TASKS);
    const more = ofSort.length - shown.length;
    return [
      ...shown.flatMap(taskText),
      ...(more > 0 ? [`  ! and ${more} more like this: migrate notice status --csv`] : []),
    ];
  });
}

function taskText(task: HandTask): readonly string[] {
  return [
    `  ! ${task.title}`,
    ...task.lines.map((line) => `      ${line}`),
    ...(task.file === undefined ? [] : [`      the file: ${task.file}`]),
    `      when it is done: migrate done "${task.id}" --evidence "..."`,
  ];
}
