// credentials print where the vault was begun with a passphrase and went on with a recipient: with both keys everybody's password is there,
// but for whom the device gate holds.

import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openJobLog } from '../../src/store/job-log.ts';
import { openVault } from '../../src/store/vault.ts';
import { CREATE } from '../step/scene.ts';
import { SUMMARY, tickingClock } from '../store/scene.ts';
import { factsOf, migrateCommand } from '../story/on-stage.ts';
import { IDENTITY, OLD_DOMAIN, RECIPIENT, Stage } from '../story/stage.ts';
import type { Ended } from '../story/stage.ts';

// Every command is a process of its own, and the machine may be busy with others.
jest.setTimeout(120_000);

const PASSPHRASE = '正しい horse';
const [EARLY, LATE] = ['early@new.example', 'late@new.example'];

let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open({ provider: 'microsoft-365', people: 2, migrate: await migrateCommand() });
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

it('a password of another run’s vault is not known, and nobody gets a blank', async () => {
  const other = 'other@new.example';
  const log = openJobLog(stage.path('data/job.db'), { clock: tickingClock(), mode: 'write' });
  const steps = [{ ...CREATE, id: `user.create/${other}`, address: other, person: other }];
  log.savePlan({ purpose: 'apply', fingerprints: {}, steps, summarise: () => SUMMARY });
  await log.record({
    id: `user.create/${other}`,
    to: 'done',
    attempt: 1,
    how: 'adopted',
    evidence: { accountId: 'x' },
  });
  log.close();
  const environment = { MIGRATE_PASSPHRASE: PASSPHRASE };
  const command = ['credentials', 'print', '--identity', stage.path('identity.txt'), '--only', other];
  const printed = await stage.start(command, environment).ended;
  expect(printed.code).toBe(4);
  expect(printed.said).toMatch(/other@new\.example\s+not known/u);
  expect(printed.said).toContain('set a new password at the provider');
});

describe('the device gate', () => {
  it('holds everybody without a cleared device, named with the way out; an exception alone lets through', async () => {
    const keys = ['--identity', stage.path('identity.txt')];
    const secret = { MIGRATE_PASSPHRASE: PASSPHRASE };
    await writeFile(stage.path('data/devices.csv'), `host,user\r\nPC-1,p1@${OLD_DOMAIN}\r\nPC-2,p2@${OLD_DOMAIN}\r\n`);
    const held = await print(keys, secret);
    expect(held).toMatchObject({ code: 4, said: expect.not.stringContaining('password of') });
    expect(factsOf(held).map(({ type, address }) => [type, address])).toEqual([
      ['gate.held', EARLY],
      ['gate.held', LATE],
    ]);
    expect(held.said).toContain(`migrate device exception ${EARLY} --approved-by`);

    const now = Date.now();
    const log = openJobLog(stage.path('data/job.db'), { clock: { now: () => now }, mode: 'write' });
    const exception = { approvedBy: 'The president', reason: 'travels', by: 'admin', at: now };
    log.keepException({ ...exception, person: EARLY, until: now + 3_600_000 });
    log.keepException({ ...exception, person: LATE, until: now });
    log.close();
    const one = await print(keys, secret);
    expect(factsOf(one).map(({ type, address }) => [type, address])).toEqual([
      ['credential', EARLY],
      ['gate.held', LATE],
    ]);
    expect(one.said).not.toContain(`password of ${LATE}`);
  });

  it('lets nobody through where its list cannot be read', async () => {
    await writeFile(stage.path('data/devices.csv'), 'host,user\r\nPC-1,nobody@elsewhere.example\r\n');
    const refused = await print(['--identity', stage.path('identity.txt')], { MIGRATE_PASSPHRASE: PASSPHRASE });
    expect(refused).toMatchObject({ code: 2, said: expect.stringContaining('device.person-unknown') });
    expect(refused.said).not.toContain('password of');
  });
});
