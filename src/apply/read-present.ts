// Reads what the provider has now, with read-only calls. A read that fails for a while is made again; it changes nothing.

import type { Account, DnsRecord, DomainState } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import type { Directory } from '../model/directory.ts';
import { RemoteFailure } from '../model/failure.ts';
import type { Patience } from '../model/lane.ts';
import type { Present } from '../model/present.ts';
import type { Settings } from '../model/settings.ts';
import { backoffMs } from './backoff.ts';

export interface Reading {
  readonly directory: Directory;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly patience: Patience;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Addresses of existing accounts that the plan may change: it is worth a call to know whether they are administrators. */
  readonly movers: readonly string[];
}

/** Throws the last RemoteFailure where the provider cannot be read. */
export async function readPresent(reading: Reading): Promise<Present> {
  const { directory, settings } = reading;
  const domains = await again(reading, () => directory.domains.list());
  const records = await recordsToPublish(reading, domains);
  const licences = await again(reading, () => directory.licences.list());
  const group = settings.licence?.group;
  const licenceGroupId =
    group === undefined ? undefined : await again(reading, () => directory.licences.groupByName(group));
  const groupLicenceIds =
    licenceGroupId === undefined
      ? undefined
      : await again(reading, async () => directory.licences.ofGroup?.(licenceGroupId));
  const accounts = await again(reading, () => readAccounts(reading));
  await markAdministrators(reading, accounts);
  const others = await again(reading, () => readOthers(reading));
  return {
    domains,
    records,
    licences,
    ...(licenceGroupId === undefined ? {} : { licenceGroupId }),
    ...(groupLicenceIds === undefined ? {} : { groupLicenceIds }),
    accountByAddress: (address) => accounts.byAddress.get(address),
    accountByStamp: (stamp) => accounts.byStamp.get(stamp),
    otherByAddress: (address) => others.get(address),
  };
}

/** A domain that is there and not verified has records that somebody must publish. */
function recordsToPublish(reading: Reading, domains: readonly DomainState[]): Promise<readonly DnsRecord[]> {
  const { directory, settings } = reading;
  const isOpen = domains.some(({ name, isVerified }) => name === settings.newDomain && !isVerified);
  return isOpen ? again(reading, () => directory.domains.records(settings.newDomain)) : Promise.resolve([]);
}

interface AccountIndex {
  readonly byAddress: Map<string, Account>;
  readonly byStamp: Map<string, Account>;
}

/** Keeps the accounts that have an address on one of our domains, or a stamp: the others are none of our business. */
async function readAccounts({ directory, settings, signal }: Reading): Promise<AccountIndex> {
  const ours = new Set([settings.newDomain, ...settings.oldDomains]);
  const byAddress = new Map<string, Account>();
  const byStamp = new Map<string, Account>();
  for await (const account of directory.accounts.list()) {
    signal.throwIfAborted();
    if (account.stamp !== undefined) byStamp.set(account.stamp, account);
    for (const address of new Set([account.address, account.signInName, ...account.aliases])) {
      if (ours.has(domainOf(address))) byAddress.set(address, account);
    }
  }
  return { byAddress, byStamp };
}

async function markAdministrators(reading: Reading, { byAddress }: AccountIndex): Promise<void> {
  const { directory, movers } = reading;
  const ids = new Set<string>();
  for (const address of movers) {
    const id = byAddress.get(address)?.id;
    if (id !== undefined) ids.add(id);
  }
  if (directory.administratorsAmong === undefined || ids.size === 0) return;
  const administrators = await again(
    reading,
    async () => directory.administratorsAmong?.([...ids]) ?? new Set<string>(),
  );
  for (const [address, account] of byAddress) {
    if (administrators.has(account.id)) byAddress.set(address, { ...account, isAdministrator: true });
  }
}

async function readOthers({ directory, settings, signal }: Reading): Promise<Map<string, string>> {
  const byAddress = new Map<string, string>();
  for await (const { name, addresses } of directory.accounts.listOthers()) {
    signal.throwIfAborted();
    for (const address of addresses) if (domainOf(address) === settings.newDomain) byAddress.set(address, name);
  }
  return byAddress;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** Repeats a read that met a throttle or no answer, a bounded number of times. */
export async function again<Result>(
  { clock, patience, random, signal }: Omit<Reading, 'directory' | 'settings' | 'movers'>,
  read: () => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    try {
      return await read();
    } catch (error) {
      const mayPass = error instanceof RemoteFailure && PASSING.has(error.facts.kind);
      if (!mayPass || tries > patience.attempts) throw error;
      const askedMs = error.facts.retryAfterMs;
      await clock.sleep(backoffMs(patience, tries, { random, ...(askedMs === undefined ? {} : { askedMs }) }), signal);
    }
  }
}

const PASSING: ReadonlySet<string> = new Set(['throttled', 'unavailable', 'not-yet', 'in-doubt']);
