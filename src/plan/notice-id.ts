// The id of a message to a partner: in its headers, and in those of whatever comes back.

import { hash } from 'node:crypto';
import type { StepId } from '../model/step.ts';

/**
 * 24 hex digits, the same in every plan. Another one for each time that somebody has it sent again (`round` above 0), or a look would take
 * the first for the second.
 */
export function noticeIdOf(jobId: string, id: StepId, round: number): string {
  return hash('sha256', round === 0 ? `${jobId}/${id}` : `${jobId}/${id}/${round}`).slice(0, 24);
}
