// A workspace: the folder with migrate.yaml, data/ and templates/. Reads all of it, and gathers every problem before it says one.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Person } from '../model/person.ts';
import type { Fingerprints } from '../model/plan.ts';
import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { readDeviceList } from './device-list.ts';
import type { DeviceList } from './device-list.ts';
import { compileReplies, REPLY_FILES } from './replies.ts';
import type { Replies } from './replies.ts';
import { compileSignatures } from './signatures.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { SignatureTemplates } from '../notice/signature.ts';
import { readStaff } from '../roster/read-staff.ts';
import type { StaffReading } from '../roster/read-staff.ts';
import { readText } from '../store/text.ts';
import { addressFaultOf } from './wire.ts';

export const SETTINGS_FILE = 'migrate.yaml';

export interface Workspace {
  readonly folder: string;
  readonly settings: Settings;
  readonly people: readonly Person[];
  /** Where the fields of the staff list stand. */
  readonly staffPlaces?: StaffReading['places'];
  /** Absent where there is no device list. */
  readonly devices?: DeviceList;
  readonly replies: Replies;
  /** Of the languages that the workspace has templates for. */
  readonly signatures: SignatureTemplates;
  readonly fingerprints: Fingerprints;
  /** Warnings only. */
  readonly problems: readonly Problem[];
}

export type WorkspaceReading = { readonly workspace: Workspace } | { readonly problems: readonly Problem[] };

/** The files of a workspace that the program makes by itself. */
export function placesOf(folder: string): {
  readonly log: string;
  readonly lock: string;
  readonly vault: string;
  readonly out: string;
} {
  return {
    log: join(folder, 'data', 'job.db'),
    lock: join(folder, 'data', 'job.lock'),
    vault: join(folder, 'data', 'credentials.age'),
    out: join(folder, 'out'),
  };
}

/** Reads migrate.yaml alone. */
export async function readWorkspaceSettings(
  folder: string,
): Promise<
  | { readonly settings: Settings; readonly warnings: readonly Problem[]; readonly sha256: string }
  | { readonly problems: readonly Problem[] }
> {
  const file = join(folder, SETTINGS_FILE);
  if (!existsSync(file)) return { problems: [noWorkspace(folder)] };
  const text = await readText(file, { name: SETTINGS_FILE });
  if ('problems' in text) return text;
  const reading = readSettings(text.text, SETTINGS_FILE);
  return 'problems' in reading ? reading : { ...reading, sha256: text.sha256 };
}

/** Reads everything and calls nobody. */
export async function readWorkspace(folder: string): Promise<WorkspaceReading> {
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return reading;
  const { settings, warnings } = reading;
  const problems: Problem[] = [...warnings];
  const fingerprints: Record<string, string> = { [SETTINGS_FILE]: reading.sha256 };

  const staff = await readText(resolve(folder, settings.lists.staff), { name: settings.lists.staff });
  let people: readonly Person[] | undefined;
  let staffPlaces: StaffReading['places'];
  if ('problems' in staff) problems.push(...staff.problems);
  else {
    fingerprints[settings.lists.staff] = staff.sha256;
    const addressFault = await addressFaultOf(settings.provider);
    const roster = readStaff(staff.text, { file: settings.lists.staff, settings, addressFault });
    if (!hasErrors(roster.problems)) people = roster.people;
    staffPlaces = roster.places;
    problems.push(...staff.warnings, ...roster.problems);
  }

  const devices = await readDeviceList({ folder, settings, people });
  problems.push(...devices.problems);
  Object.assign(fingerprints, devices.fingerprints);

  const replies = await compileReplies(folder, settings);
  problems.push(...replies.problems);
  if (settings.oldAddress.reply) {
    for (const file of REPLY_FILES) fingerprints[file] = replies.fingerprints[file] ?? '';
  }
  const signatures = await compileSignatures(folder, settings);
  problems.push(...signatures.problems);
  if (settings.signature === true) Object.assign(fingerprints, signatures.fingerprints);
  if (hasErrors(problems) || people === undefined) return { problems };
  const { list } = devices;
  const read = {
    folder,
    settings,
    people,
    ...(list && { devices: list }),
    replies: replies.replies,
    signatures: signatures.templates,
  };
  return { workspace: { ...read, ...(staffPlaces && { staffPlaces }), fingerprints, problems } };
}

function noWorkspace(folder: string): Problem {
  return {
    code: 'workspace.none',
    severity: 'error',
    place: { file: SETTINGS_FILE },
    what: `There is no ${SETTINGS_FILE} in ${folder}.`,
    why: 'One folder with that file is one migration.',
    todo: 'Go into the folder of your migration, name it with --workspace, or begin one with: migrate init',
  };
}
