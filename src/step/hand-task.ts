// hand.task: what only a person can do. Nothing here calls anything: `migrate done` records that it was done, by whom.

import type { HandTask } from '../model/step.ts';
import type { Sentence } from './kind.ts';

export const handTask: Sentence<HandTask> = {
  lane: () => 'person',
  say: (step) => step.title,
};
