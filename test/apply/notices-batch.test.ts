// The batch of notices on the walk: a refused recipient stops nobody else, silence stops them all, and what is held says why.

import { describe, expect, it } from '@jest/globals';
import type { BatchGate } from '../../src/apply/run-plan.ts';
import { RemoteFailure } from '../../src/model/failure.ts';
import type { FailureKind } from '../../src/model/failure.ts';
import type { NoticeSend } from '../../src/model/step.ts';
import { PlanScene } from './plan-scene.ts';
import { WIDE_LANES } from './scene.ts';

const GATE: BatchGate = { name: 'notices', failureThreshold: 0.05, onlyDoubts: { free: 2 } };
const ONE_AT_A_TIME = WIDE_LANES.map((lane) => ({ ...lane, concurrency: 1 }));

function aNotice(partner: string): NoticeSend {
  const address = `${partner}@partner.example`;
  return {
    id: `notice.send/change/${address}`,
    kind: 'notice.send',
    batch: 'notices',
    partner: address,
    needs: [],
    notice: 'change',
    language: 'ja',
    from: { address: 'sato@new.example' },
    mailbox: 'sato@new.example',
    to: { address },
    subject: partner,
    letter: 'aa',
    version: 'v',
    noticeId: 'n',
    referenceCode: 'r',
  };
}

function notices(count: number): readonly NoticeSend[] {
  return Array.from({ length: count }, (_, index) => aNotice(`p${index}`));
}

function failure(kind: FailureKind): RemoteFailure {
  return new RemoteFailure({ kind, operation: 'send', said: kind });
}

describe('the batch of notices', () => {
  it('goes on past every refused recipient', async () => {
    const scene = new PlanScene(notices(10), { make: () => failure('refused'), lanes: ONE_AT_A_TIME });
    expect(await scene.run({ batches: [GATE] })).toMatchObject({ failed: 10, held: [] });
    expect(scene.began).toHaveLength(10);
  });

  it.each([
    [2, 38],
    [3, 0],
  ])('is held by more doubts than are ordinary: after %i of them %i go out', async (doubts, sent) => {
    const steps = notices(40);
    const scene = new PlanScene(steps, { lanes: ONE_AT_A_TIME });
    for (const { id } of steps.slice(0, doubts)) {
      scene.log.commit({ id, to: 'started', attempt: 1 });
      scene.log.commit({ id, to: 'in-doubt', attempt: 1 });
    }
    const result = await scene.run({ batches: [GATE] });
    expect(result).toMatchObject({ inDoubt: doubts, done: sent, failed: 0 });
    const held = Array(40 - doubts - sent).fill('too many of those before are in doubt: migrate settle');
    expect(result.held.map(({ why }) => why)).toEqual(held);
    expect(scene.began).toHaveLength(sent);
    expect(scene.namesOf('batch-held')).toEqual(sent === 0 ? ['notices'] : []);
  });

  it('starts nothing for which there is a reason to wait, and says it', async () => {
    const scene = new PlanScene(notices(3));
    const result = await scene.run({
      batches: [GATE],
      whyHeld: ({ step }) => (step.id.includes('p1@') ? 'the letter is not approved' : undefined),
    });
    expect(result).toMatchObject({ done: 2, held: [{ why: 'the letter is not approved' }] });
    expect(scene.began.some((id) => id.includes('p1@'))).toBe(false);
  });
});
