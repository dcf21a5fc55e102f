// Asks for each scope by itself, with a token of its own and one read: one scope that is not delegated must not hide the others.

import type { Permission } from '../../model/account.ts';
import { RemoteFailure } from '../../model/failure.ts';
import type { FailureFacts } from '../../model/failure.ts';
import { SCOPES } from './scopes.ts';
import type { Scope } from './scopes.ts';
import { WORKSPACE } from './skus.ts';
import type { Call, Sending, Transport } from './transport.ts';

interface Probe {
  readonly scope: Scope;
  readonly stage: Permission['stage'];
  readonly operation: string;
  readonly lane: Call['lane'];
  /** Absent: nothing can be read with this scope alone, so the token must tell. */
  readonly read?: (sending: Sending) => Promise<{ readonly status: number; readonly data: object }>;
}

interface Tenant {
  readonly customer: string;
  readonly customerId: () => Promise<string>;
  readonly usesLicences: boolean;
  readonly licencesByGroup: boolean;
}

export async function probePermissions(transport: Transport, tenant: Tenant): Promise<readonly Permission[]> {
  const permissions: Permission[] = [];
  // One after the other: licensing and sign-in have small quotas.
  for (const probe of probesOf(transport, tenant)) permissions.push(await ask(transport, probe));
  return permissions;
}

async function ask(transport: Transport, probe: Probe): Promise<Permission> {
  const { scope, stage, operation, lane, read } = probe;
  const call: Call = { operation, lane, scope, isRepeatable: true };
  try {
    await (read === undefined ? transport.signIn(scope) : transport.send(call, read));
    return { name: scope, stage, standing: 'granted' };
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
    return { name: scope, stage, standing: standingOf(error.facts), said: saidOf(error.facts) };
  }
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

function probesOf({ apis }: Transport, tenant: Tenant): readonly Probe[] {
  const { customer } = tenant;
  const licence: Probe = {
    scope: SCOPES.licence,
    stage: 'plan',
    operation: 'licensing.licenseAssignments.listForProduct',
    lane: 'licence',
    async read({ auth, how }) {
      const customerId = await tenant.customerId();
      const { licenseAssignments } = await apis.licensing();
      return licenseAssignments.listForProduct({ productId: WORKSPACE, customerId, maxResults: 1, auth }, how);
    },
  };
  const member: Probe = { scope: SCOPES.member, stage: 'apply', operation: 'oauth2.token', lane: 'directory' };
  return [
    {
      scope: SCOPES.user,
      stage: 'plan',
      operation: 'directory.users.list',
      lane: 'directory',
      read: async ({ auth, how }) =>
        (await apis.directory()).users.list({ customer, maxResults: 1, fields: 'users(id)', auth }, how),
    },
    {
      scope: SCOPES.group,
      stage: 'plan',
      operation: 'directory.groups.list',
      lane: 'directory',
      read: async ({ auth, how }) => (await apis.directory()).groups.list({ customer, maxResults: 1, auth }, how),
    },
    {
      scope: SCOPES.domain,
      stage: 'plan',
      operation: 'directory.domains.list',
      lane: 'domain',
      read: async ({ auth, how }) => (await apis.directory()).domains.list({ customer, auth }, how),
    },
    {
      scope: SCOPES.verification,
      stage: 'apply',
      operation: 'siteVerification.webResource.list',
      lane: 'domain',
      read: async ({ auth, how }) => (await apis.verification()).webResource.list({ auth }, how),
    },
    ...(tenant.usesLicences ? [licence] : []),
    ...(tenant.licencesByGroup ? [member] : []),
    {
      scope: SCOPES.mailbox,
      stage: 'apply',
      operation: 'gmail.users.settings.sendAs.list',
      lane: 'mailbox',
      read: async ({ auth, how }) => (await apis.gmail()).users.settings.sendAs.list({ userId: 'me', auth }, how),
    },
    { scope: SCOPES.sharing, stage: 'apply', operation: 'oauth2.token', lane: 'mailbox' },
  ];
}
