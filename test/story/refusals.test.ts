// What is refused, before anything is changed: bad input, a world that has moved, a plan that nobody meant.

import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { createByHand } from './by-hand.ts';
import { FREE, onStage, problemCodes, STORY_TIMEOUT_MS } from './on-stage.ts';
import { NEW_DOMAIN, OLD_DOMAIN, staffList } from './stage.ts';

const story = (name: string, play: () => Promise<void>) => it.concurrent(name, play, STORY_TIMEOUT_MS);

describe('bad input', () => {
  story('names every mistake in migrate.yaml at once, each with line and column', async () => {
    const spoil = (text: string) =>
      text
        .replace('provider: microsoft-365', 'provider: microsoft-356')
        .replace('mode: new-mailbox', 'mod: new-mailbox')
        .replace('country: JP', 'country: Japan');
    await onStage({ provider: 'microsoft-365', people: 3, edit: spoil }, async (stage) => {
      for (const command of ['check', 'plan']) {
        const { code, told } = await stage.run(command);
        expect([command, code]).toEqual([command, 2]);
        expect(told).toMatch(/^error migrate\.yaml:\d+:\d+: .*microsoft-356.*did you mean microsoft-365/mu);
        expect(told).toMatch(/^error migrate\.yaml:\d+:\d+: "mod" is not a setting/mu);
        expect(told).toMatch(/^error migrate\.yaml:\d+:\d+: country cannot be "Japan"/mu);
      }
    });
  });

  story('names every mistake in the staff list at once, each with line and column', async () => {
    const rows = staffList(3)
      .replace(`p2@${OLD_DOMAIN}`, `P1@${OLD_DOMAIN}`)
      .replace(`p3@${OLD_DOMAIN}`, 'p3@elsewhere.example')
      .replace('sales', 'salse');
    await onStage({ provider: 'microsoft-365', people: rows }, async (stage) => {
      const { code, told, said } = await stage.run('check');
      expect(code).toBe(2);
      expect(told.match(/^error data\/staff\.csv:\d+:\d+: /gmu)?.length).toBeGreaterThanOrEqual(3);
      expect(told).toContain('salse');
      expect(told).toContain('p3@elsewhere.example');
      expect(said).toContain('Nothing has been changed.');
    });
  });

  story('has nowhere to look without a workspace, a sandbox or a secret, and says which', async () => {
    await onStage({ provider: 'microsoft-365', people: 3 }, async (stage) => {
      expect(problemCodes(await stage.run('plan'))).toEqual(['sandbox.not-running']);
      await stage.edit('migrate.yaml', (text) => text.replace(/^sandbox:.*$/mu, ''));
      const noSecret = await stage.start(['plan'], { MIGRATE_CLIENT_SECRET: '' }).ended;
      expect(noSecret).toMatchObject({ code: 2, told: expect.stringContaining('MIGRATE_CLIENT_SECRET is not set') });
      await stage.edit('migrate.yaml', (text) => text.replace('provider: microsoft-365', 'provider: google-workspace'));
      const noKey = await stage.run('plan');
      expect(noKey).toMatchObject({ code: 2, told: expect.stringContaining('keys/service-account.json') });
      await rm(stage.path('migrate.yaml'));
      for (const command of ['plan', 'settle']) {
        expect(problemCodes(await stage.run(command))).toEqual(['workspace.none']);
      }
      await expect(stage.read('data/job.db')).rejects.toThrow('ENOENT');
    });
  });
});

