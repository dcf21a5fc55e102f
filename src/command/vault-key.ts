// Who can open the credentials vault: the recipient of migrate.yaml, or a passphrase that only the administrator knows.

import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { Voice } from './voice.ts';

export type VaultKey = { readonly recipient: string } | { readonly passphrase: string };

export const PASSPHRASE_VARIABLE = 'MIGRATE_PASSPHRASE';

/** What was typed in this run: nobody is asked for the same twice. */
const typed = new WeakMap<Voice, string>();

/**
 * Asks on a terminal; in a script the passphrase comes from the environment. One that locks a new vault is asked for twice: with
 * a slip of the finger nobody would ever open it.
 */
export async function vaultKey(
  settings: Settings,
  voice: Voice,
  { isNew = false }: { readonly isNew?: boolean } = {},
): Promise<VaultKey | { readonly problems: readonly Problem[] }> {
  if (settings.vaultRecipient !== undefined) return { recipient: settings.vaultRecipient };
  const given = process.env[PASSPHRASE_VARIABLE];
  const passphrase =
    given ??
    typed.get(voice) ??
    (await voice.askSecret('Passphrase for the initial passwords (data/credentials.age, not shown): '));
  if (passphrase === undefined || passphrase === '') return { problems: [noKey()] };
  const again =
    isNew && given === undefined && !typed.has(voice)
      ? await voice.askSecret('The same again, since nobody can look it up: ')
      : passphrase;
  if (again !== passphrase) return { problems: [notTheSame()] };
  typed.set(voice, passphrase);
  return { passphrase };
}

function noKey() {
  return {
    code: 'vault.no-key',
    severity: 'error',
    what: 'Nobody is named who can open the initial passwords.',
    why: 'Every new account gets a password that is kept in data/credentials.age only, encrypted before the account is created.',
    todo: `Write your age recipient into migrate.yaml (vaultRecipient: age1...), or set ${PASSPHRASE_VARIABLE} for this window.`,
  } as const;
}

function notTheSame() {
  return {
    code: 'vault.not-the-same',
    severity: 'error',
    what: 'The two passphrases are not the same.',
    why: 'The first passwords would be locked with one that nobody knows.',
    todo: 'Run the command again.',
  } as const;
}
