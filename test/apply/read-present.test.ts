// What the provider has now, read without changing anything; a read that fails for a while is made again.

import { describe, expect, it } from '@jest/globals';
import { readPresent } from '../../src/apply/read-present.ts';
import type { Present } from '../../src/model/present.ts';
import type { Settings } from '../../src/model/settings.ts';
import type { Carry } from '../crash/simulation/carry.ts';
import { settingsOf } from '../crash/simulation/company.ts';
import { directoryOf } from '../crash/simulation/directory.ts';
import { NO_FAULTS } from '../crash/simulation/network.ts';
import { Tenant } from '../crash/simulation/tenant.ts';
import { clockOn, VirtualTime } from '../crash/simulation/virtual-time.ts';
import { failure, PATIENCE } from './scene.ts';

const SETTINGS = settingsOf({
  people: 1,
  mode: 'new-mailbox',
  provider: 'microsoft-365',
  edits: 0,
  sends: undefined,
  copyLateMs: 0,
  unapproved: 0,
  isDomainThere: true,
  ends: [],
  wayBack: undefined,
  isBackEarly: false,
  faults: NO_FAULTS,
  foreign: 0,
  missingLicences: 0,
  threshold: 1,
  clockSets: [],
  notYetMs: 0,
  readyMs: 0,
  seed: 1,
});

class Reading {
  readonly time = new VirtualTime(() => 0.5);
  readonly tenant = new Tenant({ provider: 'microsoft-365', now: () => this.time.now() });
  readonly stop = new AbortController();
  calls = 0;

  /** Reads, and lets time run meanwhile. Each of the first calls fails with one of `failures`. */
  async present(failures: readonly Error[] = [], settings: Settings = SETTINGS): Promise<Present> {
    const carry: Carry = async (_call, act) => {
      await Promise.resolve();
      const failed = failures[this.calls];
      this.calls += 1;
      if (failed !== undefined) throw failed;
      return act(0);
    };
    let isOver = false;
    const over = (): void => {
      isOver = true;
    };
    const reading = readPresent({
      directory: directoryOf(this.tenant, carry),
      settings,
      clock: clockOn(this.time),
      patience: PATIENCE,
      random: () => 0.5,
      signal: this.stop.signal,
      movers: [],
    });
    reading.then(over, over);
    await this.time.runUntil(() => isOver);
    return reading;
  }
}

describe('reading the provider', () => {
  it('finds accounts by primary address, sign-in name, alias and stamp', async () => {
    const reading = new Reading();
    const account = reading.tenant.place({
      address: 'sato@old.example',
      signInName: 'sato.hanako@new.example',
      aliases: ['hanako@new.example'],
      stamp: 'migrate/1/2',
    });
    const present = await reading.present();
    for (const address of ['sato@old.example', 'sato.hanako@new.example', 'hanako@new.example']) {
      expect(present.accountByAddress(address)).toEqual(account);
    }
    expect(present.accountByStamp('migrate/1/2')).toEqual(account);
    expect(present.accountByAddress('nobody@new.example')).toBeUndefined();
  });

  it('keeps nothing of accounts that have no address on our domains', async () => {
    const reading = new Reading();
    reading.tenant.place({ address: 'sato@elsewhere.example' });
    expect((await reading.present()).accountByAddress('sato@elsewhere.example')).toBeUndefined();
  });

  it('knows the groups that hold addresses on the new domain', async () => {
    const reading = new Reading();
    reading.tenant.groups.push({ id: 'g', name: 'Sales', addresses: ['sales@new.example', 'sales@old.example'] });
    const present = await reading.present();
    expect(present.otherByAddress('sales@new.example')).toBe('Sales');
    expect(present.otherByAddress('sales@old.example')).toBeUndefined();
  });

  it('asks for the records to publish only while the new domain is there and not verified', async () => {
    const reading = new Reading();
    expect((await reading.present()).records).toEqual([]);
    reading.tenant.domains.set('new.example', { name: 'new.example', isVerified: false, isPrimary: false });
    expect((await reading.present()).records).toMatchObject([{ type: 'TXT' }]);
    reading.tenant.domains.set('new.example', { name: 'new.example', isVerified: true, isPrimary: false });
    expect((await reading.present()).records).toEqual([]);
  });

  it('looks the licence group up by its name', async () => {
    const reading = new Reading();
    reading.tenant.groups.push({ id: 'g', name: 'Licensed', addresses: [], licenceId: 'sku' });
    const licence = { default: 'PLAN', allowed: [], group: 'Licensed' };
    expect((await reading.present([], { ...SETTINGS, licence })).licenceGroupId).toBe('g');
    const unknown = { ...licence, group: 'Nobody' };
    expect((await reading.present([], { ...SETTINGS, licence: unknown })).licenceGroupId).toBeUndefined();
  });
});

describe('a read that fails', () => {
  it.each(['throttled', 'unavailable', 'not-yet', 'in-doubt'] as const)(
    'is made again where it was %s',
    async (kind) => {
      const reading = new Reading();
      reading.tenant.place({ address: 'sato@old.example' });
      const present = await reading.present([failure(kind), failure(kind), failure(kind)]);
      expect(present.accountByAddress('sato@old.example')).toBeDefined();
    },
  );

  it('waits as long as the provider asks', async () => {
    const reading = new Reading();
    const from = reading.time.now();
    await reading.present([failure('throttled', { retryAfterMs: 300_000 })]);
    expect(reading.time.now() - from).toBeGreaterThanOrEqual(300_000);
  });

  it('is given up after a bounded number of tries', async () => {
    const reading = new Reading();
    const failures = Array.from({ length: 50 }, () => failure('unavailable'));
    await expect(reading.present(failures)).rejects.toThrow('it is unavailable');
    expect(reading.calls).toBe(PATIENCE.attempts + 1);
  });

  it('is not repeated where it was refused', async () => {
    const reading = new Reading();
    await expect(reading.present([failure('refused')])).rejects.toThrow('it is refused');
    expect(reading.calls).toBe(1);
  });

  it('ends when the reading is stopped', async () => {
    const reading = new Reading();
    reading.time.after(100, () => reading.stop.abort(new Error('stopped')));
    await expect(reading.present([failure('throttled', { retryAfterMs: 300_000 })])).rejects.toThrow('stopped');
  });
});
