// Tasks for a whole list: another list is another task, and one that comes back after another is to be done again.

import { expect, it } from '@jest/globals';
import type { StepState } from '../../src/model/event.ts';
import type { StepId } from '../../src/model/step.ts';
import { taskAgain } from '../../src/plan/task-again.ts';

it('a list that was done, another one after it, and that is wanted again is another round, as often as that happens', () => {
  const done: StepId[] = [];
  const log = {
    stateOf: (id: StepId): StepState | undefined => (done.includes(id) ? 'done' : undefined),
    lastTask: (beginning: string) => done.findLast((id) => id.startsWith(beginning)),
  };
  const ids = ['a', 'b', 'a', 'b', 'a'].map((name) => {
    const id = taskAgain('run-exchange-script/pilot', [{ name }], log);
    expect(log.stateOf(id)).toBeUndefined();
    done.push(id, 'hand.task/run-exchange-script/sales/x');
    expect(taskAgain('run-exchange-script/pilot', [{ name }], log)).toBe(id);
    return id;
  });
  expect(ids.map((id) => id.replace(/^hand\.task\/run-exchange-script\/pilot\/[0-9a-f]{8}/u, ''))).toEqual([
    '',
    '',
    '/2',
    '/2',
    '/3',
  ]);
  expect(new Set(ids).size).toBe(ids.length);
});
