// The only file that chooses concrete parts: which provider, the real one or the sandbox, with which numbers.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Directory, ProviderName } from '../model/directory.ts';
import type { LaneLimit, ProviderLimits } from '../model/lane.ts';
import type { Problem } from '../model/problem.ts';
import type { Connection, Settings } from '../model/settings.ts';

export interface Connected {
  readonly directory: Directory;
  readonly limits: ProviderLimits;
  /** `Microsoft 365`, `Google Workspace (sandbox)`. */
  readonly label: string;
  /** Which tenant it is, in words that stay the same: what a job log says of one is not true of another. */
  readonly tenant: string;
}

export type ConnectedReading = { readonly connected: Connected } | { readonly problems: readonly Problem[] };

export interface ConnectOptions {
  readonly folder: string;
  readonly settings: Settings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Shows the administrator how to finish a sign-in by device code. */
  readonly onDeviceCode: (message: string) => void;
}

/** Which addresses the provider refuses. Loads no SDK. */
export async function addressFaultOf(provider: ProviderName): Promise<(address: string) => string | undefined> {
  switch (provider) {
    case 'microsoft-365':
      return (await import('../provider/microsoft-365/addresses.ts')).addressFault;
    case 'google-workspace':
      return (await import('../provider/google-workspace/addresses.ts')).addressFault;
  }
}

/** A sandbox without delays never shows a write late, so that there is nothing to be patient for. */
const FREE_SCALE = 1000;

/** Opens the provider's adapter; makes no call to it. */
export async function connect(options: ConnectOptions): Promise<ConnectedReading> {
  const place = await placeOf(options);
  if ('problems' in place) return place;
  const { provider } = options.settings;
  switch (provider) {
    case 'microsoft-365':
      return connectMicrosoft(options, place);
    case 'google-workspace':
      return connectGoogle(options, place);
  }
}

/** Where the provider is: on the internet, or a sandbox that answers on loopback. */
interface ProviderPlace {
  readonly sandbox?: SandboxSignIn;
  readonly scale: number;
  readonly hasQuotas: boolean;
}

interface SandboxSignIn {
  readonly url: string;
  readonly folder: string;
  readonly microsoft: Readonly<Record<string, unknown>>;
  readonly google: Readonly<Record<string, unknown>>;
}

async function placeOf({
  folder,
  settings,
}: ConnectOptions): Promise<ProviderPlace | { readonly problems: readonly Problem[] }> {
  if (settings.sandbox === undefined) return { scale: 1, hasQuotas: true };
  const sandboxFolder = resolve(folder, settings.sandbox);
  const { sandboxStanding } = await import('../sandbox/kernel/control.ts');
  const facts = await sandboxStanding(sandboxFolder);
  if (facts === undefined) return { problems: [noSandbox(settings.sandbox)] };
  const { url, timeScale, hasQuotas, microsoft = {}, google = {} } = facts;
  const scale = facts.profile === 'free' ? FREE_SCALE : timeScale;
  return { sandbox: { url, folder: sandboxFolder, microsoft, google }, scale, hasQuotas };
}

async function connectMicrosoft(
  { settings, folder, environment, onDeviceCode }: ConnectOptions,
  { sandbox, scale, hasQuotas }: ProviderPlace,
): Promise<ConnectedReading> {
  const { connectMicrosoft365 } = await import('../provider/microsoft-365/connect.ts');
  const { microsoftLimits } = await import('../provider/microsoft-365/limits.ts');
  const limits = pacedLimits(microsoftLimits(scale), { settings, hasQuotas });
  const administrator = settings.administrator === undefined ? {} : { administrator: settings.administrator };
  const shared = {
    ...administrator,
    onDeviceCode: ({ message }: { readonly message: string }) => onDeviceCode(message),
  };
  if (sandbox !== undefined) {
    const directory = connectMicrosoft365({
      ...shared,
      connection: {
        provider: 'microsoft-365',
        tenant: textOf(sandbox.microsoft, 'tenant'),
        client: textOf(sandbox.microsoft, 'client'),
        sign: { with: 'secret', variable: '' },
      },
      secrets: { clientSecret: textOf(sandbox.microsoft, 'secret') },
      endpoints: { graph: sandbox.url, login: sandbox.url },
    });
    const label = 'Microsoft 365 (sandbox)';
    return {
      connected: { directory, limits, label, tenant: `${label}, tenant ${textOf(sandbox.microsoft, 'tenant')}` },
    };
  }
  if (settings.connection.provider !== 'microsoft-365') throw new Error('the settings hold another connection');
  const secrets = microsoftSecrets(settings.connection, environment);
  if ('problems' in secrets) return secrets;
  const connection = withCertificateAt(settings.connection, folder);
  const directory = connectMicrosoft365({ ...shared, connection, secrets });
  const label = 'Microsoft 365';
  return { connected: { directory, limits, label, tenant: `${label}, tenant ${connection.tenant.toLowerCase()}` } };
}

type MicrosoftConnection = Extract<Connection, { readonly provider: 'microsoft-365' }>;

