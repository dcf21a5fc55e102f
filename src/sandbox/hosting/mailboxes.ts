// The mailboxes of a rented mail host, each with a password of its own and its Sieve scripts.

import type { Collection, World } from '../kernel/world.ts';

export const PROVIDER = 'hosting';

export interface HostedMailbox {
  /** Lower case. */
  readonly address: string;
  readonly password: string;
  readonly displayName: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly activeScript?: string;
}

export type WantedMailbox = Pick<HostedMailbox, 'address' | 'password' | 'displayName'>;

export const mailboxesOf = (world: World): Collection<HostedMailbox> =>
  world.collection<HostedMailbox>('hosting.mailboxes');
const domainsOf = (world: World): Collection<true> => world.collection<true>('hosting.domains');

export const hostedMailbox = (world: World, address: string): HostedMailbox | undefined =>
  mailboxesOf(world).get(address.toLowerCase());

export const isHosted = (world: World, domain: string): boolean => domainsOf(world).has(domain);

export function hostDomain(world: World, domain: string): void {
  domainsOf(world).put(domain.toLowerCase(), true);
}

/** False where there is such a mailbox already: nothing is changed then. */
export function makeMailbox(world: World, wanted: WantedMailbox): boolean {
  const address = wanted.address.toLowerCase();
  if (mailboxesOf(world).has(address)) return false;
  const effect = { provider: PROVIDER, kind: 'user.create', key: address, idempotent: false };
  world.effect(effect, () => addMailbox(world, wanted));
  return true;
}

/** Without a line in the ledger: what was there before anybody came. */
export function addMailbox(world: World, { address: written, password, displayName }: WantedMailbox): void {
  const address = written.toLowerCase();
  hostDomain(world, address.slice(address.lastIndexOf('@') + 1));
  mailboxesOf(world).put(address, { address, password, displayName, scripts: {} });
}
