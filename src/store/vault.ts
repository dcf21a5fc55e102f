// The vault of initial passwords, data/credentials.age: on disk and encrypted before a password is used; entries are never lost.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Decrypter, Encrypter } from 'age-encryption';
import { fileTrouble, systemCode, type Errand, trouble } from './trouble.ts';
import { layerBytes, parseLayer, type Layer, type Segment, type VaultEntry } from './vault-layers.ts';
import { writeFileDurably } from './write-file.ts';

/** A recipient can only lock: the administrator's identity, which opens, need not be on this computer. */
export type LockingKey = { readonly recipient: string } | { readonly passphrase: string };

/** `identity`: the text of an identity file, or the key alone. Both may be given where the vault was locked with both. */
export interface OpeningKey {
  readonly identity?: string;
  readonly passphrase?: string;
}

export interface Vault {
  /**
   * Returns the id of the new segment when it is on disk. Each call writes the whole file, so give all passwords of a run at
   * once. Only the holder of the workspace's lock may call it.
   */
  add(entries: readonly VaultEntry[]): Promise<string>;
}

export interface VaultOptions {
  /** log2 of scrypt's N for a passphrase: 17 takes about a second and 128 MB, for us and for whoever guesses. */
  readonly workFactor?: number;
  readonly newSegmentId?: () => string;
}

/** The first line of every age file. https://age-encryption.org/v1 */
const AGE_MARK = 'age-encryption.org/v1\n';
const PASSPHRASE_MARK = `${AGE_MARK}-> scrypt `;

/** Throws StoreTrouble where the recipient is not one. Nothing is read or written before `add`. */
export function openVault(
  file: string,
  key: LockingKey,
  { workFactor = 17, newSegmentId = () => randomBytes(6).toString('hex') }: VaultOptions = {},
): Vault {
  const errand: Errand = { file, role: 'credentials vault', goal: 'keep the initial passwords' };
  const encrypter = encrypterFor(key, { workFactor, errand });
  let last: Promise<unknown> = Promise.resolve();

  async function write(entries: readonly VaultEntry[]): Promise<string> {
    const segment: Segment = { id: newSegmentId(), entries };
    const below = await whatIsThere(errand, key);
    const layer: Layer = { segments: [segment, ...below.segments], older: below.older };
    await writeFileDurably(errand, await encrypter.encrypt(layerBytes(layer)));
    return segment.id;
  }

  return {
    add(entries) {
      const writing = last.then(() => write(entries));
      last = writing.catch(() => undefined); // whoever asked for it is told; the next one tries for itself
      return writing;
    },
  };
}

/** With the same passphrase the old file is opened and rewritten; otherwise it goes in as it is, unread. */
async function whatIsThere(errand: Errand, key: LockingKey): Promise<Layer> {
  const old = await readVaultFile(errand);
  if (old === undefined) return { segments: [], older: undefined };
  const isPassphrase = startsWith(old, PASSPHRASE_MARK);
  if ('recipient' in key || !isPassphrase) return { segments: [], older: old };
  return openLayer(old, { key, errand });
}

/** All entries, newest segment first; in a segment in the order in which they were added. Throws StoreTrouble. */
export async function readVault(
  file: string,
  key: OpeningKey,
): Promise<readonly (VaultEntry & { readonly segment: string })[]> {
  const errand: Errand = { file, role: 'credentials vault', goal: 'read the initial passwords' };
  const segments: Segment[] = [];
  let sealed = await readVaultFile(errand);
  if (sealed === undefined) {
    throw trouble('missing', errand, {
      why: 'Initial passwords are made when accounts are created; either none was created yet, or the file was moved.',
    });
  }
  while (sealed !== undefined) {
    const layer: Layer = await openLayer(sealed, { key, errand });
    segments.push(...layer.segments);
    sealed = layer.older;
  }
  return segments.flatMap(({ id, entries }) => entries.map((entry) => ({ ...entry, segment: id })));
}

async function readVaultFile(errand: Errand): Promise<Uint8Array | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(errand.file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw fileTrouble(error, errand);
  }
  if (startsWith(bytes, AGE_MARK)) return bytes;
  throw trouble('damaged', errand, { what: `${errand.file} is not an age file.` });
}

