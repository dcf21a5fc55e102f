// Starts, finds and stops the sandbox of a folder from another process. It never ends a process that does not answer as this sandbox.

import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:http';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { readFacts, type SandboxFacts } from './facts-file.ts';
import type { ServeOptions } from './serve.ts';

export interface StartOptions extends ServeOptions {
  /** The argv that serves: the options follow it as one more argument, for `readServeOptions`. */
  readonly command: readonly string[];
}

const START_PATIENCE_MS = 20_000;
/** A child that gave up may have found the folder taken: the other start gets this long to answer. */
const OTHER_START_PATIENCE_MS = 3000;
const STOP_PATIENCE_MS = 10_000;
/** Nothing that listens answers at once; a busy computer may take its time. */
const ANSWER_PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 40;
const LOG_FILE = 'sandbox.log';

/** The facts of the sandbox that stands in the folder, if it answers now. */
export async function sandboxStanding(folder: string): Promise<SandboxFacts | undefined> {
  const facts = readFacts(folder);
  if (facts === undefined) return undefined;
  return (await answersAs(facts)) ? facts : undefined;
}

/** Starts a sandbox that outlives this process, or finds the one that stands in the folder already. */
export async function startSandbox({ command, ...options }: StartOptions): Promise<SandboxFacts> {
  const folder = resolve(options.folder);
  const standing = await sandboxStanding(folder);
  if (standing !== undefined) return standing;
  mkdirSync(folder, { recursive: true });
  const child = spawnServing(command, { ...options, folder });
  let deadline = Date.now() + START_PATIENCE_MS;
  child.once('close', () => (deadline = Math.min(deadline, Date.now() + OTHER_START_PATIENCE_MS)));
  while (Date.now() < deadline) {
    await sleep(LOOK_EVERY_MS);
    const facts = await sandboxStanding(folder);
    if (facts !== undefined) return facts;
  }
  throw new Error(`the sandbox in ${folder} did not start: ${logTail(folder)}`);
}

/** Asks the sandbox of the folder to stop and waits until it has. False where none stands. */
export async function stopSandbox(folder: string): Promise<boolean> {
  const facts = await sandboxStanding(folder);
  if (facts === undefined) return false;
  await ask(facts, 'POST', 'stop');
  const deadline = Date.now() + STOP_PATIENCE_MS;
  while (Date.now() < deadline) {
    if (readFacts(folder)?.token !== facts.token) return true;
    await sleep(LOOK_EVERY_MS);
  }
  if (await answersAs(facts)) process.kill(facts.pid, 'SIGKILL');
  return true;
}

function spawnServing(command: readonly string[], options: ServeOptions): ChildProcess {
  const [program, ...rest] = command;
  if (program === undefined) throw new Error('no command to serve the sandbox with');
  const log = openSync(join(options.folder, LOG_FILE), 'a');
  try {
    const child = spawn(program, [...rest, JSON.stringify(options)], {
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'ignore', log],
    });
    child.once('error', (fault) => appendFileSync(join(options.folder, LOG_FILE), `${fault.message}\n`));
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

async function answersAs(facts: SandboxFacts): Promise<boolean> {
  const answer = await ask(facts, 'GET', 'status');
  return answer?.['isMine'] === true && answer['pid'] === facts.pid;
}

async function ask(facts: SandboxFacts, method: string, path: string): Promise<Record<string, unknown> | undefined> {
  try {
    const said = await textFrom(`${facts.url}/_sandbox/${path}`, {
      method,
      headers: { 'x-sandbox-token': facts.token },
      agent: false,
      signal: AbortSignal.timeout(ANSWER_PATIENCE_MS),
    });
    const body: unknown = said === '' ? {} : JSON.parse(said);
    return typeof body === 'object' && body !== null ? { ...body } : {};
  } catch {
    // Nothing listens there, or it is another program: either way it is not this sandbox.
    return undefined;
  }
}

/** The body of the answer. Every command asks this first, and to load fetch would cost it a tenth of all its time. */
function textFrom(url: string, options: RequestOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, options, (answer) => {
      resolve(text(answer));
    })
      .on('error', reject)
      .end();
  });
}

function logTail(folder: string): string {
  try {
    return readFileSync(join(folder, LOG_FILE), 'utf8').trim().slice(-600) || 'it said nothing';
  } catch {
    return 'it said nothing';
  }
}
