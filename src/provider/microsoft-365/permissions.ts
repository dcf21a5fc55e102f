// Asks for each permission of the app by itself. One rule: read-only, and what cannot be told is said so, never guessed.

import type { Permission } from '../../model/account.ts';
import { RemoteFailure } from '../../model/failure.ts';
import { objectsAt, parseObject, textAt, textsAt } from './json.ts';
import type { GraphCall, Graph } from './transport.ts';

export interface PermissionTools {
  readonly graph: Graph;
  /** The access token: it names the permissions that it carries. */
  readonly token: () => Promise<string>;
  /** Whose mailbox settings are read to find out whether we may; absent: the first licensed user's. */
  readonly administrator?: string;
}

type Stage = Permission['stage'];

/** Reads that only the permission allows. https://learn.microsoft.com/graph/permissions-reference */
const READS: readonly { readonly name: string; readonly stage: Stage; readonly call: GraphCall }[] = [
  {
    name: 'Group.ReadBasic.All',
    stage: 'plan',
    call: { operation: 'GET /groups', query: { $top: '1', $select: 'id' } },
  },
  { name: 'Domain.Read.All', stage: 'plan', call: { operation: 'GET /domains', query: { $select: 'id' } } },
  {
    name: 'LicenseAssignment.Read.All',
    stage: 'plan',
    call: { operation: 'GET /subscribedSkus', query: { $select: 'skuId' } },
  },
  {
    name: 'Directory.Read.All',
    stage: 'plan',
    call: { operation: 'GET /oauth2PermissionGrants', query: { $top: '1' } },
  },
];

/** Writes are never tried out: only the token tells. `within`: permissions that hold this one. */
const WRITES: readonly { readonly name: string; readonly stage: Stage; readonly within: readonly string[] }[] = [
  { name: 'User.ReadWrite.All', stage: 'apply', within: ['Directory.ReadWrite.All'] },
  {
    name: 'LicenseAssignment.ReadWrite.All',
    stage: 'apply',
    within: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
  },
  { name: 'Domain.ReadWrite.All', stage: 'apply', within: ['Directory.ReadWrite.All'] },
  { name: 'MailboxSettings.ReadWrite', stage: 'apply', within: [] },
  { name: 'Mail.Send', stage: 'notices', within: [] },
  { name: 'Mail.ReadWrite', stage: 'notices', within: [] },
];

const USERS: GraphCall = {
  operation: 'GET /users',
  query: { $top: '20', $select: 'id,mail,assignedLicenses' },
};

/** Throws only where nobody can sign in at all. */
export async function permissionsOf({ graph, token, administrator }: PermissionTools): Promise<readonly Permission[]> {
  const claimed = claimsOf(await token());
  const users = await trial(graph, USERS);
  const reads = await Promise.all(
    READS.map(async ({ name, stage, call }) => ({ name, stage, ...(await trial(graph, call)) })),
  );
  const mailbox = administrator ?? licensedUser(users.answer);
  const settings =
    mailbox === undefined
      ? { standing: 'cannot-tell' as const, said: 'there is no mailbox to ask' }
      : await trial(graph, { operation: 'GET /users/{id}/mailboxSettings', keys: [mailbox] });
  const tried = [
    { name: 'User.Read.All', stage: 'plan' as const, ...users },
    ...reads,
    { name: 'MailboxSettings.Read', stage: 'plan' as const, ...settings },
  ];
  return [
    ...tried.map(({ name, stage, standing, said }) => {
      const known = standing === 'cannot-tell' && claimed?.has(name) === true ? 'granted' : standing;
      return { name, stage, standing: known, ...(said === undefined || known === 'granted' ? {} : { said }) };
    }),
    ...WRITES.map(({ name, stage, within }) => written(name, stage, { within, claimed })),
  ];
}

interface Trial {
  readonly standing: Permission['standing'];
  readonly said?: string;
  readonly answer?: Awaited<ReturnType<Graph['ask']>>;
}

async function trial(graph: Graph, call: GraphCall): Promise<Trial> {
  try {
    return { standing: 'granted', answer: await graph.ask(call) };
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
    return { standing: error.facts.status === 403 ? 'missing' : 'cannot-tell', said: error.message };
  }
}

function written(
  name: string,
  stage: Stage,
  { within, claimed }: { readonly within: readonly string[]; readonly claimed: ReadonlySet<string> | undefined },
): Permission {
  if (claimed === undefined) {
    return { name, stage, standing: 'cannot-tell', said: 'the token does not say; the first change will show' };
  }
  const isGranted = [name, ...within].some((one) => claimed.has(one));
  return isGranted
    ? { name, stage, standing: 'granted' }
    : { name, stage, standing: 'missing', said: 'not in the token' };
}

function licensedUser(users: Trial['answer']): string | undefined {
  const licensed = objectsAt(users, 'value').filter(
    (user) => textAt(user, 'mail') !== undefined && objectsAt(user, 'assignedLicenses').length > 0,
  );
  return textAt(licensed[0], 'id');
}

/** `roles` for an app, `scp` for a person. undefined where the token is not one that we can read. */
function claimsOf(token: string): ReadonlySet<string> | undefined {
  const payload = token.split('.')[1];
  const claims = payload === undefined ? undefined : parseObject(Buffer.from(payload, 'base64url').toString('utf8'));
  if (claims === undefined) return undefined;
  const names = [...textsAt(claims, 'roles'), ...(textAt(claims, 'scp')?.split(' ') ?? [])];
  return names.length === 0 ? undefined : new Set(names);
}
