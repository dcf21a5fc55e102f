// migrate credentials upload: the new mailboxes in the form of the mail host's bulk import, passwords in it, for a person to upload.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JobLog } from '../model/job-log.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { UserCreate } from '../model/step.ts';
import { uploadFile } from '../provider/imap-host/upload-file.ts';
import type { UnwrittenLetter, UploadRow } from '../provider/imap-host/upload-file.ts';
import { openJobLog } from '../store/job-log.ts';
import { writeFileDurably } from '../store/write-file.ts';
import { realClock } from './clock.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { PasswordBook } from './password-book.ts';
import { sayProblems } from './say-problems.ts';
import { placesOf, readWorkspaceSettings } from './workspace.ts';

export interface UploadOptions {
  readonly batch?: string;
  readonly identity?: string;
}

/** Only of mailboxes that are not known to be there yet. */
export async function writeUpload(
  { folder, voice }: CommandContext,
  { batch, identity }: UploadOptions,
): Promise<ExitCode> {
  const reading = await readWorkspaceSettings(folder);
  if ('problems' in reading) return sayProblems(reading.problems, voice);
  const { settings } = reading;
  const format = formatOf(settings);
  if (format === undefined) return sayProblems([notByUpload()], voice);
  const places = placesOf(folder);
  const log = openJobLog(places.log, { clock: realClock, mode: 'read' });
  try {
    const book = new PasswordBook({ folder, settings, voice, ...(identity !== undefined && { identity }) });
    const found = await rowsOf(creates(log, batch), book);
    if ('problems' in found) return sayProblems(found.problems, voice);
    if (found.rows.length === 0) {
      voice.say('No mailbox is left to be uploaded.');
      return EXIT.done;
    }
    const written = uploadFile(found.rows, format);
    if ('unwritten' in written) return sayProblems(written.unwritten.map(unwritten), voice);
    const file = join('out', `mailboxes-${batch ?? 'all'}.csv`);
    mkdirSync(places.out, { recursive: true });
    await writeFileDurably({ file: join(folder, file), role: 'file', goal: 'write it' }, written.bytes);
    voice.fact({ type: 'upload', file, mailboxes: found.rows.length });
    voice.say(`${found.rows.length} mailboxes, with their first passwords, are in ${file}.`);
    voice.say('Upload it at the host, then DELETE it: whoever has the file has the passwords.');
    voice.say('Then say that it is done (migrate status shows the task), and go on with: migrate resume');
    return EXIT.done;
  } finally {
    log.close();
  }
}

function formatOf({ connection }: Settings) {
  if (connection.provider !== 'imap-host' || connection.provision.by !== 'upload') return undefined;
  return connection.provision.format;
}

function* creates(log: JobLog, batch: string | undefined): Generator<UserCreate> {
  for (const { step, state } of log.steps({ currentPlan: true, ...(batch !== undefined && { batch }) })) {
    if (step.kind === 'user.create' && state !== 'done' && state !== 'undone') yield step;
  }
}

async function rowsOf(
  steps: Iterable<UserCreate>,
  book: PasswordBook,
): Promise<{ readonly rows: readonly UploadRow[] } | { readonly problems: readonly Problem[] }> {
  const rows: UploadRow[] = [];
  let missing = 0;
  for (const step of steps) {
    const newest = await book.newest(step.address);
    if (newest === undefined) missing += 1;
    else rows.push({ ...step, password: newest.password });
  }
  if (missing === 0) return { rows };
  return { problems: [noPasswords(missing, await book.whyMore())] };
}

function notByUpload(): Problem {
  return {
    code: 'credentials.not-by-upload',
    severity: 'error',
    place: { file: 'migrate.yaml' },
    what: 'Mailboxes are not uploaded here: migrate.yaml has no imap-host.provision.upload.',
    why: 'It says in which form the host takes them.',
    todo: 'Add it for a host with a bulk import. The passwords of accounts that were made are shown by: migrate credentials print',
  };
}

function noPasswords(count: number, why: string | undefined): Problem {
  return {
    code: 'credentials.no-passwords',
    severity: 'error',
    what: `For ${count} mailboxes no first password is known${why === undefined ? '' : `: ${why}`}.`,
    why: 'A mailbox whose password we do not know could never be known as ours.',
    todo: 'Run migrate apply first: it puts a password for each into the vault, and waits at the upload.',
  };
}

function unwritten({ address, letter }: UnwrittenLetter): Problem {
  const code = `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return {
    code: 'credentials.letter',
    severity: 'error',
    what: `${letter} (${code}) of ${address === '' ? 'a heading' : address} cannot be written in the encoding of the upload.`,
    why: 'The host would show another letter, or refuse the file.',
    todo: 'Take a column without the name, write the name with another letter in the staff list, or take encoding: utf-8 where the host reads it.',
  };
}
