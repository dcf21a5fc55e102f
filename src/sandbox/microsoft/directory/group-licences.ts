// Licences through groups come late: each member's is an errand that is done when its time has come, before the next call is answered.

import type { World } from '../../kernel/world.ts';
import { lagOf } from '../lags.ts';
import { roomsOf, type HeldLicence, type LicenceErrand } from '../records.ts';
import { giveLicence, licenceFault } from './give-licence.ts';
import { saveUser } from './user-save.ts';

/** Inside a transaction: the members named get the group's licences later. */
export function sendErrands(world: World, groupId: string, userIds: readonly string[]): void {
  const { errands, users } = roomsOf(world);
  for (const userId of userIds) {
    if (!users.has(userId)) continue;
    const key = `${groupId} ${userId}`;
    errands.put(key, { key, groupId, userId, dueAt: world.clock.now() + lagOf(world, 'groupLicence', key) });
  }
}

/** Does what is due. Called before every call of Graph. */
export function runErrands(world: World): void {
  const { errands } = roomsOf(world);
  if (errands.size === 0) return;
  const due = [...errands.values()].filter((errand) => errand.dueAt <= world.clock.now());
  for (const errand of due) {
    world.together(() => {
      errands.delete(errand.key);
      run(world, errand);
    });
  }
}

function run(world: World, { groupId, userId }: LicenceErrand): void {
  const { groups, users, skus } = roomsOf(world);
  const group = groups.get(groupId);
  let user = users.get(userId);
  if (group === undefined || user === undefined || !group.members.includes(userId)) return;
  for (const { skuId, disabledPlans } of group.licences) {
    const sku = skus.get(skuId);
    if (sku === undefined) continue;
    const fault = licenceFault(world, user, sku);
    if (fault === undefined) {
      user = giveLicence(world, user, { sku, disabledPlans, byGroup: groupId });
      continue;
    }
    const failed: HeldLicence = { skuId, disabledPlans, byGroup: groupId, at: world.clock.now(), error: fault };
    const others = user.licences.filter((one) => one.skuId !== skuId || one.byGroup !== groupId);
    user = saveUser(world, user, { licences: [...others, failed] });
  }
}
