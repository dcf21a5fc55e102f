// credentials print where the vault was begun with a passphrase and went on with a recipient: with both keys everybody's password is there.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openJobLog } from '../../src/store/job-log.ts';
import { openVault } from '../../src/store/vault.ts';
import { root } from '../build/build-record.ts';
import { CREATE } from '../step/scene.ts';
import { SUMMARY, tickingClock } from '../store/scene.ts';
import { factsOf } from '../story/on-stage.ts';
import { IDENTITY, RECIPIENT, Stage } from '../story/stage.ts';
import type { Ended } from '../story/stage.ts';

// Every command is a process of its own, and the machine may be busy with others.
jest.setTimeout(120_000);

const PASSPHRASE = '正しい horse';
const [EARLY, LATE] = ['early@new.example', 'late@new.example'];

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ provider: 'microsoft-365', people: 2, migrate: path.join(root, 'src', 'start.mjs') });
  await writeFile(stage.path('identity.txt'), IDENTITY);
  const file = stage.path('data/credentials.age');
  const entry = (address: string) => ({ address, person: address, password: `password of ${address}` });
  const early = await openVault(file, { passphrase: PASSPHRASE }, { workFactor: 5 }).add([entry(EARLY)]);
  const late = await openVault(file, { recipient: RECIPIENT }).add([entry(LATE)]);
  const log = openJobLog(stage.path('data/job.db'), { clock: tickingClock(), mode: 'create' });
  const made = [EARLY, LATE].map((address) => ({ ...CREATE, id: `user.create/${address}`, address, person: address }));
  log.savePlan({ purpose: 'apply', fingerprints: {}, steps: made, summarise: () => SUMMARY });
  for (const [index, { id }] of made.entries()) {
    const evidence = { accountId: id, segment: index === 0 ? early : late };
    await log.record({ id, to: 'done', attempt: 1, how: 'made', evidence });
  }
  log.close();
});

afterEach(() => stage.close());

function print(more: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return stage.start(['credentials', 'print', '--json', ...more], { MIGRATE_PASSPHRASE: undefined, ...environment })
    .ended;
}

describe('a vault that was locked in both ways', () => {
  it('is read with both keys; with one alone the other one is asked for, and nothing is shown', async () => {
    const identity = ['--identity', stage.path('identity.txt')];
    const both = await print(identity, { MIGRATE_PASSPHRASE: PASSPHRASE });
    expect(both.code).toBe(0);
    expect(factsOf(both).map((fact) => [fact['address'], fact['passwords']])).toEqual([
      [EARLY, [`password of ${EARLY}`]],
      [LATE, [`password of ${LATE}`]],
    ]);

    const alone = await print(identity);
    expect(alone).toMatchObject({ code: 2, said: expect.stringContaining('a passphrase') });
    await stage.edit('migrate.yaml', (text) => text.replace(/^vaultRecipient:.*$/mu, ''));
    const passphrase = await print([], { MIGRATE_PASSPHRASE: PASSPHRASE });
    expect(passphrase).toMatchObject({ code: 2, said: expect.stringContaining('an identity') });
    for (const refused of [alone, passphrase]) {
      expect(refused.said).toContain('--identity <file>, and the passphrase in MIGRATE_PASSPHRASE');
      expect(refused.said + refused.told).not.toContain('password of');
    }
  });
});
