// PATCH /users/{id}: names, mail, sign-in, password and the rest, each with its own line in the ledger.
// A new UPN becomes an address, and only sometimes the primary one; `mail` becomes the primary one and the old one stays as alias.

import type { Answer, Call } from '../../kernel/call.ts';
import { chanceOf } from '../../kernel/random.ts';
import type { Params } from '../../kernel/route.ts';
import type { Effect, World } from '../../kernel/world.ts';
import { badRequest, denied, noContent } from '../answers.ts';
import { claimsOf } from '../permissions.ts';
import type { UserRecord } from '../records.ts';
import { PROVIDER } from '../tenant.ts';
import { aliasesOf, checkMail, checkPrincipalName, primaryOf, refuseForeignMail, withAlias, withPrimary } from './addresses.ts';
import { userOf } from './find-user.ts';
import { saveUser } from './user-save.ts';
import { plainProperties, readUserInput, type UserInput } from './user-properties.ts';

/** Microsoft's page for the user resource: on users with administrator roles these need a higher role than an app has. */
const SENSITIVE = [
  'accountEnabled',
  'passwordProfile',
  'userPrincipalName',
  'otherMails',
  'mobilePhone',
  'businessPhones',
  'onPremisesImmutableId',
] as const;

/** Mastered in the cloud for synced users too. */
const OPEN_FOR_SYNCED = new Set(['accountEnabled', 'usageLocation', 'passwordProfile']);

/** How often a changed UPN drags the primary address along; Microsoft says that it may. */
const DRAGS_PRIMARY = 0.3;

export function updateUser(call: Call, params: Params, world: World): Answer {
  const user = userOf(call, params, world);
  const input = readUserInput(call.body);
  refuseSensitive(call, user, input);
  if (user.isSynced && Object.keys(input).some((name) => !OPEN_FOR_SYNCED.has(name))) {
    throw badRequest(
      'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
    );
  }
  world.together(() => {
    const change = changeOf(world, user, input);
    saveUser(world, user, change);
    for (const effect of effectsOf(user, { ...user, ...change }, input)) world.effect(effect, () => undefined);
  });
  return noContent;
}

function refuseSensitive(call: Call, user: UserRecord, input: UserInput): void {
  if (user.isAdministrator && SENSITIVE.some((name) => input[name] !== undefined)) throw denied();
  const roles = claimsOf(call);
  if (input.passwordProfile !== undefined && !roles.includes('User-PasswordProfile.ReadWrite.All')) throw denied();
}

function changeOf(world: World, user: UserRecord, input: UserInput): Partial<UserRecord> {
  const { userPrincipalName, mail } = input;
  let proxyAddresses = user.proxyAddresses;
  if (userPrincipalName !== undefined && userPrincipalName.toLowerCase() !== user.userPrincipalName.toLowerCase()) {
    checkPrincipalName(world, userPrincipalName);
    refuseForeignMail(world, user.id, userPrincipalName);
    if (proxyAddresses.length > 0) {
      const isDragged = chanceOf(`${user.id} ${userPrincipalName.toLowerCase()}`) < DRAGS_PRIMARY;
      proxyAddresses = (isDragged ? withPrimary : withAlias)(proxyAddresses, userPrincipalName);
    }
  }
  if (typeof mail === 'string') {
    checkMail(world, mail);
    proxyAddresses = withPrimary(proxyAddresses, mail);
  }
  const primary = primaryOf(proxyAddresses);
  return {
    ...(userPrincipalName === undefined ? {} : { userPrincipalName }),
    proxyAddresses,
    // An address that is the primary one already keeps the letters that it has.
    mail: primary === user.mail?.toLowerCase() ? user.mail : (spelled(proxyAddresses) ?? null),
    properties: mergedProperties(user, input),
    ...(input.usageLocation === undefined || input.usageLocation === user.properties['usageLocation']
      ? {}
      : { usageLocationAt: world.clock.now() }),
  };
}

const spelled = (proxies: readonly string[]): string | undefined =>
  proxies.find((one) => one.startsWith('SMTP:'))?.slice('SMTP:'.length);

function mergedProperties(user: UserRecord, input: UserInput): Readonly<Record<string, unknown>> {
  const given = input.onPremisesExtensionAttributes;
  const before = user.properties['onPremisesExtensionAttributes'];
  const attributes =
    given === undefined ? {} : { onPremisesExtensionAttributes: { ...(typeof before === 'object' ? before : {}), ...given } };
  return { ...user.properties, ...plainProperties(input), ...attributes };
}

function effectsOf(before: UserRecord, after: UserRecord, input: UserInput): readonly Effect[] {
  const address = addressOf(after);
  const line = (kind: string, key: string, more: Readonly<Record<string, unknown>> = {}): Effect => ({
    provider: PROVIDER,
    kind,
    key,
    idempotent: true,
    ...more,
  });
  const repeat = (isRepeat: boolean) => (isRepeat ? { repeat: true } : {});
  const effects: Effect[] = [];
  if (input.userPrincipalName !== undefined || typeof input.mail === 'string') effects.push(rename(before, after, line));
  const hadAlias = new Set(aliasesOf(before.proxyAddresses));
  for (const alias of aliasesOf(after.proxyAddresses)) {
    if (!hadAlias.has(alias)) effects.push(line('alias.add', `${address} ${alias}`));
  }
  if (input.accountEnabled !== undefined) {
    const isRepeat = (before.properties['accountEnabled'] ?? true) === input.accountEnabled;
    effects.push(line(input.accountEnabled ? 'user.allow' : 'user.suspend', address, repeat(isRepeat)));
  }
  if (input.passwordProfile !== undefined) effects.push(line('user.password', address));
  const fields = Object.keys(plainProperties(input)).filter((name) => name !== 'accountEnabled');
  if (fields.length > 0) {
    const isRepeat = fields.every((name) => isSame(before.properties[name], after.properties[name]));
    effects.push(line('user.update', address, { fields, ...repeat(isRepeat) }));
  }
  return effects;
}

/** `old -> new` of the primary address, or of the sign-in name where that alone moved. */
function rename(
  before: UserRecord,
  after: UserRecord,
  line: (kind: string, key: string, more: Readonly<Record<string, unknown>>) => Effect,
): Effect {
  const [old, now] = [before, after].map((user) => ({ primary: addressOf(user), signIn: user.userPrincipalName.toLowerCase() }));
  const isSignInOnly = old?.primary === now?.primary && old?.signIn !== now?.signIn;
  const key = isSignInOnly
    ? `${old?.signIn ?? ''} -> ${now?.signIn ?? ''}`
    : `${old?.primary ?? ''} -> ${now?.primary ?? ''}`;
  const isRepeat = old?.primary === now?.primary && old?.signIn === now?.signIn;
  return line('user.rename', key, { id: after.id, from: old, to: now, ...(isRepeat ? { repeat: true } : {}) });
}

/** The name of a user in the ledger: the primary address, or the sign-in name where there is no mail. */
export function addressOf(user: Pick<UserRecord, 'proxyAddresses' | 'userPrincipalName'>): string {
  return primaryOf(user.proxyAddresses) ?? user.userPrincipalName.toLowerCase();
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
