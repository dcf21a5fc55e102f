// What must be true when everything was undone: each mailbox is as it was, what was made is blocked, and nothing is gone.

import type { Tools } from '../../../src/step/kind.ts';
import { ruleHash } from '../../../src/step/rule-hash.ts';
import { mailboxBefore } from './company.ts';
import { isSame, isThere, must } from './judge.ts';
import type { World } from './world.ts';

export function judgeWayBack(world: World, tools: Tools): void {
  const { log, tenant, staff, schedule } = world;
  for (const { step, state } of log.current) {
    must(state === 'done', `${step.id} was never done on the way back: ${state}`);
    must(isThere(step, tools, world), `${step.id} is done in the log and not at the provider`);
    if (step.undoes !== undefined) must(log.stateOf(step.undoes) === 'undone', `${step.undoes} still counts as done`);
  }
  for (const [index, { oldAddress, newAddress }] of staff.entries()) {
    const owner = tenant.ownerOf(oldAddress);
    const holding = owner?.kind === 'account' ? tenant.holding(owner.account.id) : undefined;
    const before = mailboxBefore(staff, index);
    must(holding?.account.address === oldAddress, `${oldAddress} has not got its address back`);
    must(isSame(holding?.reply, before.reply), `${oldAddress} has not got its automatic reply back`);
    must(isSame(holding?.forwarding, before.forwarding), `${oldAddress} does not forward as it did before`);
    must(
      isSame(holding?.rules.map(ruleHash).sort(), before.rules.map(ruleHash).sort()),
      `${oldAddress} has not got its rules back`,
    );
    const made = tenant.ownerOf(newAddress);
    const isOurs = made?.kind === 'account' && made.account.stamp !== undefined;
    if (schedule.mode === 'new-mailbox' && isOurs) {
      must(made.account.isSuspended, `${newAddress} was made by us and is still open`);
    }
  }
}
