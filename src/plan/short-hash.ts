// A short name for a content: with it in its id, a step about another content is another step.

import { hash } from 'node:crypto';

/** Eight hex digits. */
export function shortHash(content: string): string {
  return hash('sha256', content).slice(0, 8);
}
