// The real Thunderbird without a screen: started on a profile from an installation of its own, asked in its own language over Marionette.

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { appendFile, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installed } from '../../installed.ts';

/** Folder of the program; undefined where it is not installed. */
export function thunderbirdFolder(): string | undefined {
  const program = installed('thunderbird');
  if (program === undefined) return undefined;
  const folder = ['/usr/lib/thunderbird', path.dirname(realpathSync(program))].find((place) =>
    existsSync(path.join(place, 'omni.ja')),
  );
  return folder !== undefined && existsSync(path.join(folder, 'thunderbird-bin')) ? folder : undefined;
}

/** The installation with our files in it: links to everything, but for the program, which looks for its folder by where it lies. */
export async function installBeside(
  source: string,
  { folder, files }: { readonly folder: string; readonly files: Readonly<Record<string, Uint8Array | string>> },
): Promise<string> {
  await mkdir(path.join(folder, 'defaults', 'pref'), { recursive: true });
  for (const name of readdirSync(source)) {
    if (name === 'defaults' || name === 'distribution') continue;
    if (name.startsWith('thunderbird')) await copyFile(path.join(source, name), path.join(folder, name));
    else await symlink(path.join(source, name), path.join(folder, name));
  }
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), bytes);
  }
  return path.join(folder, 'thunderbird-bin');
}

export interface Running {
  /** Runs the body of an async function with the program's own rights; it returns what can be JSON. */
  ask<Answer>(body: string, ...values: readonly unknown[]): Promise<Answer>;
  /** Ends it in the ordinary way, so that it writes its settings. */
  quit(): Promise<void>;
}

export interface Start {
  readonly program: string;
  readonly profile: string;
  /** Names that lead to loopback. */
  readonly hosts?: readonly string[];
  readonly prefs?: Readonly<Record<string, string | number | boolean>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a test needs and no user: no network of its own, no windows that wait for an answer. */
const QUIET: NonNullable<Start['prefs']> = {
  'marionette.port': 0,
  'app.update.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'mail.provider.suppress_dialog_on_startup': true,
  'mail.shell.checkDefaultClient': false,
  'mail.spotlight.firstRunDone': true,
  'mailnews.start_page.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.proxy.type': 0,
  'services.settings.server': 'http://127.0.0.1:9',
  'toolkit.telemetry.enabled': false,
};

const MOST_START_MS = 100_000;

export async function startThunderbird({
  program,
  profile,
  hosts = [],
  prefs = {},
  environment = {},
}: Start): Promise<Running> {
  await mkdir(profile, { recursive: true });
  const lines = Object.entries({ ...QUIET, 'network.dns.localDomains': hosts.join(','), ...prefs }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await appendFile(path.join(profile, 'prefs.js'), lines.join(''));
  const portFile = path.join(profile, 'MarionetteActivePort');
  rmSync(portFile, { force: true });
  const home = path.join(path.dirname(profile), 'home');
  await mkdir(home, { recursive: true });
  const child = spawn(
    program,
    ['--headless', '--marionette', '--remote-allow-system-access', '--no-remote', '--profile', profile],
    {
      stdio: ['ignore', 'ignore', 'ignore'],
      env: { PATH: process.env['PATH'], HOME: home, MOZ_CRASHREPORTER_DISABLE: '1', ...environment },
    },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  // A window that waits for an answer would keep it silent for ever.
  const givingUp = setTimeout(() => child.kill('SIGKILL'), MOST_START_MS).unref();
  while (!existsSync(portFile) || readFileSync(portFile, 'utf8').trim() === '') {
    if (hasEnded()) throw new Error('Thunderbird ended before it answered.');
    await sleep(50);
  }
  const talk = await openMarionette(Number(readFileSync(portFile, 'utf8')));
  await talk('WebDriver:NewSession', {});
  await talk('Marionette:SetContext', { value: 'chrome' });
  clearTimeout(givingUp);
  return {
    ask: async <Answer>(body: string, ...values: readonly unknown[]) => {
      const script = `const done = arguments[arguments.length - 1]; const given = Array.from(arguments).slice(0, -1);
        (async (given) => { ${body} })(given).then((value) => done({ value }), (error) => done({ error: String(error) + error?.stack }));`;
      const said = (await talk('WebDriver:ExecuteAsyncScript', { script, args: values, scriptTimeout: 60_000 })) as {
        readonly value: { readonly value?: Answer; readonly error?: string };
      };
      if (said.value.error !== undefined) throw new Error(said.value.error);
      return said.value.value as Answer;
    },
    quit: async () => {
      if (!hasEnded()) await talk('Marionette:Quit', { flags: ['eAttemptQuit'] }).catch(() => undefined);
      await Promise.race([ended, sleep(15_000, undefined, { ref: false })]);
      if (!hasEnded()) child.kill('SIGKILL');
      await ended;
    },
  };
}

type Talk = (command: string, parameters: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** `length:[type, id, error or name, answer]`, one at a time (firefox-source-docs, Marionette protocol). */
async function openMarionette(port: number): Promise<Talk> {
  const socket = await connected(port);
  let kept = Buffer.alloc(0);
  let take: ((packet: unknown) => void) | undefined;
  const early: unknown[] = [];
  let fail: (error: Error) => void = () => undefined;
  socket.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]);
    for (;;) {
      const colon = kept.indexOf(':');
      const length = Number(kept.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 1 || kept.length < colon + 1 + length) return;
      const packet: unknown = JSON.parse(kept.subarray(colon + 1, colon + 1 + length).toString('utf8'));
      kept = kept.subarray(colon + 1 + length);
      if (take === undefined) early.push(packet);
      else take(packet);
    }
  });
  socket.on('close', () => {
    fail(new Error('Thunderbird hung up.'));
  });
  socket.on('error', () => undefined);
  const next = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const waiting = early.shift();
      if (waiting !== undefined) {
        resolve(waiting);
        return;
      }
      fail = reject;
      take = (packet) => {
        take = undefined;
        resolve(packet);
      };
    });
  await next();
  let last = 0;
  return async (command, parameters) => {
    last += 1;
    const body = JSON.stringify([0, last, command, parameters]);
    socket.write(`${Buffer.byteLength(body)}:${body}`);
    const [, , error, answer] = (await next()) as readonly [
      number,
      number,
      { readonly message: string } | null,
      unknown,
    ];
    if (error !== null) throw new Error(`${command}: ${error.message}`);
    return answer;
  };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => {
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
