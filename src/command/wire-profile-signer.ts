// What signs profiles for Apple devices, where migrate.yaml names a certificate.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { KitCompany } from '../client/kit.ts';
import type { ConnectOptions, Problems } from './wire-place.ts';
import { noProfileKey, noSecret } from './wire-problems.ts';

export interface ProfileSigner {
  readonly signProfile?: NonNullable<KitCompany['signProfile']>;
}

/** Loads what signs only where something is signed. */
export async function openProfileSigner(
  options: Pick<ConnectOptions, 'folder' | 'settings' | 'environment'>,
): Promise<ProfileSigner | Problems> {
  const { folder, settings, environment } = options;
  const { clients } = settings;
  if (clients?.apple.sign === undefined) return {};
  const { file, passwordVariable } = clients.apple.sign;
  const password = passwordVariable === undefined ? '' : environment[passwordVariable];
  if (password === undefined) return { problems: [noSecret(passwordVariable ?? '')] };
  const { attachedSigner, smimeIdentity } = await import('../notice/compose-signed.ts');
  const bytes = await readFile(resolve(folder, file)).catch(() => undefined);
  const identity = bytes === undefined ? undefined : smimeIdentity(bytes, password);
  if (identity === undefined) return { problems: [noProfileKey(file)] };
  // Not the time of signing but a known one: the same profile is the same file.
  return { signProfile: attachedSigner(identity, new Date(clients.switchAt)) };
}
