// Planning again after everything is done: the plan that was carried out stays, and its inputs are those of now.

import { describe, expect, it } from '@jest/globals';
import { FREE, onStage, STORY_TIMEOUT_MS } from '../story/on-stage.ts';
import { withoutOldMailboxes } from '../story/stage.ts';

describe('a plan of nothing', () => {
  it(
    'takes note of inputs that have changed without meaning anything else, and hides nothing',
    async () => {
      await onStage(
        { provider: 'microsoft-365', people: 1, sandbox: FREE, edit: withoutOldMailboxes },
        async (stage) => {
          await stage.must('plan');
          await stage.must('apply', '--yes');
          const { said } = await stage.must('status');
          await stage.edit('migrate.yaml', (text) => `# Carried out on a Friday evening.\n${text}`);
          expect((await stage.run('apply', '--yes')).told).toContain('apply.file-moved');
          expect((await stage.must('plan')).said).toContain('Nothing to do');
          expect((await stage.must('apply', '--yes')).said).toContain('Nothing to do');
          expect((await stage.must('status')).said).toBe(said);
        },
      );
    },
    STORY_TIMEOUT_MS,
  );
});
