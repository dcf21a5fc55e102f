// undo while some steps are in doubt: what is known is taken back, and the exit code says that something is left.

import { expect, it } from '@jest/globals';
import { effects, FREE, onStage, patient, STORY_TIMEOUT_MS } from '../story/on-stage.ts';
import { NEW_DOMAIN, withoutOldMailboxes } from '../story/stage.ts';

it(
  'undo takes back what is known, names what is in doubt, and ends as unfinished',
  async () => {
    const edit = (settings: string) => patient(withoutOldMailboxes(settings));
    await onStage({ provider: 'microsoft-365', people: 2, sandbox: FREE, edit }, async (stage) => {
      await stage.must('plan');
      await stage.control('PUT', 'faults', [
        { match: { method: 'POST', path: '/users$', body: `p1@${NEW_DOMAIN}` }, kind: 'reset-before' },
        { match: { method: 'GET', path: `p1(@|%40)${NEW_DOMAIN.replaceAll('.', '\\.')}` }, kind: '503-before' },
      ]);
      expect((await stage.run('apply', '--yes')).code).toBe(4);
      const undone = await stage.run('undo', '--yes');
      expect(undone.said).toContain('1 step is in doubt and is not taken back');
      expect(await effects(stage, 'user.suspend')).toEqual([`p2@${NEW_DOMAIN}`]);
      expect(undone.code).toBe(4);
    });
  },
  STORY_TIMEOUT_MS,
);
