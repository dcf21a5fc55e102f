// A profile is changed only where the device gate lets the device through on which it is used.

import { describe, expect, it } from '@jest/globals';
import { deviceGate } from '../../src/client/device-gate.ts';
import { profileHeldBy } from '../../src/command/device/profile-gate.ts';
import type { Device } from '../../src/model/device.ts';
import type { KeptEvidence } from '../../src/model/device-evidence.ts';

const NOW = Date.UTC(2026, 10, 24);
const PERSON = 'taro@oldcorp.test';

const device = (host: string): Device => ({
  key: host,
  host,
  uses: [{ line: 2, person: PERSON, client: 'thunderbird' }],
});
const clean = (host: string): KeptEvidence => ({
  ...{
    key: host,
    source: 'emocheck',
    file: 'a.json',
    host,
    tool: 'EmoCheck',
    version: '2.4',
    said: 'Nothing was found.',
  },
  ...{ claim: 'clean', checkedAt: NOW, takenAt: NOW },
});

function held(hosts: readonly string[], cleared: readonly string[], host?: string): string | undefined {
  const gate = deviceGate({
    ...{ devices: hosts.map(device), evidence: cleared.map(clean), exceptions: [], doneAt: () => undefined },
    moment: { now: NOW, validForMs: 3_600_000, timeZone: 'UTC' },
  });
  const problem = profileHeldBy(gate.of(PERSON), { person: PERSON, ...(host !== undefined && { host }) });
  return problem && `${problem.what} ${problem.todo}`;
}

describe('the gate of a profile', () => {
  it('lets the only device through when it is clean, and holds it until then', () => {
    expect(held(['pc-1'], ['pc-1'])).toBeUndefined();
    expect(held(['pc-1'], [])).toContain('holds pc-1');
  });

  it('wants to know the device where one of several is held, and believes no other', () => {
    expect(held(['pc-1', 'pc-2'], ['pc-1'])).toContain('--host');
    expect(held(['pc-1', 'pc-2'], ['pc-1'], 'PC-1')).toBeUndefined();
    expect(held(['pc-1', 'pc-2'], ['pc-1'], 'pc-2')).toContain('holds pc-2');
    expect(held(['pc-1', 'pc-2'], ['pc-1'], 'pc-3')).toContain('names no device pc-3');
  });

  it('has nothing to say where nobody is gated, and holds somebody who has no device', () => {
    expect(profileHeldBy(undefined, { person: PERSON })).toBeUndefined();
    expect(held([], [])).toContain('names no device of');
  });
});