/** A certificate's path is meant from the workspace, wherever the command was started. */
function withCertificateAt(connection: MicrosoftConnection, folder: string): MicrosoftConnection {
  const { sign } = connection;
  return sign.with === 'certificate'
    ? { ...connection, sign: { ...sign, file: resolve(folder, sign.file) } }
    : connection;
}

function microsoftSecrets(
  { sign }: MicrosoftConnection,
  environment: ConnectOptions['environment'],
):
  | { readonly clientSecret?: string; readonly certificatePassword?: string }
  | { readonly problems: readonly Problem[] } {
  if (sign.with === 'secret') {
    const clientSecret = environment[sign.variable];
    return clientSecret === undefined || clientSecret === ''
      ? { problems: [noSecret(sign.variable)] }
      : { clientSecret };
  }
  if (sign.with !== 'certificate' || sign.passwordVariable === undefined) return {};
  const certificatePassword = environment[sign.passwordVariable];
  return certificatePassword === undefined ? { problems: [noSecret(sign.passwordVariable)] } : { certificatePassword };
}

async function connectGoogle(
  { settings, folder }: ConnectOptions,
  { sandbox, scale, hasQuotas }: ProviderPlace,
): Promise<ConnectedReading> {
  const { connectGoogleWorkspace } = await import('../provider/google-workspace/connect.ts');
  const { isServiceAccountKey } = await import('../provider/google-workspace/sign-in.ts');
  const { googleLimits } = await import('../provider/google-workspace/limits.ts');
  const limits = pacedLimits(googleLimits(scale), { settings, hasQuotas });
  if (settings.connection.provider !== 'google-workspace') throw new Error('the settings hold another connection');
  const connection =
    sandbox === undefined
      ? settings.connection
      : {
          ...settings.connection,
          keyFile: textOf(sandbox.google, 'keyFile'),
          customer: textOf(sandbox.google, 'customer'),
        };
  const keyFile = resolve(sandbox === undefined ? folder : sandbox.folder, connection.keyFile);
  const key = await readKey(keyFile);
  if (!isServiceAccountKey(key)) return { problems: [noKey(connection.keyFile)] };
  const { licence } = settings;
  const directory = connectGoogleWorkspace({
    connection,
    key,
    licences: licence === undefined ? [] : [licence.default, ...licence.allowed],
    licencesByGroup: licence?.group !== undefined,
    ...(sandbox === undefined ? {} : { endpoints: { root: `${sandbox.url}/`, token: `${sandbox.url}/token` } }),
  });
  const label = sandbox === undefined ? 'Google Workspace' : 'Google Workspace (sandbox)';
  return { connected: { directory, limits, label, tenant: `${label}, customer ${connection.customer}` } };
}

/** The parsed key file; undefined where there is none or it is no JSON. Its content is never part of a message. */
async function readKey(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** So much of the flow stays in a full bucket: the provider's clock begins when our first call arrives, not when it leaves. */
const TRAVEL_SECONDS = 0.25;

/**
 * Our share of the documented pace: other programs of the tenant want some too. Without quotas only the concurrency bounds us.
 */
function pacedLimits(
  limits: ProviderLimits,
  { settings, hasQuotas }: { readonly settings: Settings; readonly hasQuotas: boolean },
): ProviderLimits {
  const { pace } = settings.limits;
  const paced = (limit: LaneLimit): LaneLimit => {
    if (!hasQuotas) return { ...limit, burst: Number.MAX_SAFE_INTEGER, perSecond: Number.MAX_SAFE_INTEGER };
    const burst = Math.max(1, Math.floor(limit.burst - limit.perSecond * TRAVEL_SECONDS));
    return { ...limit, burst, perSecond: limit.perSecond * pace };
  };
  return { ...limits, lanes: limits.lanes.map(paced) };
}

function textOf(facts: Readonly<Record<string, unknown>>, name: string): string {
  const value = facts[name];
  if (typeof value !== 'string') throw new Error(`sandbox.json says nothing of ${name}`);
  return value;
}

function noSandbox(folder: string): Problem {
  return {
    code: 'sandbox.not-running',
    severity: 'error',
    what: `No sandbox answers in the folder ${folder}.`,
    why: 'migrate.yaml says that it stands in for the provider.',
    todo: `Start it: migrate sandbox start. Or take the line "sandbox:" out of migrate.yaml to work on the real provider.`,
  };
}

function noSecret(variable: string): Problem {
  return {
    code: 'connection.no-secret',
    severity: 'error',
    what: `The environment variable ${variable} is not set.`,
    why: 'It holds the secret with which this program signs in.',
    todo: `Set ${variable} for this window only (it is never written to a file), and try again.`,
  };
}

function noKey(file: string): Problem {
  return {
    code: 'connection.no-key',
    severity: 'error',
    place: { file },
    what: `${file} is not the JSON key of a service account.`,
    why: 'This program signs in to Google Workspace with that key.',
    todo: 'Download the key of the service account as JSON and put it there, or correct google-workspace.keyFile in migrate.yaml.',
  };
}
