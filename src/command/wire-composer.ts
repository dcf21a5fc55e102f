// What writes the messages: in the time zone of the company, and signed by S/MIME where migrate.yaml asks for it.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SendingSettings } from '../model/settings.ts';
import type { Composer, MessageSigner } from '../notice/compose-message.ts';
import type { ConnectOptions, Problems } from './wire-place.ts';
import { noSecret, noSmimeIdentity, smimeOfOther } from './wire-problems.ts';

/** Loads what signs only where something is signed. */
export async function openComposer(
  options: ConnectOptions,
  sending: SendingSettings,
): Promise<{ readonly composer: Composer } | Problems> {
  const { composerFor } = await import('../notice/compose-message.ts');
  const { timeZone = 'UTC' } = options.settings;
  const plain = { timeZone, isAutoSubmitted: sending.isAutoSubmitted === true };
  if (sending.smime === undefined) return { composer: composerFor(plain) };
  const signer = await smimeOf(options, sending, sending.smime);
  return 'problems' in signer ? signer : { composer: composerFor({ ...plain, ...signer }) };
}

async function smimeOf(
  { folder, environment }: ConnectOptions,
  { sender }: SendingSettings,
  { file, passwordVariable, skipDomains }: NonNullable<SendingSettings['smime']>,
): Promise<{ readonly sign: MessageSigner } | Problems> {
  const password = passwordVariable === undefined ? '' : environment[passwordVariable];
  if (password === undefined) return { problems: [noSecret(passwordVariable ?? '')] };
  const { smimeIdentity, smimeSigner } = await import('../notice/compose-signed.ts');
  const bytes = await readFile(resolve(folder, file)).catch(() => undefined);
  const identity = bytes === undefined ? undefined : smimeIdentity(bytes, password);
  if (identity === undefined) return { problems: [noSmimeIdentity(file)] };
  const { addresses } = identity;
  if (sender !== undefined && !addresses.includes(sender.address)) {
    return { problems: [smimeOfOther({ file, addresses, sender: sender.address })] };
  }
  return { sign: smimeSigner(identity, skipDomains) };
}
