// The gates before the first message. That of the domains, over real UDP, opens and closes with the zone, believes for a day, and takes
// no failure for an answer.

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dnsGate } from '../../src/command/dns-gate.ts';
import { selfTestGate } from '../../src/command/self-test-gate.ts';
import { noteSelfTest } from '../../src/command/self-test.ts';
import { oldDomainGate } from '../../src/command/old-domain.ts';
import type { GateWork } from '../../src/command/sending-gate.ts';
import type { Clock } from '../../src/model/clock.ts';
import type { Problem } from '../../src/model/problem.ts';
import type { SendingSettings, Settings } from '../../src/model/settings.ts';
import type { NoticeSend } from '../../src/model/step.ts';
import { readSettings } from '../../src/settings/read-settings.ts';
import { exampleSettings } from '../../src/settings/example.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import { DOMAIN, GOOD, openZone } from '../provider/dns/zone.ts';
import type { Zone } from '../provider/dns/zone.ts';
import { makeFolder } from '../store/scene.ts';

const OLD = 'nx-old-firma.example';
let folder: ReturnType<typeof makeFolder>;
let zone: Zone;

beforeEach(async () => {
  folder = makeFolder();
  zone = await openZone(GOOD);
});
afterEach(() => folder.remove());

function settingsWith(sending: string): Settings & { readonly sending: SendingSettings } {
  const text = exampleSettings({ provider: 'microsoft-365' })
    .replaceAll('aozora-trading.example', DOMAIN)
    .replaceAll('aozora-shoji.example', OLD);
  const reading = readSettings(`${text}\nsending: { dnsServers: ['${zone.server}'], ${sending} }\n`, 'migrate.yaml');
  if ('problems' in reading) throw new Error(reading.problems.map(({ what }) => what).join('\n'));
  const { settings } = reading;
  if (settings.sending === undefined) throw new Error('there is no section sending');
  return { ...settings, sending: settings.sending };
}

const HOUR_MS = 60 * 60 * 1000;

/** A run that wants to send from these addresses, some hours ago by the clock of the log. */
async function runOf(
  from: readonly string[],
  { gate = dnsGate, sending = '', hoursAgo = 0 }: { gate?: typeof dnsGate; sending?: string; hoursAgo?: number } = {},
): Promise<{ readonly why: readonly (string | undefined)[]; readonly codes: readonly string[] }> {
  const clock: Pick<Clock, 'now'> = { now: () => Date.now() - hoursAgo * HOUR_MS };
  const log = openJobLog(folder.path('job.db'), { clock, mode: 'create' });
  const problems: Problem[] = [];
  try {
    const settings = settingsWith(sending);
    const steps = from.map((address) => ({ from: { address } }) as NoticeSend);
    const work = { job: { folder: folder.path('.'), settings, log }, sending: settings.sending, steps };
    const whyHeld = await gate({
      ...work,
      voice: { problem: (problem: Problem) => void problems.push(problem) },
    } as unknown as GateWork);
    return { why: steps.map(whyHeld), codes: problems.map(({ code }) => code) };
  } finally {
    log.close();
  }
}

const SATO = `sato@${DOMAIN}`;

describe('the gate of the domains', () => {
  it('opens and closes with the zone', async () => {
    await zone.put({ '@ TXT': ['v=spf1 mx -all'] });
    const closed = await runOf([SATO]);
    expect(closed.codes).toEqual(['spf.server-left-out']);
    expect(closed.why).toEqual([expect.stringContaining('migrate notice gates')]);
    await zone.put(GOOD);
    expect(await runOf([SATO])).toEqual({ why: [undefined], codes: [] });
  });

  it('believes what held for a day, and asks again after it or when the settings have changed', async () => {
    expect((await runOf([SATO], { hoursAgo: 25 })).codes).toEqual([]);
    await zone.put({ '@_dmarc TXT': [] });
    expect((await runOf([SATO])).codes).toEqual(['dmarc.missing']);
    await zone.put(GOOD);
    expect((await runOf([SATO], { hoursAgo: 23 })).codes).toEqual([]);
    await zone.put({ '@_dmarc TXT': [] });
    expect((await runOf([SATO])).codes).toEqual([]);
    expect((await runOf([SATO], { sending: 'dkimSelectors: [mail2026]' })).codes).toEqual(['dmarc.missing']);
  });

  it('holds what cannot be told, and believes no failure', async () => {
    await zone.fault({ kind: 'servfail', match: { path: '_dmarc' }, count: 100 });
    const closed = await runOf([SATO]);
    expect(closed.codes).toEqual(['dmarc.cannot-tell']);
    expect(closed.why).toEqual([expect.stringContaining('cannot be told')]);
    await zone.fault();
    expect((await runOf([SATO])).why).toEqual([undefined]);
  });

  it('holds the notices of the one domain, and lets those of the other pass', async () => {
    const { why } = await runOf([SATO, `sato@${OLD}`]);
    expect(why).toEqual([undefined, expect.stringContaining(`${OLD} is not ready to send`)]);
  });
});

describe('the gate of the old domain', () => {
  it('holds what it sends without a reason, and keeps a reason in the log once', async () => {
    const held = await runOf([SATO, `sato@${OLD}`], { gate: oldDomainGate });
    expect(held.why).toEqual([undefined, expect.stringContaining('sending.oldDomainReason')]);
    const sending = 'oldDomainReason: They know nothing else.';
    for (const reason of [sending, sending, 'oldDomainReason: Another one.', 'oldDomainReason: Another one.']) {
      expect((await runOf([`sato@${OLD}`], { gate: oldDomainGate, sending: reason })).why).toEqual([undefined]);
    }
    const log = openJobLog(folder.path('job.db'), { clock: { now: Date.now }, mode: 'read' });
    const kept = [...log.events()].filter(({ name }) => name === 'notice.old-domain').map(({ facts }) => facts);
    log.close();
    expect(kept).toMatchObject([
      { domains: [OLD], reason: 'They know nothing else.', by: expect.any(String) },
      { domains: [OLD], reason: 'Another one.', by: expect.any(String) },
    ]);
  });
});

describe('the gate of the self-test', () => {
  it('holds the domain that did not pass, until it passes or the settings are others', async () => {
    const held = () => runOf([SATO, `sato@${OLD}`], { gate: selfTestGate });
    expect((await held()).why).toEqual([undefined, undefined]);
    await note({ spf: 'pass', dkim: 'fail', dmarc: 'fail' }, 'not-pass');
    expect((await held()).why).toEqual([expect.stringContaining('spf=pass, dkim=fail, dmarc=fail'), undefined]);
    const other = await runOf([SATO], { gate: selfTestGate, sending: 'dkimSelectors: [mail2026]' });
    expect(other.why).toEqual([undefined]);
    await note({ spf: 'pass', dkim: 'pass', dmarc: 'pass' }, 'pass');
    expect((await held()).why).toEqual([undefined, undefined]);
  });
});

async function note(
  results: { readonly spf: string; readonly dkim: string; readonly dmarc: string },
  outcome: 'pass' | 'not-pass',
): Promise<void> {
  const settings = settingsWith('');
  const log = openJobLog(folder.path('job.db'), { clock: { now: Date.now }, mode: 'write' });
  try {
    const tested = { domain: DOMAIN, noticeId: 'ab'.repeat(12), arrival: { verdict: { outcome, results } } };
    await noteSelfTest({ folder: folder.path('.'), settings, log }, settings.sending, tested);
  } finally {
    log.close();
  }
}
