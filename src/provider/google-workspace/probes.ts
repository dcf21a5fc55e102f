// One read for each scope that shows whether it is granted. The table says what needs it.

import type { Permission } from '../../model/account.ts';
import { SCOPES } from './scopes.ts';
import type { Scope } from './scopes.ts';
import { WORKSPACE } from './skus.ts';
import type { Apis, Call, Sending } from './transport.ts';

export interface Probe {
  readonly scope: Scope;
  readonly stage: Permission['stage'];
  readonly operation: string;
  readonly lane: Call['lane'];
  /** Absent: nothing can be read with this scope alone, so the token must tell. */
  readonly read?: (sending: Sending) => Promise<{ readonly status: number; readonly data: object }>;
  /** What is missing although the scope is there. */
  readonly lacks?: (data: object) => string | undefined;
}

export interface ProbedTenant {
  readonly customer: string;
  readonly administrator: string;
  /** The tenant's real id; undefined where it could not be read. */
  readonly customerId: string | undefined;
  readonly usesLicences: boolean;
  readonly licencesByGroup: boolean;
}

export function probesOf(apis: Apis, tenant: ProbedTenant): readonly Probe[] {
  return [
    ...directoryProbes(apis, tenant),
    ...(tenant.usesLicences ? [licenceProbe(apis, tenant)] : []),
    ...(tenant.licencesByGroup ? [MEMBER_PROBE] : []),
    {
      scope: SCOPES.mailbox,
      stage: 'apply',
      operation: 'gmail.users.settings.sendAs.list',
      lane: 'mailbox',
      read: async ({ auth, how }) => (await apis.gmail()).users.settings.sendAs.list({ userId: 'me', auth }, how),
    },
    { scope: SCOPES.sharing, stage: 'apply', operation: 'oauth2.token', lane: 'mailbox' },
    ...noticeProbes(apis),
  ];
}

function noticeProbes(apis: Apis): readonly Probe[] {
  return [
    {
      scope: SCOPES.compose,
      stage: 'notices',
      operation: 'gmail.users.drafts.list',
      lane: 'mailbox',
      read: async ({ auth, how }) => (await apis.gmail()).users.drafts.list({ userId: 'me', maxResults: 1, auth }, how),
    },
    {
      scope: SCOPES.reading,
      stage: 'notices',
      operation: 'gmail.users.messages.list',
      lane: 'mailbox',
      read: async ({ auth, how }) =>
        (await apis.gmail()).users.messages.list({ userId: 'me', maxResults: 1, auth }, how),
    },
  ];
}

const MEMBER_PROBE: Probe = {
  scope: SCOPES.member,
  stage: 'apply',
  operation: 'oauth2.token',
  lane: 'directory',
};

function directoryProbes(apis: Apis, { customer, administrator }: ProbedTenant): readonly Probe[] {
  return [
    {
      scope: SCOPES.user,
      stage: 'plan',
      operation: 'directory.users.get',
      lane: 'directory',
      read: async ({ auth, how }) =>
        (await apis.directory()).users.get({ userKey: administrator, fields: 'isAdmin', auth }, how),
      // Google answers 200 to a delegated administrator who creates users, and creates none.
      lacks: (data) =>
        'isAdmin' in data && data.isAdmin === true
          ? undefined
          : `${administrator} is no super administrator: Google ignores users that it creates. Name one in migrate.yaml.`,
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
  ];
}

function licenceProbe(apis: Apis, { customerId }: ProbedTenant): Probe {
  const probe = {
    scope: SCOPES.licence,
    stage: 'plan',
    operation: 'licensing.licenseAssignments.listForProduct',
    lane: 'licence',
  } as const;
  if (customerId === undefined) return probe;
  return {
    ...probe,
    read: async ({ auth, how }) =>
      (await apis.licensing()).licenseAssignments.listForProduct(
        { productId: WORKSPACE, customerId, maxResults: 1, auth },
        how,
      ),
  };
}
