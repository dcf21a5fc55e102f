// The stamp: the mark by which an account is known as made by this migration for this person.

import { createHash } from 'node:crypto';

/** Whether the stamp is one of this job, whoever it was made for. */
export function isStampOf(jobId: string, stamp: string | undefined): boolean {
  return stamp?.startsWith(`migrate/${jobId}/`) === true;
}

const STAMP = /^migrate\/([0-9a-f]{12})\//;

/** `migrate/<job id>/<12 hex of the person's key>`: at most 33 characters, no personal words in it. */
export function stampOf(jobId: string, personKey: string): string {
  return `migrate/${jobId}/${createHash('sha256').update(personKey).digest('hex').slice(0, 12)}`;
}

/** The id of the job that set a stamp; undefined where it is none of ours. */
export function jobOf(stamp: string | undefined): string | undefined {
  return STAMP.exec(stamp ?? '')?.[1];
}
