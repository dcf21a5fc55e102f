// migrate credentials print: the initial passwords, for the administrator's eyes, from the vault. Whoever the device gate holds gets none.

import { readFile } from 'node:fs/promises';
import type { LoggedEvent } from '../model/event.ts';
import type { Problem } from '../model/problem.ts';
import { exactMomentText } from '../report/time-text.ts';
import { openJobLog } from '../store/job-log.ts';
import { fileTrouble, StoreTrouble, systemCode, trouble } from '../store/trouble.ts';
import { readVault } from '../store/vault.ts';
import type { OpeningKey } from '../store/vault.ts';
import type { VaultEntry } from '../store/vault-layers.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { readDeviceGate } from './device-gate-now.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { personKeyOf, unknownPerson } from './people.ts';
import { sayProblems } from './say-problems.ts';
import { sayHeld } from './say-held.ts';
import type { HeldPerson } from './say-held.ts';
import { segmentsTried, triedSegment } from './segments-tried.ts';
import { tableText } from './text/table-text.ts';
import { PASSPHRASE_VARIABLE, vaultKey } from './vault-key.ts';
import { placesOf, readWorkspaceSettings } from './workspace.ts';

/** People whom the gate holds, told one by one. */
const MOST_HELD = 50;

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
  const opening = await openVaultFor(places.vault, key);
  if ('problems' in opening) return sayProblems(opening.problems, voice);
  const { entries } = opening;
  const log = openJobLog(places.log, { clock: realClock, mode: 'read' });
  try {
    const person = options.only === undefined ? undefined : personKeyOf(log, options.only);
    if (options.only !== undefined && person === undefined) return sayProblems([unknownPerson(options.only)], voice);
    const gating = await readDeviceGate(folder, log);
    if ('problems' in gating) return sayProblems(gating.problems, voice);
    const rows: string[][] = [];
    const held: HeldPerson[] = [];
    let isAnyUnsure = false;
    let unknowns = 0;
    for (const { step, evidence } of log.steps({ states: ['done', 'undone'] })) {
      if (step.kind !== 'user.create' || (person !== undefined && step.person !== person)) continue;
      const { address, displayName: name } = step;
      const gate = gating.gate?.of(step.person ?? '');
      if (gate?.isGated === true) {
        held.push({ name, address, person: step.person ?? address, gate });
        continue;
      }
      const events = (): Iterable<LoggedEvent> => log.events({ stepId: step.id });
      const candidates = candidatesOf(address, { entries, segment: evidence?.['segment'], events });
      isAnyUnsure ||= candidates.length > 1;
      voice.fact({ type: 'credential', address, name, passwords: candidates.map(({ password }) => password) });
      const unknown = candidates.length === 0;
      if (unknown) unknowns += 1;
      rows.push([name, address, unknown ? 'not known' : candidates.map(candidateText).join('  or  ')]);
    }
    voice.say('First passwords. Each must be changed at the first sign-in. Hand them out on paper or by telephone.');
    for (const line of tableText(rows)) voice.say(line);
    if (isAnyUnsure) {
      voice.say(
        'Where there are several, an answer was lost, and any of these tries may have made the account: try the first one first.',
      );
    }
    if (unknowns > 0) {
      voice.say(
        `${unknowns === 1 ? 'One password is' : `${unknowns} passwords are`} not known here: another run made the account, with a vault that is not this one. ` +
          'Bring data/credentials.age back from its newest copy, or set a new password at the provider.',
      );
    }
    if (held.length === 0) return unknowns > 0 ? EXIT.open : EXIT.done;
    sayHeld(held, { voice, what: 'no password', most: MOST_HELD });
    return EXIT.open;
  } finally {
    log.close();
  }
}

/** A vault that was begun with a passphrase and went on with a recipient needs both. */
function openingKey(identity: string): OpeningKey {
  const passphrase = process.env[PASSPHRASE_VARIABLE] ?? '';
  return passphrase === '' ? { identity } : { identity, passphrase };
}

/** Throws StoreTrouble where the vault cannot be read for another reason than its key. */
async function openVaultFor(
  file: string,
  key: OpeningKey,
): Promise<{ readonly entries: readonly StoredEntry[] } | { readonly problems: readonly Problem[] }> {
  try {
    return { entries: await readVault(file, key) };
  } catch (error) {
    if (!(error instanceof StoreTrouble) || error.problem.code !== 'file.wrong-key') throw error;
    const todo = `Give the right key. A vault that was locked in both ways needs both: --identity <file>, and the passphrase in ${PASSPHRASE_VARIABLE}.`;
    return { problems: [{ ...error.problem, todo }] };
  }
}

type StoredEntry = VaultEntry & { readonly segment: string };

interface Candidate {
  readonly password: string;
  /** When it was tried last; absent where the log does not say. */
  readonly at?: number;
}

/** The password of the try that made the account; those of all that may have, the newest first, where nobody knows which one did. */
function candidatesOf(
  address: string,
  known: {
    readonly entries: readonly StoredEntry[];
    readonly segment: unknown;
    readonly events: () => Iterable<LoggedEvent>;
  },
): readonly Candidate[] {
  const ofAddress = known.entries.filter((entry) => entry.address === address);
  const certain = ofAddress.filter(({ segment }) => segment === known.segment);
  if (certain.length > 0) return certain;
  const tried = segmentsTried(known.events()) ?? [];
  const candidates = tried.flatMap(({ segment, at }) =>
    ofAddress.filter((entry) => entry.segment === segment).map(({ password }) => ({ password, at })),
  );
  if (candidates.length > 0) return candidates;
  // Of a run that this log does not know; what it knows to have been tried in vain did not make the account.
  const inVain = new Set([...known.events()].map(triedSegment));
  return ofAddress.filter(({ segment }) => !inVain.has(segment));
}

function candidateText({ password, at }: Candidate, _index: number, all: readonly Candidate[]): string {
  return all.length === 1 || at === undefined ? password : `${password} (tried ${exactMomentText(at)})`;
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
