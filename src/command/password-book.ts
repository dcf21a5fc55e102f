// The passwords that this migration has made: those of this run from memory, all others from the vault, which is opened once, and
// only when one is asked for.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Settings } from '../model/settings.ts';
import type { KnownPassword, KnownPasswords } from '../provider/imap-host/known-passwords.ts';
import { StoreTrouble } from '../store/trouble.ts';
import { readVault } from '../store/vault.ts';
import type { OpeningKey } from '../store/vault.ts';
import type { VaultEntry } from '../store/vault-layers.ts';
import { PASSPHRASE_VARIABLE, vaultKey } from './vault-key.ts';
import type { Voice } from './voice.ts';
import { placesOf } from './workspace.ts';

/** Names the file of the age identity, where migrate.yaml names a recipient. */
const IDENTITY_VARIABLE = 'MIGRATE_IDENTITY';

interface VaultSight {
  readonly entries: readonly (VaultEntry & { readonly segment: string })[];
  readonly whyMore?: string;
}

export interface PasswordBookPlace {
  readonly folder: string;
  readonly settings: Settings;
  readonly voice: Voice;
  /** File of the age identity; absent: the one that the environment names. */
  readonly identity?: string;
}

export class PasswordBook implements KnownPasswords {
  readonly #place: PasswordBookPlace;
  readonly #own = new Map<string, KnownPassword>();
  #vault: Promise<VaultSight> | undefined;

  constructor(place: PasswordBookPlace) {
    this.#place = place;
  }

  /** The passwords of this run, when they are in the vault. */
  remember(entries: readonly Pick<VaultEntry, 'address' | 'password'>[], segment: string): void {
    for (const { address, password } of entries) this.#own.set(address, { password, segment });
  }

  async *of(address: string): AsyncGenerator<KnownPassword> {
    const own = this.#own.get(address);
    if (own !== undefined) yield own;
    for (const entry of (await this.#sight()).entries) {
      if (entry.address === address && entry.segment !== own?.segment) yield entry;
    }
  }

  /** The one that was made last; undefined where none is known. */
  async newest(address: string): Promise<KnownPassword | undefined> {
    for await (const known of this.of(address)) return known;
    return undefined;
  }

  async whyMore(): Promise<string | undefined> {
    return (await this.#sight()).whyMore;
  }

  #sight(): Promise<VaultSight> {
    return (this.#vault ??= sightOf(this.#place));
  }
}

async function sightOf(place: PasswordBookPlace): Promise<VaultSight> {
  const file = placesOf(place.folder).vault;
  if (!existsSync(file)) return { entries: [] };
  const key = await openingKey(place);
  if (key === undefined) {
    return {
      entries: [],
      whyMore: `the first passwords are in ${VAULT}, which only your identity opens. Set ${IDENTITY_VARIABLE} to the file that age-keygen wrote, for this window`,
    };
  }
  try {
    return { entries: await readVault(file, key) };
  } catch (error) {
    if (!(error instanceof StoreTrouble) || error.problem.code !== 'file.wrong-key') throw error;
    return {
      entries: [],
      whyMore: `the key given does not open ${VAULT}. Give the right one: ${IDENTITY_VARIABLE} names an identity file, ${PASSPHRASE_VARIABLE} holds a passphrase; a vault that was locked in both ways needs both`,
    };
  }
}

const VAULT = 'data/credentials.age';

/** Undefined where only the recipient is known. */
async function openingKey({ settings, voice, identity: named }: PasswordBookPlace): Promise<OpeningKey | undefined> {
  const file = named ?? process.env[IDENTITY_VARIABLE] ?? '';
  const given = process.env[PASSPHRASE_VARIABLE] ?? '';
  if (file !== '') {
    const identity = await readFile(file, 'utf8').catch(() => '');
    return { identity, ...(given !== '' && { passphrase: given }) };
  }
  const key = await vaultKey(settings, voice);
  return 'passphrase' in key ? key : undefined;
}
