// A day on which sending is held after many refusals: lifted only by somebody who says why, and then it begins again slowly.

import { describe, expect, it } from '@jest/globals';
import { SENDING_STEPPED_BACK } from '../../src/apply/send-lane.ts';
import { realClock } from '../../src/command/clock.ts';
import { DAY_LIFTED, sendHistory } from '../../src/command/sending-lane.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import { onStage, STORY_TIMEOUT_MS } from '../story/on-stage.ts';

describe('a day that is held', () => {
  it(
    'goes on with a reason, which is kept, and not without one',
    async () => {
      await onStage({ provider: 'microsoft-365', people: 1 }, async (stage) => {
        const log = openJobLog(stage.path('data/job.db'), { clock: realClock, mode: 'create' });
        try {
          const back = { reason: '9 of the last 20 messages were refused for good', todo: 'Mend it.', back: 1 };
          await log.note(SENDING_STEPPED_BACK, back);
          const refused = await stage.run('notice', 'continue');
          expect(refused.code).toBe(2);
          expect(refused.told).toMatch(/9 of the last 20 [^]*notice continue --reason/u);
          expect(sendHistory(log, Date.now()).stepBack).not.toHaveProperty('liftedAt');
          const lifted = await stage.must('notice', 'continue', '--reason', 'the typing error is mended');
          expect(lifted.said).toContain('It begins again slowly');
          expect(log.lastEvent(DAY_LIFTED)?.facts).toMatchObject({ reason: 'the typing error is mended' });
          expect(sendHistory(log, Date.now()).stepBack).toMatchObject({ back: 1, liftedAt: expect.any(Number) });
          expect((await stage.must('notice', 'continue')).said).toContain('not stopped');
          // The next time is held anew.
          await log.note(SENDING_STEPPED_BACK, { ...back, back: 2 });
          expect(sendHistory(log, Date.now()).stepBack).not.toHaveProperty('liftedAt');
        } finally {
          log.close();
        }
      });
    },
    STORY_TIMEOUT_MS,
  );
});