async function openLayer(
  sealed: Uint8Array,
  { key, errand }: { readonly key: OpeningKey; readonly errand: Errand },
): Promise<Layer> {
  const decrypter = decrypterFor(key, errand);
  let bytes: Uint8Array;
  try {
    bytes = await decrypter.decrypt(sealed);
  } catch (error) {
    const isOtherKey = error instanceof Error && error.message.includes('no identity matched');
    if (!isOtherKey) throw trouble('damaged', errand, { cause: error });
    const wanted = startsWith(sealed, PASSPHRASE_MARK) ? 'a passphrase' : 'an identity (AGE-SECRET-KEY-...)';
    throw trouble('wrong-key', errand, {
      what: `The key given does not open the ${errand.role} ${errand.file}, or a part of it. That part was locked with ${wanted}.`,
      cause: error,
    });
  }
  return parseLayer(bytes, errand);
}

function encrypterFor(
  key: LockingKey,
  { workFactor, errand }: { readonly workFactor: number; readonly errand: Errand },
): Encrypter {
  const encrypter = new Encrypter();
  if ('passphrase' in key) {
    encrypter.setPassphrase(key.passphrase);
    encrypter.setScryptWorkFactor(workFactor);
    return encrypter;
  }
  try {
    encrypter.addRecipient(key.recipient);
  } catch {
    // Neither the value nor the library's message is shown: somebody may have put the secret key there.
    throw trouble('wrong-key', errand, {
      what: 'The recipient given is not an age recipient.',
      todo: 'Take the public key that `age-keygen` shows: it begins with age1.',
    });
  }
  return encrypter;
}

function decrypterFor({ identity, passphrase }: OpeningKey, errand: Errand): Decrypter {
  const decrypter = new Decrypter();
  if (passphrase !== undefined) decrypter.addPassphrase(passphrase);
  if (identity === undefined) return decrypter;
  // An identity file has comments around the key, and may hold several.
  const keys = identity.split(/\s+/).filter((word) => word.startsWith('AGE-SECRET-KEY-'));
  try {
    if (keys.length === 0) throw new Error('no identity in the text');
    for (const one of keys) decrypter.addIdentity(one);
  } catch {
    throw trouble('wrong-key', errand, {
      what: 'The identity given is not an age identity.',
      todo: 'Give the file that `age-keygen` wrote: it has a line that begins with AGE-SECRET-KEY-1.',
    });
  }
  return decrypter;
}

function startsWith(bytes: Uint8Array, mark: string): boolean {
  return Buffer.from(bytes.subarray(0, mark.length)).toString('latin1') === mark;
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const DIGITS = '23456789';
/** On the same keys of Japanese and American keyboards. */
const SIGNS = '!#%-./?';
const ALPHABET = LETTERS + DIGITS + SIGNS;
const PASSWORD_LENGTH = 20;

/**
 * 20 characters without 0 O 1 l I, with a capital, a small letter, a digit and a sign: more than Microsoft Entra (8, three of
 * four kinds) and Google (8) want. It begins with a letter, so no spreadsheet takes it for a formula. Every password of this
 * form is equally likely: one that does not fit is thrown away whole. `random` gives that many random bytes.
 */
export function newPassword(random: (count: number) => Uint8Array = randomBytes): string {
  for (;;) {
    let password = '';
    while (password.length < PASSWORD_LENGTH) {
      for (const byte of random(PASSWORD_LENGTH - password.length)) password += characterOf(byte);
    }
    if (/^[A-Za-z]/.test(password) && [/[A-Z]/, /[a-z]/, /[0-9]/, /[!#%\-./?]/].every((kind) => kind.test(password))) {
      return password;
    }
  }
}

/** Nothing for the bytes above the last whole multiple of the alphabet, which would make its first characters likelier. */
function characterOf(byte: number): string {
  return byte < 256 - (256 % ALPHABET.length) ? ALPHABET.charAt(byte % ALPHABET.length) : '';
}
