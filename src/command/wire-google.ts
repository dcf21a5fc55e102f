// How this program signs in to Google Workspace, or to the sandbox in its place. Loads no SDK but what reads the key.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { GoogleWorkspaceOptions } from '../provider/google-workspace/connect.ts';
import { textOf } from './wire-place.ts';
import type { ConnectOptions, Problems, ProviderPlace } from './wire-place.ts';
import { noKey } from './wire-problems.ts';

/** `tenant`: as `Connected.tenant` has it, without the label. */
export async function googleOptions(
  { settings, folder }: ConnectOptions,
  { sandbox }: ProviderPlace,
): Promise<{ readonly options: GoogleWorkspaceOptions; readonly label: string; readonly tenant: string } | Problems> {
  const { isServiceAccountKey } = await import('../provider/google-workspace/sign-in.ts');
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
  return {
    options: {
      connection,
      key,
      licences: licence === undefined ? [] : [licence.default, ...licence.allowed],
      licencesByGroup: licence?.group !== undefined,
      ...(sandbox === undefined ? {} : { endpoints: { root: `${sandbox.url}/`, token: `${sandbox.url}/token` } }),
    },
    label: sandbox === undefined ? 'Google Workspace' : 'Google Workspace (sandbox)',
    tenant: connection.customer,
  };
}

/** The parsed key file; undefined where there is none or it is no JSON. Its content is never part of a message. */
async function readKey(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}
