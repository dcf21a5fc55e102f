// Asks for each scope by itself, with a token of its own and one read: one scope that is not delegated must not hide the others.

import type { Permission } from '../../model/account.ts';
import { RemoteFailure } from '../../model/failure.ts';
import type { FailureFacts } from '../../model/failure.ts';
import { probesOf } from './probes.ts';
import type { Probe, ProbedTenant } from './probes.ts';
import type { Transport } from './transport.ts';

export async function probePermissions(
  transport: Transport,
  tenant: Omit<ProbedTenant, 'customerId'> & { readonly customerId: () => Promise<string> },
): Promise<readonly Permission[]> {
  const customerId = tenant.usesLicences ? await orUnknown(tenant.customerId()) : undefined;
  const permissions: Permission[] = [];
  // One after the other: licensing and sign-in have small quotas.
  for (const probe of probesOf(transport.apis, { ...tenant, customerId })) {
    permissions.push(await ask(transport, probe));
  }
  return permissions;
}

async function ask(transport: Transport, probe: Probe): Promise<Permission> {
  const { scope: name, stage } = probe;
  try {
    const said = await lackOf(transport, probe);
    return said === undefined ? { name, stage, standing: 'granted' } : { name, stage, standing: 'missing', said };
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
    const standing = standingOf(error.facts);
    return standing === 'granted' ? { name, stage, standing } : { name, stage, standing, said: saidOf(error.facts) };
  }
}

async function lackOf(transport: Transport, probe: Probe): Promise<string | undefined> {
  const { scope, operation, lane, read } = probe;
  if (read === undefined) {
    await transport.signIn(scope);
    return undefined;
  }
  const { data } = await transport.send({ operation, lane, scope, isRepeatable: true }, read);
  return probe.lacks?.(data);
}

/** 401 and 403 are about this scope, unless the sign-in as such fails; no answer says nothing about it. */
function standingOf({ kind, code, status }: FailureFacts): Permission['standing'] {
  // The administrator may have no mailbox: Gmail knows the token, and answers "not yet".
  if (kind === 'not-yet') return 'granted';
  const isOfScope = (status === 401 || status === 403) && code !== undefined && code !== 'invalid_client';
  return kind === 'refused' && isOfScope ? 'missing' : 'cannot-tell';
}

function saidOf({ said, todo }: FailureFacts): string {
  return todo === undefined ? said : `${said}. ${todo}`;
}

async function orUnknown(answer: Promise<string>): Promise<string | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RemoteFailure) return undefined;
    throw error;
  }
}
