// Adds the new account to a Thunderbird profile on the disk, or takes it away. Its one rule: until the whole profile is copied nothing is
// written, and then one file alone, whole or not at all.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { addAccount, takeAway } from '../../client/thunderbird/add-account.ts';
import type { NewAccount } from '../../client/thunderbird/new-account.ts';
import { changePrefs, readPrefs } from '../../client/thunderbird/prefs-text.ts';
import type { PrefChanges, PrefsFile } from '../../client/thunderbird/prefs-text.ts';
import type { Problem } from '../../model/problem.ts';
import { fileTrouble } from '../trouble.ts';
import { writeFileDurably } from '../write-file.ts';
import { copyProfile } from './profile-copy.ts';
import type { ProfileCopy } from './profile-copy.ts';
import { profileProblem } from './profile-problems.ts';
import { profileUse } from './profile-use.ts';

export interface ProfilePatch {
  /** Absolute path of the profile: the folder with prefs.js. */
  readonly profile: string;
  readonly account: NewAccount;
  readonly jobId: string;
  /** Somebody has made sure that Thunderbird is closed; believed only where nothing shows that it runs. */
  readonly isClosed: boolean;
}

/** `nothing`: it was done before, or there is nothing to take away. */
export type Patched =
  | { readonly outcome: 'added' | 'found'; readonly marked: readonly string[]; readonly copy: ProfileCopy }
  | { readonly outcome: 'taken-away'; readonly copy: ProfileCopy }
  | { readonly outcome: 'nothing' };

type Refused = { readonly problems: readonly Problem[] };

const SETTINGS = 'prefs.js';

/** Throws StoreTrouble where the disk does not allow it. */
export async function patchProfile(patch: ProfilePatch): Promise<Patched | Refused> {
  return onProfile(patch, 'before', ({ prefs }) => {
    const { outcome, changes, marked } = addAccount(prefs, patch.account, patch.jobId);
    return outcome === 'before' ? undefined : { changes, said: { outcome, marked } };
  });
}

/** The profile keeps everything that was changed in it since. Throws StoreTrouble where the disk does not allow it. */
export async function unpatchProfile(patch: ProfilePatch): Promise<Patched | Refused> {
  return onProfile(patch, 'before-undo', ({ prefs }) => {
    const changes = takeAway(prefs, patch.account, patch.jobId);
    return changes && { changes, said: { outcome: 'taken-away' } };
  });
}

interface Work {
  readonly changes: PrefChanges;
  readonly said:
    { readonly outcome: 'added' | 'found'; readonly marked: readonly string[] } | { readonly outcome: 'taken-away' };
}

async function onProfile(
  { profile, jobId, isClosed }: ProfilePatch,
  kept: string,
  work: (file: PrefsFile) => Work | undefined,
): Promise<Patched | Refused> {
  const file = join(profile, SETTINGS);
  if (!existsSync(file)) return refused(profileProblem('none', { profile }));
  const busy = await busyProblem(profile, isClosed);
  if (busy !== undefined) return refused(busy);
  const bytes = readBytes(file);
  const read = readSettings(bytes, file);
  if ('problems' in read) return read;
  const done = work(read);
  if (done === undefined) return { outcome: 'nothing' };
  const own = overruled(profile, done.changes);
  if (own !== undefined) return own;

  const copy = await copyProfile(profile, jobId);
  const errand = { file, role: 'settings of the profile', goal: 'write them' };
  const before = `${file}.${kept}`;
  if (!existsSync(before)) await writeFileDurably({ ...errand, file: before }, bytes, statSync(file));
  // The copy may have taken minutes.
  const late = await busyProblem(profile, isClosed);
  if (late !== undefined) return refused(late);
  if (!readBytes(file).equals(bytes)) return refused(profileProblem('changed-meanwhile', { profile }));
  await writeFileDurably(errand, changePrefs(read, done.changes), statSync(file));
  return { ...done.said, copy };
}

function refused(problem: Problem): Refused {
  return { problems: [problem] };
}

async function busyProblem(profile: string, isClosed: boolean): Promise<Problem | undefined> {
  const use = await profileUse(profile);
  if (use.standing === 'free' || (use.standing === 'cannot-tell' && isClosed)) return undefined;
  return profileProblem(use.standing, { profile, said: use.said });
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw fileTrouble(error, { file, role: 'settings of the profile', goal: 'read them' });
  }
}

function readSettings(bytes: Buffer, file: string): PrefsFile | Refused {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refused(profileProblem('unreadable', { file }));
  }
  const read = readPrefs(text);
  return 'line' in read ? refused(profileProblem('unreadable', { file, fault: read })) : read;
}

/** What stands in user.js is set anew at every start, and would undo what is written. */
function overruled(profile: string, changes: PrefChanges): Refused | undefined {
  const file = join(profile, 'user.js');
  if (!existsSync(file)) return undefined;
  const read = readSettings(readBytes(file), file);
  if ('problems' in read) return read;
  const names = [...changes.keys()].filter((name) => read.prefs.has(name));
  return names.length === 0
    ? undefined
    : refused(profileProblem('overruled', { file: basename(file), profile, names }));
}
