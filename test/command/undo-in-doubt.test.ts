// undo while some steps are in doubt, or have happened unseen: what has happened is taken back, and the exit code says what is left.

import { mkdir, writeFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { effects, FREE, onStage, patient, problemCodes, STORY_TIMEOUT_MS } from '../story/on-stage.ts';
import { NEW_DOMAIN, OLD_DOMAIN, withoutOldMailboxes } from '../story/stage.ts';

it(
  'undo takes back what is known, names what is in doubt, ends as unfinished, and forgets no list',
  async () => {
    const edit = (settings: string) => patient(withoutOldMailboxes(settings));
    await onStage({ provider: 'microsoft-365', people: 2, sandbox: FREE, edit }, async (stage) => {
      await mkdir(stage.path('lists'));
      await writeFile(stage.path('lists/pcs.csv'), `host,user,os\r\nPC-1,p1@${OLD_DOMAIN},Windows 11\r\n`);
      await stage.edit('migrate.yaml', (text) => text.replace(/^( *)# devices: .*$/mu, '$1devices: lists/pcs.csv'));
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
      await stage.edit('migrate.yaml', (text) => text.replace(/^.*lists\/pcs\.csv.*$/mu, ''));
      const refused = await stage.run('plan');
      expect([refused.code, problemCodes(refused)]).toEqual([2, ['device.list-gone']]);
    });
  },
  STORY_TIMEOUT_MS,
);

it(
  'undo takes back what has happened although the log does not know of it',
  async () => {
    const edit = (settings: string) => settings.replace('mode: new-mailbox', 'mode: rename');
    await onStage({ provider: 'microsoft-365', people: 1, sandbox: FREE, edit }, async (stage) => {
      await stage.must('plan');
      // The change arrives, its answer is lost, and the program ends with the step waiting to be tried again.
      await stage.control('PUT', 'faults', [{ match: { method: 'PATCH', path: '/users/' }, kind: '504-after' }]);
      const cut = await stage.start(['apply', '--yes'], { MIGRATE_FAILPOINT: 'after-failure:1' }).ended;
      expect(cut.code).toBeNull();
      await stage.control('DELETE', 'faults');
      const [there, back] = [`p1@${OLD_DOMAIN} -> p1@${NEW_DOMAIN}`, `p1@${NEW_DOMAIN} -> p1@${OLD_DOMAIN}`];
      expect(await effects(stage, 'user.rename')).toEqual([there]);

      const undone = await stage.run('undo', '--yes');
      expect(undone.said).toContain('1 step may have happened although nothing says so');
      expect((await effects(stage, 'user.rename')).at(-1)).toBe(back);
      expect(undone.code).toBe(0);
      expect((await stage.run('undo', '--yes')).said).toContain('There is nothing to undo.');
    });
  },
  STORY_TIMEOUT_MS,
);
