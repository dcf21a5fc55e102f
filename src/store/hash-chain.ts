// The hash chain of the event log: every line hangs on the one before it, and the first one on the id of the job.

import { hash } from 'node:crypto';

/** What is hashed of one event. `facts` is the JSON text exactly as it is stored. */
export interface ChainLine {
  readonly number: number;
  readonly at: number;
  readonly name: string;
  readonly stepId: string | undefined;
  readonly facts: string;
}

/**
 * Hex sha256 over the previous hash, a line feed, and the line as a JSON array `[number,at,name,step id or null,facts]` without
 * blanks. Before the first event the previous hash is the job id. Anyone can check it with a shell and `sha256sum`.
 */
export function nextHash(previous: string, { number, at, name, stepId, facts }: ChainLine): string {
  const step = stepId === undefined ? 'null' : JSON.stringify(stepId);
  return hash('sha256', `${previous}\n[${number},${at},${JSON.stringify(name)},${step},${facts}]`);
}
