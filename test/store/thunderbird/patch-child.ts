// Patches a profile over and over, there and back, until it is killed.

import { newAccountOf } from '../../../src/client/thunderbird/new-account.ts';
import { patchProfile, unpatchProfile } from '../../../src/store/thunderbird/patch-profile.ts';
import { company, JOB, person } from '../../client/thunderbird/scene.ts';

const [, , profile = ''] = process.argv;
const patch = { profile, account: newAccountOf(person('taro'), undefined, company()), jobId: JOB, isClosed: false };
process.stdout.write('begun\n');
for (;;) {
  await patchProfile(patch);
  await unpatchProfile(patch);
}
