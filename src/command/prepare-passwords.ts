// The first passwords of a run: in the vault, on disk, before the first account is created with one of them.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Failpoint } from '../apply/failpoint.ts';
import type { StepRecord } from '../model/event.ts';
import type { Problem } from '../model/problem.ts';
import type { StepId, UserCreate } from '../model/step.ts';
import type { KnownPassword } from '../provider/imap-host/known-passwords.ts';
import type { Tools } from '../step/kind.ts';
import { newPassword, openVault } from '../store/vault.ts';
import type { Job } from './job.ts';
import { vaultKey } from './vault-key.ts';
import type { Voice } from './voice.ts';
import { placesOf } from './workspace.ts';

type Passwords = { readonly passwordFor: Tools['passwordFor'] } | { readonly problems: readonly Problem[] };

export interface PasswordWish {
  readonly job: Job;
  readonly voice: Voice;
  readonly failpoint: Failpoint;
}

export function noPassword(step: UserCreate): never {
  throw new Error(`a look at ${step.id} asked for a password`);
}

export async function preparePasswords(
  records: readonly StepRecord[],
  { job, voice, failpoint }: PasswordWish,
): Promise<Passwords> {
  const wanted = records.flatMap(({ step, state }) =>
    step.kind === 'user.create' && ['planned', 'waiting', 'started'].includes(state) ? [step] : [],
  );
  if (wanted.length === 0) return { passwordFor: noPassword };
  const file = resolve(placesOf(job.folder).vault);
  const key = await vaultKey(job.settings, voice, { isNew: !existsSync(file) });
  if ('problems' in key) return key;
  const passwords = await passwordsKept(wanted, job);
  const entries = wanted
    .filter(({ id }) => !passwords.has(id))
    .map(({ address, person = address }) => ({ address, person, password: newPassword() }));
  failpoint('before-vault');
  if (entries.length > 0) {
    const segment = await openVault(file, key).add(entries);
    job.passwords.remember(entries, segment);
    const byAddress = new Map(entries.map(({ address, password }) => [address, { password, segment }]));
    for (const { id, address } of wanted) {
      const made = byAddress.get(address);
      if (made !== undefined) passwords.set(id, made);
    }
  }
  failpoint('after-vault');
  return {
    passwordFor(step) {
      const password = passwords.get(step.id);
      if (password === undefined) throw new Error(`no password was prepared for ${step.id}`);
      return password;
    },
  };
}

/** A person may have uploaded a mailbox with the password of an earlier run: that one stays. Elsewhere each run makes its own. */
async function passwordsKept(
  wanted: readonly UserCreate[],
  { settings, passwords }: Job,
): Promise<Map<StepId, KnownPassword>> {
  const kept = new Map<StepId, KnownPassword>();
  const { connection } = settings;
  if (connection.provider !== 'imap-host' || connection.provision.by !== 'upload') return kept;
  for (const { id, address } of wanted) {
    const newest = await passwords.newest(address);
    if (newest !== undefined) kept.set(id, newest);
  }
  return kept;
}
