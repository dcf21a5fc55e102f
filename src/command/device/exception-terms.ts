// The terms of an exception from the device gate: who approved it, until when, why. Its one rule: it ends, and not too late.

import { shownText } from '../../client/evidence/report-words.ts';
import type { DeviceException } from '../../model/device-exception.ts';
import type { Problem } from '../../model/problem.ts';
import type { Settings } from '../../model/settings.ts';
import { lastDayOf } from '../../report/device-lines.ts';
import { lastSecondOf } from '../../settings/dates.ts';
import { zoneOfReports } from '../device-gate-now.ts';
import { exceptionProblem } from './exception-problems.ts';

/** As the administrator has written them. */
export interface TermsSaid {
  readonly approvedBy: string;
  /** YYYY-MM-DD: the last day. */
  readonly until: string;
  readonly reason: string;
}

export type Terms = Pick<DeviceException, 'approvedBy' | 'until' | 'reason'>;

/** `now` in milliseconds since 1970. Everything that is wrong is told at once. */
export function readTerms(
  { approvedBy: approver, until: day, reason: why }: TermsSaid,
  { settings, now }: { readonly settings: Settings; readonly now: number },
): Terms | { readonly problems: readonly Problem[] } {
  const timeZone = zoneOfReports(settings);
  const [approvedBy, reason] = [shownText(approver), shownText(why)];
  const problems: Problem[] = [];
  if (approvedBy === '') problems.push(exceptionProblem('empty', { option: '--approved-by' }));
  if (reason === '') problems.push(exceptionProblem('empty', { option: '--reason' }));
  const last = lastSecondOf(day, timeZone);
  const latest = lastDayOf({ until: now + settings.evidence.mostExceptionMs }, timeZone);
  if (last === undefined) problems.push(exceptionProblem('no-day', { value: day }));
  else if (last < now) problems.push(exceptionProblem('past', { value: day }));
  else if (day > latest) problems.push(exceptionProblem('too-long', { value: day, latest }));
  if (last === undefined || problems.length > 0) return { problems };
  return { approvedBy, until: last + 1000, reason };
}
