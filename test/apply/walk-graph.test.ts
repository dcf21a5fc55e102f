// Which steps are ready, which wait, and which cannot start in this run, and why.

import { describe, expect, it } from '@jest/globals';
import { buildGraph, hasEnded } from '../../src/apply/walk-graph.ts';
import type { StepRecord, StepState } from '../../src/model/event.ts';
import type { Step } from '../../src/model/step.ts';
import { aStep, idOf } from './scene.ts';

function recordOf(step: Step, state: StepState = 'planned'): StepRecord {
  return { step, state, attempt: 0, at: 0 };
}

function graphOf(
  records: readonly StepRecord[],
  outside: Readonly<Record<string, StepState>> = {},
): ReturnType<typeof buildGraph> {
  return buildGraph(records, { stateOf: (id) => outside[id] });
}

describe('the graph of a run', () => {
  it('counts what a step still waits for', () => {
    const graph = graphOf([
      recordOf(aStep('a'), 'done'),
      recordOf(aStep('b')),
      recordOf(aStep('c', { needs: [idOf('a'), idOf('b')] })),
    ]);
    expect(graph.get(idOf('b'))?.missing).toBe(0);
    expect(graph.get(idOf('c'))?.missing).toBe(1);
    expect(graph.get(idOf('b'))?.followers.map(({ record }) => record.step.id)).toEqual([idOf('c')]);
  });

  it('holds what follows a step in doubt through every floor', () => {
    const graph = graphOf([
      recordOf(aStep('a'), 'in-doubt'),
      recordOf(aStep('b', { needs: [idOf('a')] })),
      recordOf(aStep('c', { needs: [idOf('b')] })),
    ]);
    expect([...graph.values()].map(({ heldBy }) => heldBy)).toEqual([
      'is in doubt: migrate settle',
      `needs ${idOf('a')}`,
      `needs ${idOf('a')}`,
    ]);
  });

  it('does not hold a step for one that is done, here or elsewhere', () => {
    const graph = graphOf([recordOf(aStep('a', { needs: ['elsewhere'] }))], { elsewhere: 'done' });
    expect(graph.get(idOf('a'))).toMatchObject({ missing: 0, heldBy: undefined });
  });

  it.each(['planned', 'started', 'failed', 'in-doubt', 'undone', undefined] as const)(
    'holds a step for one elsewhere that is %s',
    (state) => {
      const graph = graphOf([recordOf(aStep('a', { needs: ['elsewhere'] }))], state && { elsewhere: state });
      expect(graph.get(idOf('a'))?.heldBy).toContain('elsewhere');
    },
  );

  it('lets a started step be looked at, and a waiting one be tried', () => {
    const graph = graphOf([recordOf(aStep('a'), 'started'), recordOf(aStep('b'), 'waiting')]);
    expect([...graph.values()].map(hasEnded)).toEqual([false, false]);
  });
});
