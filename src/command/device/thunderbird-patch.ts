// migrate device thunderbird-patch: adds the new account to one Thunderbird profile on this computer or a share, or takes it away again.

import { resolve } from 'node:path';
import { newAccountOf } from '../../client/thunderbird/new-account.ts';
import type { JobLog } from '../../model/job-log.ts';
import type { Person } from '../../model/person.ts';
import type { Problem } from '../../model/problem.ts';
import { openJobLog } from '../../store/job-log.ts';
import { patchProfile, unpatchProfile } from '../../store/thunderbird/patch-profile.ts';
import type { Patched } from '../../store/thunderbird/patch-profile.ts';
import { realClock } from '../clock.ts';
import type { CommandContext } from '../command-context.ts';
import { deviceGateNow, listLost } from '../device-gate-now.ts';
import { EXIT } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { kitsNow } from '../kits-now.ts';
import { sayProblems } from '../say-problems.ts';
import type { Voice } from '../voice.ts';
import { placesOf, readWorkspace } from '../workspace.ts';
import type { Workspace } from '../workspace.ts';
import { findPerson } from './device-desk.ts';
import { profileHeldBy } from './profile-gate.ts';
import { mailboxMissing } from './profile-mailbox.ts';

export interface ThunderbirdPatchOptions {
  readonly person: string;
  readonly profile: string;
  readonly host?: string;
  readonly closed?: true;
  readonly undo?: true;
}

export async function patchThunderbird(
  { folder, voice }: CommandContext,
  options: ThunderbirdPatchOptions,
): Promise<ExitCode> {
  const reading = await readWorkspace(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { workspace } = reading;
  const found = findPerson(workspace, options.person);
  if ('problems' in found) return sayProblems(found.problems, voice);
  const person = workspace.people.find(({ key }) => key === found.person);
  if (person === undefined) throw new Error(`${found.person} was found and is not on the staff list.`);
  const log = openJobLog(placesOf(folder).log, { clock: realClock, mode: 'read' });
  try {
    const held = options.undo === true ? [] : whyNot(person, { workspace, log, options });
    if (held.length > 0) return sayProblems(held, voice);
    const signature = kitsNow(workspace, log)?.signatureOf?.(person);
    const account = newAccountOf(person, signature?.html, workspace.settings);
    const patch = {
      profile: resolve(options.profile),
      account,
      jobId: log.jobId,
      isClosed: options.closed === true,
    };
    const patched = await (options.undo === true ? unpatchProfile(patch) : patchProfile(patch));
    if ('problems' in patched) return sayProblems(patched.problems, voice);
    sayPatched(patched, { address: account.address, voice });
    return EXIT.done;
  } finally {
    log.close();
  }
}

interface Wish {
  readonly workspace: Workspace;
  readonly log: JobLog;
  readonly options: ThunderbirdPatchOptions;
}

/** All that stands in the way. What was added is taken away whatever has become of the mailbox and the device. */
function whyNot(person: Person, { workspace, log, options }: Wish): readonly Problem[] {
  const lost = listLost(workspace, log);
  const gated = profileHeldBy(deviceGateNow(workspace, log)?.of(person.key), options);
  const missing = mailboxMissing(person, { ...workspace, log });
  return [...lost, gated, missing].filter((problem) => problem !== undefined);
}

function sayPatched(patched: Patched, { address, voice }: { readonly address: string; readonly voice: Voice }): void {
  voice.fact({ type: 'profile', address, ...patched });
  switch (patched.outcome) {
    case 'nothing':
      voice.say(`Nothing to do for ${address}: it was done before, or there is nothing to take away.`);
      return;
    case 'added':
      voice.say(
        `Added ${address} as the account that Thunderbird opens with. It asks for the password, or to sign in, when it starts.`,
      );
      break;
    case 'found':
      voice.say(`${address} was in the profile already: it is now the account that Thunderbird opens with.`);
      break;
    case 'taken-away':
      voice.say(`Took ${address} away again; what was changed in the profile since then is kept.`);
      break;
  }
  if (patched.outcome !== 'taken-away') for (const name of patched.marked) voice.say(`Kept as it is: ${name}`);
  const { copy } = patched;
  voice.say(
    `${copy.isNew ? 'The whole profile was copied first' : 'The copy of the profile from the first time'}: ${copy.folder} (${copy.files} ${copy.files === 1 ? 'file' : 'files'}). Delete it when nobody needs it any more.`,
  );
}
