// Accounts and their addresses as each provider changes them: Microsoft 365 in several requests with read-back, Google in one.

import type { Account } from '../../../src/model/account.ts';
import type { Directory } from '../../../src/model/directory.ts';
import { RemoteFailure } from '../../../src/model/failure.ts';
import type { Carry } from './carry.ts';
import { refusal } from './tenant.ts';
import type { Holding, Tenant } from './tenant.ts';

type Changes = Pick<Directory['accounts'], 'create' | 'rename' | 'addAlias' | 'setSuspended'>;

export function addressesOf(tenant: Tenant, carry: Carry): Changes {
  const isGoogle = tenant.provider === 'google-workspace';
  return {
    create: (wanted) =>
      carry({ operation: 'create user', does: 'make' }, () => {
        const { address, displayName, stamp } = wanted;
        const plain = { aliases: [], isSuspended: false, isSynced: false, isAdministrator: false, licences: [] };
        return tenant.bear({ address, signInName: address, displayName, stamp, ...plain }, 'create user');
      }),
    rename: isGoogle ? renameAtOnce(tenant, carry) : renameByParts(tenant, carry),
    addAlias: isGoogle ? aliasAtOnce(tenant, carry) : aliasByDetour(tenant, carry),
    setSuspended: (id, isSuspended) =>
      carry({ operation: 'block sign-in', does: 'set' }, () => {
        requireGrown(tenant, id, 'block sign-in');
        tenant.change(
          id,
          { kind: 'user.suspend', key: id },
          onAccount((present) => ({ ...present, isSuspended })),
        );
      }),
  };
}

/** Refuses changes of an account that is too young. */
export function requireGrown(tenant: Tenant, id: string, operation: string): void {
  if (tenant.isFresh(id)) throw refusal({ kind: 'not-yet', operation, said: 'user creation is not complete' });
}

/** Changes the account of a mailbox and nothing else of it. */
function onAccount(next: (account: Account) => Account): (holding: Holding) => Holding {
  return (holding) => ({ ...holding, account: next(holding.account) });
}

/** The address becomes the primary one and the one before an alias. */
function withPrimary(account: Account, address: string): Account {
  if (account.address === address) return account;
  const aliases = new Set([...account.aliases, account.address]);
  aliases.delete(address);
  return { ...account, address, aliases: [...aliases] };
}

function renameAtOnce(tenant: Tenant, carry: Carry): Changes['rename'] {
  return (id, { to }) =>
    carry({ operation: 'update user', does: 'set' }, () => {
      requireGrown(tenant, id, 'update user');
      tenant.refuseTaken(to, 'update user', id);
      tenant.change(
        id,
        { kind: 'user.rename', key: id },
        onAccount((present) => ({ ...withPrimary(present, to), signInName: to })),
      );
    });
}

/** The name and the address move one after the other, and both are read back from a copy that may be behind. */
function renameByParts(tenant: Tenant, carry: Carry): Changes['rename'] {
  return async (id, { to }) => {
    await carry({ operation: 'update name', does: 'set' }, () => {
      requireGrown(tenant, id, 'update name');
      tenant.refuseTaken(to, 'update name', id);
      tenant.change(
        id,
        { kind: 'user.rename', key: id },
        onAccount((present) => ({ ...present, signInName: to })),
      );
    });
    await carry({ operation: 'update mail', does: 'set' }, () => {
      tenant.refuseTaken(to, 'update mail', id);
      tenant.change(
        id,
        { kind: 'user.rename', key: id },
        onAccount((present) => withPrimary(present, to)),
      );
    });
    const seen = await readBack(tenant, carry, id);
    if (seen.address !== to) {
      throw refusal({ kind: 'not-yet', operation: 'update user', said: `reads back as ${seen.address}` });
    }
  };
}

function aliasAtOnce(tenant: Tenant, carry: Carry): Changes['addAlias'] {
  return (id, alias) =>
    carry({ operation: 'insert alias', does: 'make' }, () => {
      requireGrown(tenant, id, 'insert alias');
      tenant.refuseTaken(alias, 'insert alias');
      tenant.change(
        id,
        { kind: 'alias.add', key: id },
        onAccount((present) => ({ ...present, aliases: [...present.aliases, alias] })),
      );
    });
}

/** An address becomes an alias by being the primary one for a moment: a request that comes late would undo the next one. */
function aliasByDetour(tenant: Tenant, carry: Carry): Changes['addAlias'] {
  return async (id, alias, stated) => {
    const present = await readBack(tenant, carry, id);
    const primary = stated ?? present.signInName;
    if (present.signInName !== primary) {
      throw refusal({ kind: 'not-yet', operation: 'get user', said: `still signs in as ${present.signInName}` });
    }
    if (present.address === primary && present.aliases.includes(alias)) return;
    if (present.address !== alias) await move(tenant, carry, { id, to: alias });
    await move(tenant, carry, { id, to: primary });
    await expectAlias(tenant, carry, { id, alias, primary });
  };
}

/** A second detour from a copy that is behind would leave the end that is reached already: what is not seen now is in doubt. */
async function expectAlias(
  tenant: Tenant,
  carry: Carry,
  { id, alias, primary }: { readonly id: string; readonly alias: string; readonly primary: string },
): Promise<void> {
  let said = 'is not seen yet';
  try {
    const seen = await readBack(tenant, carry, id);
    if (seen.address === primary && seen.aliases.includes(alias)) return;
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
    said = error.message;
  }
  throw refusal({ kind: 'in-doubt', operation: 'update mail', said });
}

function move(tenant: Tenant, carry: Carry, { id, to }: { readonly id: string; readonly to: string }): Promise<void> {
  return carry({ operation: 'update mail', does: 'make' }, () => {
    requireGrown(tenant, id, 'update mail');
    tenant.refuseTaken(to, 'update mail', id);
    tenant.change(
      id,
      { kind: 'alias.add', key: id },
      onAccount((present) => withPrimary(present, to)),
    );
  });
}

async function readBack(tenant: Tenant, carry: Carry, id: string): Promise<Account> {
  const seen = await carry({ operation: 'get user', does: 'read' }, (staleMs) => tenant.holding(id, staleMs)?.account);
  if (seen === undefined) {
    throw refusal({ kind: 'not-yet', operation: 'get user', said: 'the account cannot be seen yet' });
  }
  return seen;
}
