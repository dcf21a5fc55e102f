// Users of the tenant: found, created, renamed, given aliases, suspended. By id wherever an id is known; read back after a change.

import type { Account } from '../../model/account.ts';
import type { Accounts, AddressOwner, NewAccount } from '../../model/directory.ts';
import { RemoteFailure } from '../../model/failure.ts';
import { ACCOUNT_PROPERTIES, accountFrom, addressesOf } from './account-shape.ts';
import { addAlias, rename } from './address-change.ts';
import type { JsonObject } from './json.ts';
import { textAt } from './json.ts';
import { newUser } from './new-user.ts';
import { quoted } from './transport.ts';
import type { Graph } from './transport.ts';

const SELECT = ACCOUNT_PROPERTIES.join(',');
const PAGE = '999';

export function accountsOf(graph: Graph, administrator: string | undefined): Accounts {
  const accountIn = (user: JsonObject, operation: string): Account => {
    const account = accountFrom(user, administrator);
    if (account === undefined) throw notAUser(operation);
    return account;
  };

  const byId = async (id: string): Promise<Account | undefined> => {
    const operation = 'GET /users/{id}';
    const user = await found(() => graph.ask({ operation, keys: [id], query: { $select: SELECT } }));
    return user === undefined ? undefined : accountIn(user, operation);
  };

  return {
    async *list() {
      const operation = 'GET /users';
      // Without ConsistencyLevel this reads the directory itself, not the search index, which lags.
      for await (const user of graph.items({ operation, query: { $select: SELECT, $top: PAGE } })) {
        yield accountIn(user, operation);
      }
    },

    async *listOthers() {
      const query = { $select: 'id,displayName,mail,proxyAddresses', $top: PAGE };
      for await (const group of graph.items({ operation: 'GET /groups', query })) {
        const addresses = addressesOf(group);
        if (addresses.length > 0) yield { name: groupName(group), addresses };
      }
    },

    byId,

    async byAddress(address) {
      const user = (await userNamed(graph, address)) ?? (await userHolding(graph, address));
      if (user !== undefined) return { kind: 'account', account: accountIn(user, 'GET /users') };
      return groupHolding(graph, address);
    },

    async create(wanted) {
      const operation = 'POST /users';
      const user = await graph.ask({ operation, body: newUser(wanted), secrets: [wanted.password] });
      return createdFrom(user, wanted);
    },

    rename: (id, change) => rename({ graph, byId }, id, change),

    addAlias: (id, alias, primary) =>
      addAlias({ graph, byId }, id, { alias, ...(primary === undefined ? {} : { primary }) }),

    // Alone in its call: together with other properties a refusal of those would leave the account open.
    setSuspended: (id, isSuspended) =>
      graph.tell({ operation: 'PATCH /users/{id}', keys: [id], body: { accountEnabled: !isSuspended } }),
  };
}

/** Exact read by name; no filter and no index. A name that starts with `$` takes the other form of the path. */
function userNamed(graph: Graph, name: string): Promise<JsonObject | undefined> {
  const query = { $select: SELECT };
  return found(() =>
    name.startsWith('$')
      ? graph.ask({ operation: "GET /users('{id}')", keys: [name.replaceAll("'", "''")], query })
      : graph.ask({ operation: 'GET /users/{id}', keys: [name], query }),
  );
}

async function userHolding(graph: Graph, address: string): Promise<JsonObject | undefined> {
  return first(graph.items({ operation: 'GET /users', query: { $filter: holds(address), $select: SELECT } }));
}

async function groupHolding(graph: Graph, address: string): Promise<AddressOwner | undefined> {
  const query = { $filter: holds(address), $select: 'id,displayName' };
  const group = await first(graph.items({ operation: 'GET /groups', query }));
  const id = textAt(group, 'id');
  return group === undefined || id === undefined ? undefined : { kind: 'other', id, name: groupName(group) };
}

function groupName(group: JsonObject): string {
  return `the group ${textAt(group, 'displayName') ?? textAt(group, 'id') ?? 'without a name'}`;
}

/** Both spellings: whether `eq` minds the letter case of the mark is not documented. */
function holds(address: string): string {
  const marks = ['smtp', 'SMTP'].map((mark) => `proxyAddresses/any(p:p eq ${quoted(`${mark}:${address}`)})`);
  return [...marks, `mail eq ${quoted(address)}`].join(' or ');
}

async function first(items: AsyncIterable<JsonObject>): Promise<JsonObject | undefined> {
  for await (const item of items) return item;
  return undefined;
}

/** The answer, or undefined where Graph itself says that there is no such object. Any other failure proves nothing. */
async function found(ask: () => Promise<JsonObject>): Promise<JsonObject | undefined> {
  try {
    return await ask();
  } catch (error) {
    const isAbsent =
      error instanceof RemoteFailure && error.facts.status === 404 && error.facts.code === 'Request_ResourceNotFound';
    if (isAbsent) return undefined;
    throw error;
  }
}

/** The answer to a creation holds few properties; the rest is what was asked for. */
function createdFrom(user: JsonObject, wanted: NewAccount): Account {
  const id = textAt(user, 'id');
  if (id === undefined) {
    const said = 'answered that the user was created, but without an id';
    throw new RemoteFailure({ kind: 'in-doubt', operation: 'POST /users', said, status: 201 });
  }
  return {
    id,
    address: (textAt(user, 'mail') ?? wanted.address).toLowerCase(),
    signInName: (textAt(user, 'userPrincipalName') ?? wanted.address).toLowerCase(),
    aliases: [],
    displayName: wanted.displayName,
    stamp: wanted.stamp,
    isSuspended: false,
    isSynced: false,
    isAdministrator: false,
    licences: [],
  };
}

function notAUser(operation: string): RemoteFailure {
  return new RemoteFailure({ kind: 'unavailable', operation, said: 'the answer holds a user without id or name' });
}
