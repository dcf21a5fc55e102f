// Connects one Google Workspace tenant. Makes no call: each part signs in when it is first used.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../model/clock.ts';
import type { Directory } from '../../model/directory.ts';
import type { Connection } from '../../model/settings.ts';
import { openAccounts } from './accounts.ts';
import { addressFault } from './addresses.ts';
import { shareAssignments } from './assignments.ts';
import { customerIdOf } from './customer.ts';
import { openDomains } from './domains.ts';
import { wantedLicences } from './licence-options.ts';
import { openLicences } from './licences.ts';
import { googleLimits } from './limits.ts';
import { openMailboxes } from './mailboxes.ts';
import { probePermissions } from './permissions.ts';
import type { ServiceAccountKey } from './sign-in.ts';
import { openTransport } from './transport.ts';
import type { Transport, TransportOptions } from './transport.ts';

export interface GoogleWorkspaceOptions {
  readonly connection: Extract<Connection, { readonly provider: 'google-workspace' }>;
  /** The parsed key file of the service account: see `isServiceAccountKey`. */
  readonly key: ServiceAccountKey;
  /** Where a stand-in answers instead of Google: `root` takes all APIs, `token` gives access tokens. */
  readonly endpoints?: TransportOptions['endpoints'];
  readonly onCall?: TransportOptions['onCall'];
  /** Milliseconds after which a call without an answer is given up. */
  readonly timeoutMs?: number;
  /**
   * Ids or names of the licences that this migration deals with; each is one call for `held`. Empty: none, and no call is made for
   * them. Absent: those that somebody in the tenant holds.
   */
  readonly licences?: readonly string[];
  /** True where licences come through membership of a group: one scope more. */
  readonly licencesByGroup?: boolean;
  readonly clock?: Clock;
}

const TIMEOUT_MS = 30_000;

const systemClock: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  sleep: (delayMs, signal) => sleep(delayMs, undefined, signal === undefined ? {} : { signal }),
};

/** The calls of one tenant; each signs in by itself. */
export function openGoogle({
  connection,
  key,
  endpoints,
  onCall,
  timeoutMs = TIMEOUT_MS,
  clock = systemClock,
}: GoogleWorkspaceOptions): Transport {
  return openTransport({
    key,
    administrator: connection.administrator,
    timeoutMs,
    now: () => clock.now(),
    ...(endpoints === undefined ? {} : { endpoints }),
    ...(onCall === undefined ? {} : { onCall }),
  });
}

export function connectGoogleWorkspace(options: GoogleWorkspaceOptions): Directory {
  const { connection, clock = systemClock } = options;
  const { administrator, customer } = connection;
  const transport = openGoogle(options);
  const customerId = customerIdOf(transport, { customer, administrator });
  const { wanted, products } = wantedLicences(options.licences);
  const assignments = shareAssignments(transport, { wanted, products, customerId, clock });

  return {
    provider: 'google-workspace',
    accounts: openAccounts(transport, {
      customer,
      mostAliases: googleLimits(1).aliases,
      assignments: () => assignments.reader(),
    }),
    domains: openDomains(transport, customer),
    licences: openLicences(transport, { wanted, customer, assignments }),
    mailboxes: openMailboxes(transport),
    permissions: () =>
      probePermissions(transport, {
        customer,
        administrator,
        customerId,
        usesLicences: products.length > 0,
        licencesByGroup: options.licencesByGroup === true,
      }),
    addressFault,
  };
}
