// An approval is good for one removal: a thief's forwarding that comes back just as it was waits for a new one, and is removed then.

import { expect, it } from '@jest/globals';
import { approveRules, openApprovals, rulesByAccount, withdrawApprovals } from '../../src/command/approved-rules.ts';
import type { ApprovedRule } from '../../src/model/mail-rule.ts';
import { stepId } from '../../src/model/step.ts';
import type { RuleRemove } from '../../src/model/step.ts';
import { openJobLog } from '../../src/store/job-log.ts';
import { makeFolder, planOf, tickingClock } from '../store/scene.ts';

const mailbox = { id: 'id-1', address: 'sato@old.example' };
const rule = {
  id: 'forwarding',
  name: 'forwarding of all mail',
  isOn: true,
  says: 'forward all mail',
  forwardsTo: ['thief@stranger.example'],
  hidesMail: true,
  whole: { enabled: true, emailAddress: 'thief@stranger.example' },
};
const APPROVED: ApprovedRule = { mailbox, rule, hash: 'aa' };

function removalOf({ round }: Pick<ApprovedRule, 'round'>): RuleRemove {
  const id = stepId('rule.remove', `${mailbox.address}/${round ?? 1}`);
  return {
    ...{ kind: 'rule.remove', id, batch: 'rest', needs: [], account: mailbox, rule, hash: 'aa' },
    ...(round !== undefined && { round }),
  };
}

it('an approval is open until its rule was removed, and a rule that is there again is approved anew', async () => {
  const folder = makeFolder();
  const log = openJobLog(folder.path('job.db'), { clock: tickingClock(), mode: 'create' });
  try {
    for (const round of [undefined, 2]) {
      await approveRules(log, { added: [APPROVED], by: 'admin' });
      const [approved, ...more] = rulesByAccount(log).get(mailbox.id) ?? [];
      expect([approved?.round, more]).toEqual([round, []]);
      expect(openApprovals(log)).toEqual([approved]);
      const step = removalOf(approved ?? {});
      log.savePlan(planOf([step]));
      await log.record({ id: step.id, to: 'started', attempt: 1 });
      await log.record({ id: step.id, to: 'done', attempt: 1, how: 'made' });
      expect(openApprovals(log)).toEqual([]);
      expect(rulesByAccount(log).get(mailbox.id)).toEqual([expect.objectContaining({ isRemoved: true })]);
    }
    await approveRules(log, { added: [APPROVED], by: 'admin' });
    await withdrawApprovals(log, { withdrawn: openApprovals(log), by: 'admin' });
    expect([openApprovals(log), rulesByAccount(log).size]).toEqual([[], 0]);
  } finally {
    log.close();
    folder.remove();
  }
});
