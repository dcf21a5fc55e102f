// What planning must know of a plain mail host, and only the job log does: which mailboxes are ours, and what was refused there.

import type { Account } from '../model/account.ts';
import type { Present } from '../model/present.ts';
import type { PlanInputs } from '../plan/inputs.ts';
import { accountOf } from '../provider/imap-host/accounts.ts';
import { FOREIGN_SCRIPT } from '../provider/imap-host/owner-script.ts';
import type { Job } from './job.ts';

/** Without stamps the log alone tells which accounts are ours; at a provider that has stamps nothing is changed. */
export function knowingOurs(present: Present, { directory, log }: Pick<Job, 'directory' | 'log'>): Present {
  if (directory.accounts.ownership === undefined) return present;
  const byAddress = new Map<string, Account>();
  const byStamp = new Map<string, Account>();
  for (const { step } of log.steps({ states: ['done'] })) {
    if (step.kind !== 'user.create') continue;
    const account = { ...accountOf(step), stamp: step.stamp };
    byAddress.set(step.address, account);
    byStamp.set(step.stamp, account);
  }
  return {
    ...present,
    accountByAddress: (address) => byAddress.get(address) ?? present.accountByAddress(address),
    accountByStamp: (stamp) => byStamp.get(stamp),
  };
}

/** Nothing where the provider is no plain mail host. */
export function hostInputs({
  settings: { connection },
  directory,
  log,
}: Pick<Job, 'settings' | 'directory' | 'log'>): Pick<PlanInputs, 'host'> {
  if (connection.provider !== 'imap-host') return {};
  const refused = new Set<string>();
  for (const { step, failure } of log.steps({ states: ['failed'] })) {
    if (failure?.code === FOREIGN_SCRIPT) refused.add(step.id);
  }
  const hasScripts = directory.mailboxes.forwarding !== undefined;
  return {
    host: { isUpload: connection.provision.by === 'upload', canSet: (id) => hasScripts && !refused.has(id) },
  };
}
