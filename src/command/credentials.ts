// migrate credentials print: the initial passwords, for the administrator's eyes, from the vault.

import { readFile } from 'node:fs/promises';
import { openJobLog } from '../store/job-log.ts';
import { fileTrouble, systemCode, trouble } from '../store/trouble.ts';
import { readVault } from '../store/vault.ts';
import type { OpeningKey } from '../store/vault.ts';
import type { VaultEntry } from '../store/vault-layers.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { personKeyOf, unknownPerson } from './people.ts';
import { sayProblems } from './say-problems.ts';
import { tableText } from './text/table-text.ts';
import { PASSPHRASE_VARIABLE, vaultKey } from './vault-key.ts';
import { placesOf, readWorkspaceSettings } from './workspace.ts';

/** Only of accounts that were created, and of each the password with which it was created. */
export async function printCredentials(
  { folder, voice }: CommandContext,
  options: { readonly identity?: string; readonly only?: string },
): Promise<ExitCode> {
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { settings } = reading;
  if (settings.vaultRecipient !== undefined && options.identity === undefined) {
    return sayProblems([needsIdentity()], voice);
  }
  const key =
    options.identity === undefined
      ? await vaultKey({ ...settings }, voice)
      : openingKey(await readIdentity(options.identity));
  if ('problems' in key) return sayProblems(key.problems, voice);
  if ('recipient' in key) throw new Error('a recipient alone opens nothing');
  const places = placesOf(folder);
  const entries = await readVault(places.vault, key);
  const log = openJobLog(places.log, { clock: realClock, mode: 'read' });
  try {
    const person = options.only === undefined ? undefined : personKeyOf(log, options.only);
    if (options.only !== undefined && person === undefined) return sayProblems([unknownPerson(options.only)], voice);
    const rows: string[][] = [];
    for (const { step, evidence } of log.steps({ states: ['done', 'undone'] })) {
      if (step.kind !== 'user.create' || (person !== undefined && step.person !== person)) continue;
      const passwords = passwordsOf(step.address, { entries, segment: evidence?.['segment'] });
      voice.fact({ type: 'credential', address: step.address, name: step.displayName, passwords });
      rows.push([step.displayName, step.address, passwords.join('  or  ')]);
    }
    voice.say('First passwords. Each must be changed at the first sign-in. Hand them out on paper or by telephone.');
    for (const line of tableText(rows)) voice.say(line);
    return EXIT.done;
  } finally {
    log.close();
  }
}

/** A vault that was begun with a passphrase and went on with a recipient needs both. */
function openingKey(identity: string): OpeningKey {
  const passphrase = process.env[PASSPHRASE_VARIABLE] ?? '';
  return passphrase === '' ? { identity } : { identity, passphrase };
}

type StoredEntry = VaultEntry & { readonly segment: string };

/** The password of the try that made the account; all tries' where a crash hides which one it was. */
function passwordsOf(
  address: string,
  { entries, segment }: { readonly entries: readonly StoredEntry[]; readonly segment: unknown },
): readonly string[] {
  const ofAddress = entries.filter((entry) => entry.address === address);
  const certain = ofAddress.filter((entry) => entry.segment === segment);
  return (certain.length > 0 ? certain : ofAddress).map(({ password }) => password);
}

/** Throws StoreTrouble where it cannot be read. */
async function readIdentity(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const errand = { file, role: 'identity file', goal: 'open the vault' };
    if (systemCode(error) !== 'ENOENT') throw fileTrouble(error, errand);
    const words = { why: 'Only the identity opens the vault.', todo: 'Name the file that age-keygen wrote.' };
    throw trouble('missing', errand, { ...words, cause: error });
  }
}

function needsIdentity() {
  return {
    code: 'arguments.needs-identity',
    severity: 'error',
    what: 'The vault was made for the recipient in migrate.yaml.',
    why: 'Only the identity that belongs to it opens the vault.',
    todo: 'migrate credentials print --identity <file that age-keygen wrote>',
  } as const;
}
