// Users of the tenant. One rule: an account is changed by its immutable id, since an address may be somebody else's alias.

import type { Account } from '../../model/account.ts';
import type { Accounts, AddressOwner, NewAccount } from '../../model/directory.ts';
import { RemoteFailure } from '../../model/failure.ts';
import { USER_FIELDS, accountOf, aliasesOf, newUser } from './account.ts';
import type { AssignmentReader } from './assignments.ts';
import { orUndefined, whereTaken } from './outcomes.ts';
import { pages } from './pages.ts';
import { renameUser } from './rename.ts';
import { SCOPES } from './scopes.ts';
import type { Call, Transport } from './transport.ts';

const USER = { lane: 'directory', scope: SCOPES.user, isRepeatable: true } as const;

const LIST: Call = { ...USER, operation: 'directory.users.list' };
const GET: Call = { ...USER, operation: 'directory.users.get', isOnAccount: true };
/** The one call that must never be sent twice: a lost answer may have made an account. */
const INSERT: Call = { ...USER, operation: 'directory.users.insert', isRepeatable: false };
const SUSPEND: Call = { ...USER, operation: 'directory.users.update', isOnAccount: true, conflict: 'not-yet' };
/** An alias is kept apart by its address: the second insert answers 409. */
const ADD_ALIAS: Call = { ...USER, operation: 'directory.users.aliases.insert', isOnAccount: true };
const GROUP = { lane: 'directory', scope: SCOPES.group, isRepeatable: true } as const;
const GET_GROUP: Call = { ...GROUP, operation: 'directory.groups.get' };
const LIST_GROUPS: Call = { ...GROUP, operation: 'directory.groups.list' };

/** The most that Google gives at once. */
const USERS_A_PAGE = 500;
const GROUPS_A_PAGE = 200;

export function openAccounts(
  transport: Transport,
  from: {
    readonly customer: string;
    readonly mostAliases: number;
    readonly assignments: () => AssignmentReader;
  },
): Accounts {
  const { send, apis } = transport;

  async function getUser(userKey: string) {
    const { users } = await apis.directory();
    const { data } = await send(GET, ({ auth, how }) => users.get({ userKey, fields: USER_FIELDS, auth }, how));
    return data;
  }

  /** Without licences: Google keeps them apart, at 1 call a second. The list has them, and `Licences.held`. */
  async function accountByKey(userKey: string): Promise<Account | undefined> {
    const user = await orUndefined(getUser(userKey));
    if (user === undefined) return undefined;
    const account = accountOf(user, []);
    if (account === undefined) throw transport.unusable(GET, 'the user has no id or no address');
    return account;
  }

  async function byAddress(address: string): Promise<AddressOwner | undefined> {
    const account = await accountByKey(address);
    if (account !== undefined) return { kind: 'account', account };
    const { groups } = await apis.directory();
    const group = await orUndefined(send(GET_GROUP, ({ auth, how }) => groups.get({ groupKey: address, auth }, how)));
    if (group === undefined) return undefined;
    const { id, name } = group.data;
    return { kind: 'other', id: id ?? address, name: name ?? address };
  }

  return {
    byId: accountByKey,
    byAddress,

    list() {
      const assignments = from.assignments();
      return pages(async (pageToken) => {
        const held = await assignments.read();
        const { users } = await apis.directory();
        const { data } = await send(LIST, ({ auth, how }) =>
          users.list(
            {
              customer: from.customer,
              maxResults: USERS_A_PAGE,
              fields: `nextPageToken,users(${USER_FIELDS})`,
              ...(pageToken === undefined ? {} : { pageToken }),
              auth,
            },
            how,
          ),
        );
        const items = (data.users ?? []).map((user) => {
          const addresses = [user.primaryEmail?.toLowerCase() ?? '', ...aliasesOf(user)];
          const account = accountOf(user, held.of(addresses));
          if (account === undefined) throw transport.unusable(LIST, 'a user has no id or no address');
          return account;
        });
        return { items, next: data.nextPageToken };
      });
    },

    listOthers() {
      return pages(async (pageToken) => {
        const { groups } = await apis.directory();
        const { data } = await send(LIST_GROUPS, ({ auth, how }) =>
          groups.list(
            {
              customer: from.customer,
              maxResults: GROUPS_A_PAGE,
              ...(pageToken === undefined ? {} : { pageToken }),
              auth,
            },
            how,
          ),
        );
        const items = (data.groups ?? []).map(({ name, email, aliases, nonEditableAliases }) => ({
          name: name ?? email ?? '',
          addresses: [email ?? '', ...(aliases ?? []), ...(nonEditableAliases ?? [])]
            .filter((address) => address !== '')
            .map((address) => address.toLowerCase()),
        }));
        return { items, next: data.nextPageToken };
      });
    },

    async create(wanted: NewAccount) {
      const { users } = await apis.directory();
      const { status, data } = await send(INSERT, ({ auth, how }) =>
        users.insert({ requestBody: newUser(wanted), auth }, how),
      );
      // developers.google.com/admin-sdk/directory/reference/rest/v1/users/insert: 202 only invites the owner of a personal account.
      if (status === 202) {
        throw new RemoteFailure({
          kind: 'refused',
          operation: INSERT.operation,
          said: `a personal Google account has the address ${wanted.address}; its owner was only invited`,
          status,
          todo: 'Have its owner accept the invitation or rename that account, then plan again.',
        });
      }
      const account = accountOf(data, []);
      if (account === undefined) throw transport.unusable(INSERT, 'the new user has no id');
      return account;
    },

    rename: (id, change) => renameUser({ transport, getUser, byAddress, mostAliases: from.mostAliases }, id, change),

    async addAlias(id, alias) {
      const user = await getUser(id);
      if (user.primaryEmail?.toLowerCase() === alias || aliasesOf(user).includes(alias)) return;
      refuseBeyond(from.mostAliases, user.aliases?.length ?? 0);
      const { users } = await apis.directory();
      await whereTaken(
        send(ADD_ALIAS, ({ auth, how }) => users.aliases.insert({ userKey: id, requestBody: { alias }, auth }, how)),
        async (failure) => {
          const owner = await byAddress(alias);
          if (owner?.kind === 'account' && owner.account.id === id) return;
          // Nobody has it: an alias that was taken away a moment ago, or the account was renamed a moment ago.
          if (owner === undefined) throw new RemoteFailure({ ...failure.facts, kind: 'not-yet' });
          throw failure;
        },
      );
    },

    async setSuspended(id, suspended) {
      const { users } = await apis.directory();
      await send(SUSPEND, ({ auth, how }) => users.update({ userKey: id, requestBody: { suspended }, auth }, how));
    },
  };
}

function refuseBeyond(most: number, count: number): void {
  if (count < most) return;
  throw new RemoteFailure({
    kind: 'refused',
    operation: ADD_ALIAS.operation,
    said: `the account has ${count} aliases, and Google allows ${most}`,
    todo: 'Remove an alias of the account in the Admin console.',
  });
}