describe('apply', () => {
  story(
    'wants a plan, somebody who agrees, words that are known, and the files as they were when it was planned',
    async () => {
      await onStage({ provider: 'microsoft-365', people: 3, sandbox: FREE }, async (stage) => {
        const unplanned = await stage.run('apply', '--yes');
        expect(unplanned).toMatchObject({ code: 2, told: expect.stringContaining('migrate plan') });
        await stage.must('plan');

        const unasked = await stage.run('apply');
        expect(unasked).toMatchObject({ code: 3, said: expect.stringContaining('--yes') });
        const forPrograms = await stage.run('apply', '--json');
        expect(forPrograms).toMatchObject({ code: 3, said: expect.stringContaining('"declined"') });

        const words = [
          ['--batch', 'pilots', 'pilot, sales, everyone'],
          ['--until', 'user.creation', 'user.create'],
          ['--only', `nobody@${OLD_DOMAIN}`, `nobody@${OLD_DOMAIN}`],
        ] as const;
        for (const [option, word, known] of words) {
          const wrong = await stage.run('apply', '--yes', option, word);
          expect(wrong).toMatchObject({ code: 2, told: expect.stringContaining(known) });
        }
        const wrong = [
          ['retry', '--failed', '--kind', 'nothing'],
          ['settle', 'user.create/x', '--as', 'done'],
          ['log', 'nobody'],
          ['no-such-command'],
        ];
        for (const command of wrong) expect([command, (await stage.run(...command)).code]).toEqual([command, 2]);

        const unstarted = await stage.run('resume');
        expect(unstarted).toMatchObject({ code: 2, told: expect.stringContaining('migrate apply') });

        const files = ['migrate.yaml', 'data/staff.csv', 'templates/automatic-reply.ja.html'];
        for (const file of files) {
          const before = await stage.read(file);
          const added = file.endsWith('.csv') ? staffList(4).split('\r\n')[4] : '';
          await writeFile(stage.path(file), `${before}${added ?? ''}\n`);
          const refused = await stage.run('apply', '--yes');
          expect(refused).toMatchObject({
            code: 2,
            told: expect.stringContaining(`${file} has changed since the plan`),
          });
          expect(problemCodes(refused)).toEqual(['apply.file-moved']);
          await writeFile(stage.path(file), before);
        }
        expect(await stage.ledger()).toEqual([]);
        await stage.must('apply', '--yes');
      });
    },
  );

  story(
    'refuses a plan when the provider has moved, names what is different, and never adopts a stranger',
    async () => {
      await onStage({ provider: 'microsoft-365', people: 4, sandbox: FREE }, async (stage) => {
        await stage.must('plan');
        await createByHand(stage, `p2@${NEW_DOMAIN}`);
        const moved = await stage.run('apply', '--yes');
        expect(moved.code).toBe(2);
        expect(moved.told).toContain('The provider is not what it was when the plan was made');
        expect(moved.told).toContain(`create p2@${NEW_DOMAIN}`);

        const refusing = await stage.run('plan');
        expect(refusing.code).toBe(2);
        expect(refusing.told).toContain(`p2@${NEW_DOMAIN} is wanted for 青空 太郎2`);
        expect(refusing.told).toMatch(/Somebody Else <p2@aozora-trading\.example>, id [0-9a-f-]{36}/u);
        expect(refusing.said).toContain('1 person is left out');

        const whole = await stage.run('apply', '--yes');
        expect(problemCodes(whole)).toEqual(['plan.address-taken', 'apply.people-refused']);
        await stage.must('apply', '--yes', '--leave-out-refused');
        const created = (await stage.ledger()).filter(({ kind }) => kind === 'user.create').map(({ key }) => key);
        expect(created.sort()).toEqual([1, 2, 3, 4].map((number) => `p${number}@${NEW_DOMAIN}`));
        expect((await stage.ledger()).filter(({ key }) => key.startsWith('p2@')).map(({ kind }) => kind)).toEqual([
          'user.create',
        ]);
      });
    },
  );

  story('takes the accounts of a lost log for those of strangers, and says that the log may be lost', async () => {
    await onStage({ provider: 'microsoft-365', people: 3, sandbox: FREE }, async (stage) => {
      await stage.must('plan');
      await stage.must('apply', '--yes', '--batch', 'pilot');
      await rm(stage.path('data/job.db'));
      const lost = await stage.run('plan');
      expect(lost).toMatchObject({ code: 2, told: expect.stringContaining('data/job.db') });
      expect(lost.told).toContain('credentials.age');
      await expect(stage.read('data/job.db')).rejects.toThrow('ENOENT');

      for (const left of ['credentials.age', 'job.lock.seen']) await rm(stage.path(`data/${left}`));
      const anew = await stage.run('plan');
      expect(anew.code).toBe(2);
      expect(anew.said).toContain('new job log');
      expect(problemCodes(anew)).toEqual(['plan.address-taken']);
      expect(anew.told).toContain('another job log');
    });
  });
});

describe('a plan that nobody meant', () => {
  story('is refused by name and number, and the last one stays', async () => {
    await onStage({ provider: 'microsoft-365', people: 20, sandbox: FREE }, async (stage) => {
      await stage.must('plan');
      await writeFile(stage.path('data/staff.csv'), staffList(30));
      const grown = await stage.run('plan');
      expect(grown.code).toBe(2);
      expect(grown.told).toContain('The plan has 140 steps, the last one had 100; limits.mostGrowth allows 130.');
      expect(grown.said).toContain('the last saved one stays');
      await stage.edit('migrate.yaml', (text) =>
        text.replace(/mostSteps: \d+/u, 'mostSteps: 100').replace(/mostGrowth: [\d.]+/u, 'mostGrowth: 9'),
      );
      const long = await stage.run('plan');
      expect(long.told).toContain('The plan has 140 steps; limits.mostSteps allows 100.');
      await stage.edit('migrate.yaml', (text) => text.replace('mostSteps: 100', 'mostSteps: 1000'));

      await stage.control('POST', 'seed', { microsoft: { skus: [{ skuPartNumber: 'SPE_E3', total: 45 }] } });
      const unlicensed = await stage.run('plan');
      expect(problemCodes(unlicensed)).toContain('guard.too-few-licences');
      expect(unlicensed.told).toContain('The plan assigns 30 of SPE_E3; 25 of 45 are free.');
      expect((await stage.must('show')).said).toContain('100 steps');

      await stage.control('POST', 'seed', { microsoft: { skus: [{ skuPartNumber: 'SPE_E3', total: 90 }] } });
      expect((await stage.run('plan')).code).toBe(0);
      await stage.control('POST', 'seed', { microsoft: { skus: [{ skuPartNumber: 'SPE_E3', total: 45 }] } });
      const late = await stage.run('apply', '--yes');
      expect(late.code).toBe(2);
      expect(problemCodes(late)).toEqual(['guard.too-few-licences']);
      expect(await stage.ledger()).toEqual([]);
    });
  });
});
