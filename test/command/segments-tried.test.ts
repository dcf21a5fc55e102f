// Which passwords an account may have been made with: those of the tries that nothing has proven to be without effect.

import { describe, expect, it } from '@jest/globals';
import { segmentsTried } from '../../src/command/segments-tried.ts';
import type { LoggedEvent } from '../../src/model/event.ts';
import type { FailureKind } from '../../src/model/failure.ts';

type Line =
  | readonly ['started', string?]
  | readonly ['waiting' | 'failed' | 'in-doubt', FailureKind]
  | readonly ['done' | 'planned'];

function eventsOf(lines: readonly Line[]): readonly LoggedEvent[] {
  return lines.map(([state, word], index) => ({
    number: index + 1,
    at: index,
    name: `step.${state}`,
    facts: {
      ...(state === 'started' && word !== undefined && { evidence: { triedSegment: word } }),
      ...(state !== 'started' && word !== undefined && { failure: { kind: word } }),
    },
    hash: '',
  }));
}

const triedIn = (...lines: readonly Line[]): readonly string[] | undefined =>
  segmentsTried(eventsOf(lines))?.map(({ segment }) => segment);

describe('the segments with which an account may have been made', () => {
  it('are one where it was tried once, however it became known that it is there', () => {
    expect(triedIn(['started', 'a'], ['done'])).toEqual(['a']);
    expect(triedIn(['started', 'a'], ['in-doubt', 'in-doubt'], ['done'])).toEqual(['a']);
  });

  it('are one for all tries of a run', () => {
    const events = eventsOf([['started', 'a'], ['waiting', 'in-doubt'], ['started', 'a'], ['done']]);
    expect(segmentsTried(events)).toEqual([{ segment: 'a', at: 2 }]);
  });

  it.each(['throttled', 'refused', 'exhausted'] as const)('leave out a try that was %s', (kind) => {
    expect(triedIn(['started', 'a'], ['waiting', kind], ['started', 'b'], ['done'])).toEqual(['b']);
  });

  it.each(['in-doubt', 'unavailable', 'not-yet'] as const)('keep one that was %s, after the newer one', (kind) => {
    expect(triedIn(['started', 'a'], ['waiting', kind], ['started', 'b'], ['done'])).toEqual(['b', 'a']);
  });

  it('leave out one that found the account there already', () => {
    const found = {
      ...eventsOf([['started', 'b'], ['done']])[1],
      facts: { evidence: { wasTaken: true } },
    } as LoggedEvent;
    expect(segmentsTried([...eventsOf([['started', 'b']]), found])).toEqual([]);
    const late = eventsOf([
      ['started', 'a'],
      ['waiting', 'in-doubt'],
      ['started', 'b'],
    ]);
    expect(segmentsTried([...late, found])?.map(({ segment }) => segment)).toEqual(['a']);
  });

  it('keep one that was cut off and called not done', () => {
    expect(
      triedIn(['started', 'a'], ['started', 'b'], ['in-doubt', 'in-doubt'], ['planned'], ['started', 'c'], ['done']),
    ).toEqual(['c', 'b', 'a']);
  });

  it('forget what made an account that is gone', () => {
    expect(triedIn(['started', 'a'], ['done'], ['planned'], ['started', 'b'], ['done'])).toEqual(['b']);
  });

  it('are unknown where a log does not name them all', () => {
    expect(triedIn(['started'], ['waiting', 'in-doubt'], ['started', 'b'], ['done'])).toBeUndefined();
  });
});
