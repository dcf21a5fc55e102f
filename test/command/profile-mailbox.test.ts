// No account is added to a profile before its mailbox is there, nor after it was taken back; the job log alone is asked.

import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { mailboxMissing } from '../../src/command/device/profile-mailbox.ts';
import type { JobLog } from '../../src/model/job-log.ts';
import type { Settings } from '../../src/model/settings.ts';
import { stepId } from '../../src/model/step.ts';
import type { Step } from '../../src/model/step.ts';
import { aPerson, RENAME, SETTINGS } from '../plan/scene.ts';
import { jobLogs, SUMMARY } from '../store/scene.ts';

const TARO = aPerson('taro');
const { oldAddress, newAddress, batch } = TARO;
const LISTS = { [SETTINGS.lists.staff]: 'as it was' };
const base = { batch, person: TARO.key, needs: [] };
const account = { id: '1', address: newAddress };
const WAIT: Step = { ...base, kind: 'mailbox.wait', id: stepId('mailbox.wait', newAddress), account };
const ALLOW: Step = { ...base, kind: 'user.allow', id: stepId('user.allow', newAddress), account };
const RENAMED: Step = {
  ...{ ...base, kind: 'user.rename', id: stepId('user.rename', `${oldAddress}>${newAddress}`) },
  ...{ account: { id: '1', address: oldAddress }, from: oldAddress, to: newAddress },
};
const BY_HAND: Step = {
  ...{ batch, needs: [], kind: 'hand.task', id: `hand.task/change-local-directory/${batch}/1` },
  ...{ task: 'change-local-directory', title: 'Have it changed', lines: [] },
};

describe('an account for a profile', () => {
  const logs = jobLogs();
  afterEach(logs.close);
  afterAll(logs.remove);

  function planned(steps: readonly Step[], refused = 0): JobLog {
    const log = logs.logIn(logs.newFile());
    const batches = [{ name: batch, people: 1, steps: {}, settled: 0, refused }];
    log.savePlan({ purpose: 'apply', fingerprints: LISTS, steps, summarise: () => ({ ...SUMMARY, batches }) });
    return log;
  }

  async function make(log: JobLog, { id }: Step): Promise<void> {
    await log.record({ id, to: 'started', attempt: 1 });
    await log.record({ id, to: 'done', attempt: 1 });
  }

  function why(log: JobLog, settings: Settings = SETTINGS, fingerprints = LISTS): string | undefined {
    return mailboxMissing(TARO, { log, settings, fingerprints })?.what;
  }

  it('waits for the mailbox, and says for which step', async () => {
    const log = planned([WAIT]);
    expect(why(log)).toMatch(/^There is no mailbox taro@new\.example to set up: the step ".*" is planned/u);
    await make(log, WAIT);
    expect(why(log)).toBeUndefined();
    expect(why(planned([]))).toContain('no step that makes it');
  });

  it('waits for the account to be let in again', async () => {
    const log = planned([WAIT, ALLOW]);
    await make(log, WAIT);
    expect(why(log)).toContain('suspended');
    await make(log, ALLOW);
    expect(why(log)).toBeUndefined();
  });

  it('waits for the new name, and believes a plan of these lists that has nothing to rename', async () => {
    const log = planned([RENAMED]);
    expect(why(log, RENAME)).toContain('is planned');
    await make(log, RENAMED);
    expect(why(log, RENAME)).toBeUndefined();
    expect(why(planned([]), RENAME)).toBeUndefined();
    expect(why(planned([]), RENAME, { [SETTINGS.lists.staff]: 'changed' })).toContain('no step that makes it');
    expect(why(planned([], 1), RENAME)).toContain('no step that makes it');
    expect(why(planned([BY_HAND]), RENAME)).toContain('no step that makes it');
  });
});
