// The script of each owner: ours is read, written and made active; a script of the owner's that is active is never touched.

import { RemoteFailure } from '../../model/failure.ts';
import type { ManageSieveServer, MailHost } from '../../model/mail-host.ts';
import { cleaned, signInTrouble } from './failures.ts';
import { greetSieve, SieveRefusal, withSieve } from './manage-sieve.ts';
import type { SieveScripts } from './manage-sieve.ts';
import { extensionsFor, SCRIPT_NAME, scriptOf, stateOf } from './sieve-script.ts';
import type { ScriptState } from './sieve-script.ts';
import { loginOf } from './sign-in.ts';

export interface OwnerScripts {
  /** What our script at this mailbox does; nothing where it is not active. Throws RemoteFailure. */
  read(address: string): Promise<ScriptState>;
  /** One change after the other at each mailbox, so that none loses what another has written. Throws RemoteFailure. */
  change(address: string, next: (state: ScriptState) => ScriptState): Promise<void>;
}

export interface OwnerScriptsOptions {
  readonly server: ManageSieveServer;
  readonly password: string;
  readonly host: MailHost;
  /** PEM of an authority that is trusted beside those of the system: the sandbox's own. */
  readonly authority?: string;
}

/** By this code a plan knows that a mailbox is to be set by hand. */
export const FOREIGN_SCRIPT = 'foreign-script';

export function openOwnerScripts(options: OwnerScriptsOptions): OwnerScripts {
  const last = new Map<string, Promise<unknown>>();
  const asked = <Result>(address: string, ask: (scripts: SieveScripts) => Promise<Result>): Promise<Result> => {
    const { server, password, host, authority } = options;
    const { user } = server.master;
    const owner = loginOf(address, host);
    return withSieve({ ...server, user, password, owner, ...(authority !== undefined && { authority }) }, ask).catch(
      (error: unknown) => {
        throw sieveFailure(error, password);
      },
    );
  };
  return {
    read: (address) => asked(address, async (scripts) => (await standing(address, scripts)).active),
    change(address, next) {
      const changing = (last.get(address) ?? Promise.resolve())
        .catch(() => undefined)
        .then(() => asked(address, (scripts) => changeOnce(address, next, scripts)));
      last.set(address, changing);
      return changing;
    },
  };
}

interface Standing {
  /** What our script does now. */
  readonly active: ScriptState;
  readonly isOursThere: boolean;
  readonly isOursActive: boolean;
  /** The active script of the owner's. */
  readonly foreign?: string;
}

async function standing(address: string, scripts: SieveScripts): Promise<Standing> {
  const all = await scripts.list();
  const active = all.find(({ isActive }) => isActive)?.name;
  const named = all.some(({ name }) => name === SCRIPT_NAME) ? await scripts.get(SCRIPT_NAME) : undefined;
  const state = named === undefined ? undefined : stateOf(address, named);
  // One with our name that is not as we wrote it belongs to whoever has changed it.
  const isTakenOver = named !== undefined && state === undefined;
  const isOursActive = active === SCRIPT_NAME && state !== undefined;
  const foreign = isTakenOver ? SCRIPT_NAME : isOursActive ? undefined : active;
  return {
    active: isOursActive ? state : {},
    isOursThere: state !== undefined,
    isOursActive,
    ...(foreign !== undefined && { foreign }),
  };
}

async function changeOnce(
  address: string,
  next: (state: ScriptState) => ScriptState,
  scripts: SieveScripts,
): Promise<void> {
  const { active, isOursThere, isOursActive, foreign } = await standing(address, scripts);
  const wanted = next(active);
  if (Object.keys(wanted).length === 0) {
    if (isOursActive) await scripts.activate('');
    if (isOursThere) await scripts.delete(SCRIPT_NAME);
    return;
  }
  if (foreign !== undefined) throw foreignScript(address, foreign);
  const missing = extensionsFor(wanted).filter((name) => !scripts.extensions.has(name));
  if (missing.length > 0) throw notOffered(missing);
  await scripts.put(SCRIPT_NAME, scriptOf(address, wanted));
  await scripts.activate(SCRIPT_NAME);
}

function foreignScript(address: string, name: string): RemoteFailure {
  return new RemoteFailure({
    kind: 'refused',
    operation: 'ManageSieve SETACTIVE',
    code: FOREIGN_SCRIPT,
    said: `${address} has an active script of its owner's (${name}), which is never overwritten`,
    todo: 'Plan again: it becomes a task for a person. Add the reply to that script by hand, or have its owner switch it off, then: migrate retry --failed',
  });
}

function notOffered(missing: readonly string[]): RemoteFailure {
  return new RemoteFailure({
    kind: 'refused',
    operation: 'ManageSieve PUTSCRIPT',
    said: `the host's Sieve has no ${missing.join(', ')}`,
    todo: 'Set the automatic reply at the host by hand. Without replyUntil it needs fewer of them.',
  });
}

/** Whether a server answers, proves who it is, and has scripts that reply; signs nobody in. Throws RemoteFailure. */
export async function greetScripts(server: ManageSieveServer, authority: string | undefined): Promise<void> {
  const extensions = await greetSieve({ ...server, ...(authority !== undefined && { authority }) }).catch(
    (error: unknown) => {
      throw sieveFailure(error, '');
    },
  );
  if (!extensions.has('vacation')) throw notOffered(['vacation']);
}

/** Scripts can be written again and again, so whatever has no answer may be repeated. */
function sieveFailure(error: unknown, password: string): RemoteFailure {
  if (error instanceof RemoteFailure) return error;
  if (!(error instanceof SieveRefusal)) return signInTrouble('ManageSieve', error, [password]);
  const operation = `ManageSieve ${error.command}`;
  const said = cleaned(error.message, [password]);
  if (error.code?.startsWith('TRYLATER') === true) return new RemoteFailure({ kind: 'unavailable', operation, said });
  const todo =
    error.command === 'AUTHENTICATE'
      ? 'Check imap-host.manageSieve.master in migrate.yaml, that its variable holds the password, and that the host lets it sign in for others.'
      : undefined;
  return new RemoteFailure({ kind: 'refused', operation, said, ...(todo !== undefined && { todo }) });
}
