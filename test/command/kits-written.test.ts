// Which kits there ever were, by the job log: one that was taken back is none from then on, until it is written again.

import { expect, it } from '@jest/globals';
import { pastKits } from '../../src/command/kits-written.ts';
import type { KitWithdraw, KitWrite } from '../../src/model/step.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import { makeFolder, planOf, tickingClock } from '../store/scene.ts';

const SHARED = { batch: 'pilot', person: 'taro@old.example', needs: [], folder: 'people/taro@old.example' } as const;
const WRITE: KitWrite = { kind: 'kit.write', id: 'kit.write/taro@old.example', ...SHARED, version: 'listed' };
const WITHDRAW: KitWithdraw = { kind: 'kit.withdraw', id: 'kit.withdraw/people/taro@old.example', ...SHARED };

it('kits are known in the order in which they were written and taken back', async () => {
  const folder = makeFolder();
  const log = openJobLog(folder.path('job.db'), { clock: tickingClock(), mode: 'create' });
  const write = async (...devices: readonly string[]): Promise<void> => {
    log.savePlan(planOf([WRITE]));
    await log.record({ id: WRITE.id, to: 'started', attempt: 1 });
    await log.record({ id: WRITE.id, to: 'done', attempt: 1, evidence: { version: 'v', devices } });
  };
  const devices = () => pastKits(log, WRITE.id).map((kit) => kit.devices);
  expect(devices()).toEqual([]);
  await write('pc-1', 'pc-2');
  log.savePlan(planOf([WITHDRAW]));
  await log.record({ id: WITHDRAW.id, to: 'started', attempt: 1 });
  expect(devices()).toEqual([['pc-1', 'pc-2']]);
  await log.record({ id: WITHDRAW.id, to: 'done', attempt: 1 });
  expect(devices()).toEqual([['pc-1', 'pc-2'], []]);
  await write('pc-2');
  expect(devices()).toEqual([['pc-1', 'pc-2'], [], ['pc-2']]);
  log.close();
  folder.remove();
});
