// Moves addresses of one user. Graph writes no proxyAddresses: they follow from `mail` and the UPN, so every change is read back.

import type { Account } from '../../model/account.ts';
import { RemoteFailure } from '../../model/failure.ts';
import { notAsked, notYetSeen } from './failures.ts';
import type { Graph } from './transport.ts';

const PATCH = 'PATCH /users/{id}';

export interface AddressTools {
  readonly graph: Graph;
  readonly byId: (id: string) => Promise<Account | undefined>;
}

/**
 * One PATCH moves the name and the primary address together; Exchange keeps the old address as an alias. Where it did not,
 * the alias is put back. Once more from any point in between leads to the same end.
 */
export async function rename(
  tools: AddressTools,
  id: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await tools.graph.tell({ operation: PATCH, keys: [id], body: { userPrincipalName: to, mail: to } });
  const seen = await readBack(tools, id);
  if (seen.address !== to || seen.signInName !== to) {
    throw notYetSeen(PATCH, `reads back as ${seen.address} (sign-in ${seen.signInName}), not yet as ${to}`);
  }
  if (from === to || seen.aliases.includes(from)) return;
  await passThrough(tools.graph, id, { alias: from, primary: to });
  await expectAlias(tools, id, { alias: from, primary: to });
}

/**
 * An address becomes an alias by being the primary one for a moment:
 *
 *   primary P  ── mail = alias ──>  primary alias, P an alias  ── mail = P ──>  primary P, alias an alias
 *
 * A run that is killed in the middle leaves the alias in the primary place. A later look sees that, and adding the alias
 * again puts P back. What P is, the caller says; without that it is the name to sign in with, which the detour does not
 * touch. An address that the account does not have, or a primary address that could not be told afterwards, stops it before
 * anything is changed.
 */
export async function addAlias(
  tools: AddressTools,
  id: string,
  change: { alias: string; primary?: string },
): Promise<void> {
  const { alias } = change;
  const present = await readBack(tools, id);
  const primary = change.primary ?? present.signInName;
  const isPrimary = present.address === primary;
  const hasAlias = present.address === alias || present.aliases.includes(alias);
  if (isPrimary && hasAlias) return;
  if (!isPrimary && !present.aliases.includes(primary)) {
    if (change.primary === undefined) throw primaryUnknown(present);
    throw notYetSeen(PATCH, `reads back as ${present.address}, without ${primary}`);
  }
  if (!isPrimary && change.primary === undefined && present.address !== alias) throw primaryUnknown(present);
  if (hasAlias) {
    await tools.graph.tell({ operation: PATCH, keys: [id], body: { mail: primary }, isRepeatable: false });
  } else await passThrough(tools.graph, id, { alias, primary });
  await expectAlias(tools, id, { alias, primary });
}

interface Detour {
  readonly alias: string;
  readonly primary: string;
}

/** Neither half may be repeated after a lost answer: one that arrives late would undo the other. */
async function passThrough(graph: Graph, id: string, { alias, primary }: Detour): Promise<void> {
  await graph.tell({ operation: PATCH, keys: [id], body: { mail: alias }, isRepeatable: false });
  try {
    await graph.tell({ operation: PATCH, keys: [id], body: { mail: primary }, isRepeatable: false });
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
    const said = `${error.facts.said}; ${alias} is the primary address until ${primary} is put back`;
    throw new RemoteFailure({ ...error.facts, said }, error);
  }
}

async function expectAlias(tools: AddressTools, id: string, { alias, primary }: Detour): Promise<void> {
  const seen = await readBack(tools, id);
  if (seen.address === primary && (alias === primary || seen.aliases.includes(alias))) return;
  // The copy that was read may be old. A second detour on top of a finished one would leave the finished state again.
  throw new RemoteFailure({
    kind: 'in-doubt',
    operation: PATCH,
    said: `reads back with the primary address ${seen.address}, and not yet with ${alias} as an alias of ${primary}`,
  });
}

async function readBack({ byId }: AddressTools, id: string): Promise<Account> {
  const account = await byId(id);
  if (account === undefined) throw notYetSeen('GET /users/{id}', 'the account cannot be seen yet');
  return account;
}

function primaryUnknown({ address, signInName }: Account): RemoteFailure {
  return notAsked(
    PATCH,
    `signs in as ${signInName}, but its primary address is ${address}`,
    'Make the name to sign in with and the primary address the same, or add the alias with the Exchange script.',
  );
}
