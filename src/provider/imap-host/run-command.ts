// Runs a program of the administrator's: no shell, the password over standard input only, and an end after a while.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { HostCommand, MailboxField } from '../../model/mail-host.ts';

/** How a program ended. `said` is the end of what it wrote to standard error. */
export type CommandEnd =
  | { readonly by: 'exit'; readonly code: number; readonly said: string }
  | { readonly by: 'signal'; readonly signal: string; readonly said: string }
  | { readonly by: 'time'; readonly said: string }
  /** It never ran: no such program, or it may not be run. */
  | { readonly by: 'no-start'; readonly said: string };

export interface CommandRun {
  readonly command: HostCommand;
  readonly fields: Readonly<Partial<Record<MailboxField, string>>>;
  /** One line of JSON on standard input. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
  /** Where a relative path of a program begins. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const MOST_SAID_BYTES = 4096;
/** What a program has said arrives a moment after its end. */
const LAST_WORDS_MS = 200;

/** The argument that would be taken for an option; undefined where there is none. A field in braces is never a part of an argument. */
export function optionLike({ command, fields }: Pick<CommandRun, 'command' | 'fields'>): MailboxField | undefined {
  return command.arguments.map(fieldIn).find((field) => field !== undefined && fields[field]?.startsWith('-') === true);
}

export async function runCommand({
  command,
  fields,
  input,
  timeoutMs,
  folder,
  environment,
}: CommandRun): Promise<CommandEnd> {
  let child: ChildProcess;
  try {
    child = spawn(
      command.program,
      command.arguments.map((argument) => filledIn(argument, fields)),
      {
        shell: false,
        cwd: folder,
        env: withoutOurs(environment),
        stdio: ['pipe', 'ignore', 'pipe'],
        windowsHide: true,
        // A Ctrl-C at the terminal stops this program after what is under way, and is none of the command's business.
        detached: true,
      },
    );
  } catch (error) {
    return { by: 'no-start', said: error instanceof Error ? error.message : String(error) };
  }
  const said = lastWordsOf(child);
  const deadline = AbortSignal.timeout(timeoutMs);
  const stop = (): void => {
    endAll(child);
  };
  deadline.addEventListener('abort', stop);
  // Whoever does not read it is told by its own end.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(`${JSON.stringify(input)}\n`);
  try {
    const end = await ended(child);
    return deadline.aborted ? { by: 'time', said: said() } : end(said());
  } finally {
    deadline.removeEventListener('abort', stop);
  }
}

/** With whatever it has started, which would go on making the mailbox: it leads a group of its own. Windows knows no such groups. */
function endAll(child: ChildProcess): void {
  if (process.platform !== 'win32' && child.pid !== undefined) {
    try {
      process.kill(-child.pid, 'SIGKILL');
      return;
    } catch {
      // Nobody is left of the group.
    }
  }
  child.kill('SIGKILL');
}

async function ended(child: ChildProcess): Promise<(said: string) => CommandEnd> {
  const end = await new Promise<(said: string) => CommandEnd>((resolve) => {
    child.once('error', (error) => {
      // One that could not be ended has been started.
      if (child.pid === undefined) resolve(() => ({ by: 'no-start', said: error.message }));
    });
    child.once('exit', (code, signal) =>
      resolve((said) =>
        code === null ? { by: 'signal', signal: signal ?? 'unknown', said } : { by: 'exit', code, said },
      ),
    );
  });
  if (child.pid !== undefined) await closed(child);
  return end;
}

/** A program that it has left behind may hold its standard error open for ever. */
async function closed(child: ChildProcess): Promise<void> {
  const { stderr } = child;
  if (stderr === null || stderr.closed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LAST_WORDS_MS);
    stderr.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  stderr.destroy();
}

function lastWordsOf({ stderr }: ChildProcess): () => string {
  let kept = Buffer.alloc(0);
  stderr?.on('data', (part: Buffer) => (kept = Buffer.concat([kept, part]).subarray(-MOST_SAID_BYTES)));
  stderr?.on('error', () => undefined);
  return () => kept.toString('utf8');
}

function fieldIn(argument: string): MailboxField | undefined {
  return /^\{([A-Za-z]+)\}$/.exec(argument)?.[1] as MailboxField | undefined;
}

function filledIn(argument: string, fields: CommandRun['fields']): string {
  const field = fieldIn(argument);
  return field === undefined ? argument : (fields[field] ?? '');
}

/** Our own secrets, the passphrase of the vault among them, are in variables that begin with MIGRATE_. */
function withoutOurs(environment: CommandRun['environment']): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.toUpperCase().startsWith('MIGRATE_')));
}
