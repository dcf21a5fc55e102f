// Trouble with a local file, told as a problem. The only error that the store throws on purpose.

import type { Problem } from '../model/problem.ts';

export type TroubleName =
  | 'missing'
  | 'folder-missing'
  | 'not-allowed'
  | 'read-only'
  | 'disk-full'
  | 'busy'
  | 'damaged'
  | 'foreign'
  | 'newer'
  | 'wrong-key'
  | 'failed';

/** The file, what it is to the user, and what we wanted of it: "the job log", "write down what happens". */
export interface Errand {
  readonly file: string;
  readonly role: string;
  readonly goal: string;
}

/** Its `problem` is ready to be shown; `code` is `file.<name of the trouble>`. */
export class StoreTrouble extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(`${problem.what} ${problem.why} ${problem.todo}`, cause === undefined ? undefined : { cause });
    this.name = 'StoreTrouble';
    this.problem = problem;
  }
}

/** Makes a trouble of known name; `more` replaces or adds to the words that go with the name. */
export function trouble(
  name: TroubleName,
  errand: Errand,
  more: { readonly what?: string; readonly why?: string; readonly todo?: string; readonly cause?: unknown } = {},
): StoreTrouble {
  const words = wordsOf(name, errand);
  const problem: Problem = {
    code: `file.${name}`,
    severity: 'error',
    place: { file: errand.file },
    what: more.what ?? words.what,
    why: more.why ?? words.why,
    todo: more.todo ?? words.todo,
  };
  return new StoreTrouble(problem, more.cause);
}

function wordsOf(
  name: TroubleName,
  { file, role, goal }: Errand,
): { readonly what: string; readonly why: string; readonly todo: string } {
  const cannot = `We cannot ${goal}`;
  switch (name) {
    case 'missing':
      return {
        what: `There is no ${role} at ${file}.`,
        why: `${cannot} without it, and a new one would know nothing of what has been done.`,
        todo: 'Check that this is the right folder; if the file was moved or deleted, bring it back from a backup.',
      };
    case 'folder-missing':
      return {
        what: `The folder of ${file} does not exist.`,
        why: `${cannot}: the ${role} belongs there.`,
        todo: 'Check that this is the right folder, or make it with `migrate init`.',
      };
    case 'not-allowed':
      return {
        what: `The system does not allow access to ${file}.`,
        why: `${cannot}.`,
        todo: 'Give your account the right to read and write the file and its folder.',
      };
    case 'read-only':
      return {
        what: `${file} can only be read, not written.`,
        why: `${cannot}. Nothing is done that is not written down first.`,
        todo: 'Remove the read-only mark, or give your account the right to write the file, the files beside it of the same name, and its folder.',
      };
    case 'disk-full':
      return {
        what: `The disk of ${file} is full.`,
        why: `${cannot}. What was written before is safe, and nothing goes on without being written down.`,
        todo: 'Free some space on that disk, then run the command again.',
      };
    case 'busy':
      return {
        what: `${file} is in use by another program.`,
        why: `${cannot} at the same time.`,
        todo: 'Wait until the other program has finished, or close it (a backup, a database viewer, Excel), then try again.',
      };
    case 'damaged':
      return {
        what: `The ${role} ${file} is damaged.`,
        why: `${cannot} from a file that cannot be trusted.`,
        todo: 'Keep the file as it is, and bring back a good copy from a backup, together with the files beside it of the same name.',
      };
    case 'foreign':
      return {
        what: `${file} is not a ${role} of this program.`,
        why: `${cannot}, and writing into it would spoil somebody else's file.`,
        todo: 'Move that file away, and put the right one in its place.',
      };
    case 'newer':
      return {
        what: `The ${role} ${file} was written by a newer version of this program.`,
        why: `${cannot}: this version does not understand it and could spoil it.`,
        todo: 'Install the newer version of `migrate`, and run the command with it.',
      };
    case 'wrong-key':
      return {
        what: `The key given does not open the ${role} ${file}.`,
        why: `${cannot}: only the key that it was locked with can open it.`,
        todo: 'Give the right identity file or passphrase.',
      };
    case 'failed':
      return {
        what: `The system could not read or write ${file}.`,
        why: `${cannot}.`,
        todo: 'Check the disk and the connection to it, then run the command again.',
      };
  }
}

/** What an error of node:fs means; anything that is not one is our bug and comes back as it is. */
export function fileTrouble(error: unknown, errand: Errand): Error {
  const code = systemCode(error);
  if (code === undefined) return asError(error);
  return trouble(SYSTEM_TROUBLES[code] ?? 'failed', errand, {
    cause: error,
    ...(SYSTEM_TROUBLES[code] === undefined && {
      what: `The system could not read or write ${errand.file} (${code}).`,
    }),
  });
}

const SYSTEM_TROUBLES: Readonly<Record<string, TroubleName>> = {
  ENOENT: 'missing',
  ENOTDIR: 'folder-missing',
  EACCES: 'not-allowed',
  EPERM: 'not-allowed',
  EROFS: 'read-only',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EFBIG: 'disk-full',
  EBUSY: 'busy',
};

/** The code of a system error: `ENOENT`. Works for errors of another realm too. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('syscall' in error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What an error of node:sqlite means; anything that is not one is our bug and comes back as it is. */
export function databaseTrouble(error: unknown, errand: Errand): Error {
  const errcode = databaseCode(error);
  if (errcode === undefined) return asError(error);
  const name = DATABASE_TROUBLES[errcode & 0xff];
  if (name !== undefined) return trouble(name, errand, { cause: error });
  return asError(error);
}

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html); all others mean that our SQL is wrong. */
const DATABASE_TROUBLES: Readonly<Record<number, TroubleName>> = {
  3: 'not-allowed',
  5: 'busy',
  8: 'read-only',
  10: 'failed',
  11: 'damaged',
  13: 'disk-full',
  14: 'not-allowed',
  22: 'failed',
  23: 'not-allowed',
  26: 'foreign',
};

/** SQLite's result code, extended. Inside jest such an error is no `instanceof Error`, so only this tells. */
export function databaseCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode : undefined;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error), { cause: error });
}
