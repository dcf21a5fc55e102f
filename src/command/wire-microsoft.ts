// How this program signs in to Microsoft 365, or to the sandbox in its place. Loads no SDK.

import { resolve } from 'node:path';
import type { Connection } from '../model/settings.ts';
import type { MicrosoftOptions } from '../provider/microsoft-365/connect.ts';
import { textOf } from './wire-place.ts';
import type { ConnectOptions, Problems, ProviderPlace } from './wire-place.ts';
import { noSecret } from './wire-problems.ts';

type MicrosoftConnection = Extract<Connection, { readonly provider: 'microsoft-365' }>;

/** `tenant`: as `Connected.tenant` has it, without the label. */
export function microsoftOptions(
  { settings, folder, environment, onDeviceCode }: ConnectOptions,
  { sandbox }: ProviderPlace,
): { readonly options: MicrosoftOptions; readonly label: string; readonly tenant: string } | Problems {
  const administrator = settings.administrator === undefined ? {} : { administrator: settings.administrator };
  const shared = {
    ...administrator,
    onDeviceCode: ({ message }: { readonly message: string }) => onDeviceCode(message),
  };
  if (sandbox !== undefined) {
    const tenant = textOf(sandbox.microsoft, 'tenant');
    const options: MicrosoftOptions = {
      ...shared,
      connection: {
        provider: 'microsoft-365',
        tenant,
        client: textOf(sandbox.microsoft, 'client'),
        sign: { with: 'secret', variable: '' },
      },
      secrets: { clientSecret: textOf(sandbox.microsoft, 'secret') },
      endpoints: { graph: sandbox.url, login: sandbox.url },
    };
    return { options, label: 'Microsoft 365 (sandbox)', tenant };
  }
  if (settings.connection.provider !== 'microsoft-365') throw new Error('the settings hold another connection');
  const secrets = secretsOf(settings.connection, environment);
  if ('problems' in secrets) return secrets;
  const connection = withCertificateAt(settings.connection, folder);
  return {
    options: { ...shared, connection, secrets },
    label: 'Microsoft 365',
    tenant: connection.tenant.toLowerCase(),
  };
}

/** A certificate's path is meant from the workspace, wherever the command was started. */
function withCertificateAt(connection: MicrosoftConnection, folder: string): MicrosoftConnection {
  const { sign } = connection;
  return sign.with === 'certificate'
    ? { ...connection, sign: { ...sign, file: resolve(folder, sign.file) } }
    : connection;
}

function secretsOf(
  { sign }: MicrosoftConnection,
  environment: ConnectOptions['environment'],
): { readonly clientSecret?: string; readonly certificatePassword?: string } | Problems {
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
