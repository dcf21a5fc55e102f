// users.aliases: at most 30, each held by one user or group only; one that was taken away is held back for a moment.

import type { Answer } from '../../kernel/call.ts';
import { NO_CONTENT, notFound, ok, Refused } from '../answers.ts';
import { withEtag } from '../etag.ts';
import { DELAY_MS, MOST } from '../limits.ts';
import { bodyOf, param, textOf, type Ask, type GuardedRoute } from '../route.ts';
import { PROVIDER } from '../tenant.ts';
import { checkAlias, checkFree, giveUp } from './addresses.ts';
import { changeableUser, momentOf, seenUser } from './find.ts';
import { READ_ALIASES, WRITE_ALIASES } from './guards.ts';
import { directoryRoute } from './route.ts';
import { putChanged } from './user-shown.ts';

export const userAliasRoutes: readonly GuardedRoute[] = [
  directoryRoute('GET /users/:userKey/aliases', READ_ALIASES, (ask) => {
    const user = seenUser(ask, param(ask, 'userKey'));
    const aliases = user.aliases.map((alias) => showAlias({ id: user.id, email: user.primaryEmail }, alias));
    return ok(showAliases(aliases));
  }),
  directoryRoute('POST /users/:userKey/aliases', WRITE_ALIASES, insertAlias),
  directoryRoute('DELETE /users/:userKey/aliases/:alias', WRITE_ALIASES, deleteAlias),
];

export function showAlias(holder: { readonly id: string; readonly email: string }, alias: string) {
  return withEtag({ kind: 'admin#directory#alias', id: holder.id, primaryEmail: holder.email, alias });
}

export function showAliases(aliases: readonly object[]) {
  return withEtag({ kind: 'admin#directory#aliases', ...(aliases.length === 0 ? {} : { aliases }) });
}

function insertAlias(ask: Ask): Answer {
  const { tenant, world, now } = ask;
  const user = changeableUser(ask);
  const alias = (textOf(bodyOf(ask), 'alias') ?? '').toLowerCase();
  checkAlias(tenant, alias);
  checkFree(tenant, alias, now);
  if (user.aliases.length >= MOST.aliases) {
    throw new Refused({ status: 412, reason: 'limitExceeded', message: 'Exceeded the maximum number of aliases.' });
  }
  const key = `${user.primaryEmail} ${alias}`;
  world.effect({ provider: PROVIDER, kind: 'alias.add', key, idempotent: true, userId: user.id }, () => {
    tenant.addresses.put(alias, { holder: 'user', id: user.id });
    putChanged(tenant, { was: user, becomes: { ...user, aliases: [...user.aliases, alias] } }, momentOf(ask));
  });
  return ok(showAlias({ id: user.id, email: user.primaryEmail }, alias));
}

function deleteAlias(ask: Ask): Answer {
  const { tenant, world } = ask;
  const user = changeableUser(ask);
  const alias = param(ask, 'alias').toLowerCase();
  if (!user.aliases.includes(alias)) throw notFound('resource_id');
  const key = `${user.primaryEmail} ${alias}`;
  world.effect({ provider: PROVIDER, kind: 'alias.delete', key, idempotent: false, userId: user.id }, () => {
    giveUp(tenant, alias, { ...momentOf(ask), delayMs: DELAY_MS.aliasHeld });
    const aliases = user.aliases.filter((one) => one !== alias);
    putChanged(tenant, { was: user, becomes: { ...user, aliases } }, momentOf(ask));
  });
  return NO_CONTENT;
}
