// Connects one Microsoft 365 tenant as a Directory. Nothing is called, and no sign-in library loaded, until a member is used.

import type { Directory } from '../../model/directory.ts';
import type { Permission } from '../../model/account.ts';
import { accountsOf } from './accounts.ts';
import { addressFault } from './addresses.ts';
import { administratorsAmong } from './administrators.ts';
import { openCredential } from './credentials.ts';
import type { DeviceCode, MicrosoftConnection, MicrosoftSecrets } from './credentials.ts';
import { deviceScriptsOf } from './device-scripts.ts';
import { domainsOf } from './domains.ts';
import { licencesOf } from './licences.ts';
import { originAt } from './links.ts';
import { mailboxesOf } from './mailboxes.ts';
import { permissionsOf } from './permissions.ts';
import { tokensFrom } from './tokens.ts';
import type { Tokens } from './tokens.ts';
import { connectGraph } from './transport.ts';
import type { CountedCall, Graph } from './transport.ts';

const TIMEOUT_MS = 60_000;

export interface MicrosoftOptions {
  readonly connection: MicrosoftConnection;
  readonly secrets: MicrosoftSecrets;
  /** Origins in place of https://graph.microsoft.com and https://login.microsoftonline.com; plain http on loopback only. */
  readonly endpoints?: { readonly graph: string; readonly login: string };
  /** Address of the account that is marked as an administrator's, and whose mailbox permissions are tried out on. */
  readonly administrator?: string;
  /** Told of each call to Graph before it is sent; awaited. Sign-ins are not counted. */
  readonly onCall?: (call: CountedCall) => void | Promise<void>;
  readonly onDeviceCode?: (code: DeviceCode) => void;
  /** How long one call may take. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

/** The calls of one tenant, and its tokens. */
export interface OpenGraph {
  readonly graph: Graph;
  readonly tokens: Tokens;
  readonly now: () => number;
}

/** Signs in when the first call is made. */
export function openGraph(options: MicrosoftOptions): OpenGraph {
  const { connection, secrets, endpoints, onCall, onDeviceCode } = options;
  const { timeoutMs = TIMEOUT_MS, now = Date.now } = options;
  const shared = { timeoutMs, now, ...(onCall === undefined ? {} : { onCall }) };
  const tokens = tokensFrom({
    now,
    secrets: Object.values(secrets),
    open: () =>
      openCredential({
        connection,
        secrets,
        timeoutMs,
        now,
        ...(endpoints === undefined ? {} : { login: originAt(endpoints.login).base }),
        ...(onDeviceCode === undefined ? {} : { onDeviceCode }),
      }),
  });
  return { graph: connectGraph({ ...shared, tokens, origin: originAt(endpoints?.graph) }), tokens, now };
}

export function connectMicrosoft365(options: MicrosoftOptions): Directory {
  const { administrator } = options;
  const { graph, tokens, now } = openGraph(options);
  return {
    provider: 'microsoft-365',
    accounts: accountsOf(graph, administrator),
    domains: domainsOf(graph),
    licences: licencesOf(graph),
    mailboxes: mailboxesOf(graph, now),
    push: deviceScriptsOf(graph),
    permissions: (): Promise<readonly Permission[]> =>
      permissionsOf({ graph, token: () => tokens.token(), ...(administrator === undefined ? {} : { administrator }) }),
    addressFault,
    administratorsAmong: (ids) => administratorsAmong({ graph, now }, ids),
  };
}
