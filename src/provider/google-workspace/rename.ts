// Moves a user to a new primary address. One rule: it has happened when a read by id shows the new address with the old one as alias.

import type { admin_directory_v1 } from 'googleapis/build/src/apis/admin/index.js';
import type { AddressOwner } from '../../model/directory.ts';
import { RemoteFailure } from '../../model/failure.ts';
import type { FailureKind } from '../../model/failure.ts';
import { aliasesOf } from './account.ts';
import { whereTaken } from './outcomes.ts';
import { SCOPES } from './scopes.ts';
import type { Call, Transport } from './transport.ts';

/** A PUT leaves out what it does not name; it sets a value, so it may be repeated. */
const RENAME: Call = {
  operation: 'directory.users.update',
  lane: 'directory',
  scope: SCOPES.user,
  isRepeatable: true,
  isOnAccount: true,
};

interface Tools {
  readonly transport: Transport;
  readonly getUser: (userKey: string) => Promise<admin_directory_v1.Schema$User>;
  readonly byAddress: (address: string) => Promise<AddressOwner | undefined>;
  readonly mostAliases: number;
}

interface Change {
  readonly from: string;
  readonly to: string;
}

export async function renameUser(tools: Tools, id: string, change: Change): Promise<void> {
  const { transport, getUser, byAddress } = tools;
  const before = await getUser(id);
  const address = before.primaryEmail?.toLowerCase();
  if (address === change.to) {
    confirm(before, change);
    return;
  }
  if (address !== change.from) {
    throw failed('refused', `its address is ${address ?? 'unknown'}, not ${change.from}`, 'Plan again.');
  }
  refuseFull(before, change, tools.mostAliases);

  const { users } = await transport.apis.directory();
  await whereTaken(
    transport.send(RENAME, ({ auth, how }) =>
      users.update({ userKey: id, requestBody: { primaryEmail: change.to }, auth }, how),
    ),
    async (failure) => {
      const owner = await byAddress(change.to);
      const isOthers = owner !== undefined && (owner.kind === 'other' || owner.account.id !== id);
      if (isOthers) throw failure;
      // For a minute or more after a rename, further changes of the user answer 409.
      const todo = `If it stays so, remove the alias ${change.to} of this account in the Admin console first.`;
      throw new RemoteFailure({ ...failure.facts, kind: 'not-yet', todo });
    },
  );
  confirm(await getUser(id), change);
}

/** Google makes the old address an alias. Until a read shows both, other steps must not build on it. */
function confirm(user: admin_directory_v1.Schema$User, { from, to }: Change): void {
  const isMoved = user.primaryEmail?.toLowerCase() === to;
  if (isMoved && aliasesOf(user).includes(from)) return;
  const missing = isMoved ? `${from} is not an alias yet` : `${to} is not the primary address yet`;
  throw failed('not-yet', `the rename was accepted, but ${missing}`);
}

/** The old address becomes one alias more; the new one, where it is an alias now, makes room. */
function refuseFull(user: admin_directory_v1.Schema$User, { to }: Change, most: number): void {
  const rest = (user.aliases ?? []).filter((alias) => alias.toLowerCase() !== to);
  if (rest.length < most) return;
  throw failed(
    'refused',
    `the account has ${rest.length} aliases, and Google allows ${most}: the old address would be one more`,
    'Remove an alias of the account in the Admin console.',
  );
}

function failed(kind: FailureKind, said: string, todo?: string): RemoteFailure {
  return new RemoteFailure({ kind, operation: RENAME.operation, said, ...(todo === undefined ? {} : { todo }) });
}
