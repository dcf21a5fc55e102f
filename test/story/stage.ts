// A stage for whole stories: a workspace in a temporary folder, its sandbox, and the real command in processes of its own.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProviderName } from '../../src/model/directory.ts';
import { stopSandbox } from '../../src/sandbox/kernel/control.ts';
import { readFacts } from '../../src/sandbox/kernel/facts-file.ts';
import type { SandboxFacts } from '../../src/sandbox/kernel/facts-file.ts';
import { exampleSettings } from '../../src/settings/example.ts';
import { root } from '../build/build-record.ts';
import { clockAhead } from './clock-ahead.ts';

export const OLD_DOMAIN = 'aozora-shoji.example';
export const NEW_DOMAIN = 'aozora-trading.example';
export const BATCHES = ['pilot', 'sales', 'everyone'] as const;

export interface StageWish {
  readonly provider: ProviderName;
  /** The staff list, or how many people to make up. */
  readonly people: number | string | Uint8Array;
  /** Path of the command: the built one, or src/start.mjs. */
  readonly migrate: string;
  /** Options of `sandbox start`; absent: no sandbox. */
  readonly sandbox?: readonly string[];
  /** Whether each command says at its end how much memory it took: it costs every start a little. */
  readonly countsMemory?: true;
  /** Edits the text of migrate.yaml. */
  readonly edit?: (settings: string) => string;
}

/** How a command ended. */
export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly said: string;
  readonly told: string;
  readonly wallMs: number;
  /** Peak resident memory; NaN where it was killed, or not counted. */
  readonly peakMb: number;
}

export interface LedgerLine {
  /** When it took effect, ISO 8601. */
  readonly at: string;
  readonly kind: string;
  readonly key: string;
  readonly idempotent: boolean;
  readonly repeat?: boolean;
}

/** Says at its end how much memory it took at most. */
const COUNT_MEMORY =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("\\npeak-kb "+process.resourceUsage().maxRSS+"\\n"))';

/** A key pair for the stage only: a passphrase would cost every run a second. */
export const IDENTITY = 'AGE-SECRET-KEY-16XFAK6G4C367Q5CVVKMXY5J35U7Z2Z5SCX48X55PNA78923QFKEQKSY48N';
export const RECIPIENT = 'age1rq0twdjd9g0e4afc8ax5cpy2e2uesg6tvkdafcph2890pf6urcfs8qkdle';

export class Stage {
  readonly folder: string;
  /** What node is started with, before the command's own arguments. */
  readonly #migrate: readonly string[];
  readonly #environment: NodeJS.ProcessEnv;
  /** How far the clock of whatever runs here is ahead, the sandbox included. */
  #aheadMs = 0;

  private constructor(folder: string, migrate: readonly string[], environment: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.#migrate = migrate;
    this.#environment = environment;
  }

  static async open(wish: StageWish): Promise<Stage> {
    const folder = await mkdtemp(path.join(tmpdir(), 'migrate-stage-'));
    const counting = wish.countsMemory === true ? ['--import', COUNT_MEMORY] : [];
    const isHost = wish.provider === 'imap-host';
    const identity = path.join(folder, 'identity.txt');
    const stage = new Stage(folder, [...counting, wish.migrate], isHost ? { MIGRATE_IDENTITY: identity } : {});
    await mkdir(path.join(folder, 'data'));
    await cp(path.join(root, 'templates'), path.join(folder, 'templates'), { recursive: true });
    const settings = `${exampleSettings({ provider: wish.provider, sandbox: 'sandbox' })}\nvaultRecipient: ${RECIPIENT}\n`;
    await writeFile(path.join(folder, 'migrate.yaml'), wish.edit?.(settings) ?? settings);
    const rows = typeof wish.people === 'number' ? staffList(wish.people) : wish.people;
    await writeFile(stage.path('data/staff.csv'), rows);
    if (isHost) {
      // Whose an account is is told by its password, which only the identity opens in a later run.
      await writeFile(identity, IDENTITY);
      await writeFile(stage.path('data/mailboxes.csv'), mailboxList(String(rows)));
    }
    if (wish.sandbox === undefined) return stage;
    try {
      await stage.must('sandbox', 'start', ...wish.sandbox);
    } catch (fault) {
      await stage.close();
      throw fault;
    }
    return stage;
  }

  /** Absolute path of a file of the workspace. */
  path(file: string): string {
    return path.join(this.folder, file);
  }

  read(file: string): Promise<string> {
    return readFile(this.path(file), 'utf8');
  }

  /** Changes a text file of the workspace. */
  async edit(file: string, change: (text: string) => string): Promise<void> {
    await writeFile(this.path(file), change(await this.read(file)));
  }

  /** Starts the command and does not wait for it. `uid`: as somebody else, where we may (root). */
  start(args: readonly string[], environment: NodeJS.ProcessEnv = {}, uid?: number): Running {
    const env = { ...process.env, ...this.#environment, ...environment };
    return new Running([...clockAhead(this.#aheadMs), ...this.#migrate, '--workspace', this.folder, ...args], env, uid);
  }

  /** The time of day on this stage. */
  now(): number {
    return Date.now() + this.#aheadMs;
  }

  /** Lets time pass that nobody waits for: the sandbox comes back that much later. */
  async pass(spanMs: number, sandbox: readonly string[]): Promise<void> {
    await this.must('sandbox', 'stop');
    this.#aheadMs += spanMs;
    await this.must('sandbox', 'start', ...sandbox);
  }

  run(...args: string[]): Promise<Ended> {
    return this.start(args).ended;
  }

  /** Throws where the command does not end with 0. */
  async must(...args: string[]): Promise<Ended> {
    const ended = await this.run(...args);
    if (ended.code !== 0) {
      throw new Error(`migrate ${args.join(' ')} ended with ${String(ended.code)}:\n${ended.said}\n${ended.told}`);
    }
    return ended;
  }

  /** What took effect at the provider, in order. */
  async ledger(): Promise<readonly LedgerLine[]> {
    const text = await this.read('sandbox/ledger.ndjson').catch(() => '');
    return linesOf(text) as readonly LedgerLine[];
  }

  /** Where the sandbox is and how to sign in to it. Throws where none was started. */
  sandbox(): SandboxFacts {
    const facts = readFacts(this.path('sandbox'));
    if (facts === undefined) throw new Error('there is no sandbox on this stage');
    return facts;
  }

  /** Calls one of the sandbox's own routes. */
  async control(method: string, route: string, body?: unknown): Promise<unknown> {
    const { url, token } = this.sandbox();
    const response = await fetch(`${url}/_sandbox/${route}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-sandbox-token': token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }

  async close(): Promise<void> {
    await stopSandbox(this.path('sandbox'));
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export class Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;

  constructor(args: readonly string[], env: NodeJS.ProcessEnv, uid?: number) {
    const startedAt = performance.now();
    this.child = spawn(process.execPath, args, {
      env,
      windowsHide: true,
      ...(uid === undefined ? {} : { uid }),
    });
    let said = '';
    let told = '';
    this.child.stdout?.setEncoding('utf8').on('data', (part: string) => (said += part));
    this.child.stderr?.setEncoding('utf8').on('data', (part: string) => (told += part));
    const { promise, resolve, reject } = Promise.withResolvers<Ended>();
    this.child.once('error', reject);
    this.child.once('close', (code) => {
      const peak = /peak-kb (\d+)/u.exec(told)?.[1];
      resolve({
        code,
        said,
        told: told.replace(/\npeak-kb \d+\n/u, ''),
        wallMs: performance.now() - startedAt,
        peakMb: peak === undefined ? Number.NaN : Number(peak) / 1024,
      });
    });
    this.ended = promise;
  }

  /** As a power cut would end it. */
  kill(): void {
    this.child.kill('SIGKILL');
  }
}

/** The values of a file or an answer with one JSON object a line. */
export function linesOf(text: string): readonly unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}

/** A list as Excel would save it in UTF-8, the people spread over the batches. */
export function staffList(people: number): string {
  const rows = ['氏名,姓,名,旧メールアドレス,部署,役職,電話番号,バッチ'];
  for (let number = 1; number <= people; number += 1) {
    const batch = BATCHES[number % BATCHES.length] ?? BATCHES[0];
    rows.push(
      `青空 太郎${number},青空,太郎${number},p${number}@${OLD_DOMAIN},営業第${number % 40}部,担当,03-0000-${number},${batch}`,
    );
  }
  return `${rows.join('\r\n')}\r\n`;
}

/** The old mailboxes, as the administrator of a mail host would export them. */
function mailboxList(staff: string): string {
  return ['メールアドレス', ...(staff.match(/p\d+@[\w.-]+/gu) ?? []), ''].join('\r\n');
}

/** Old mailboxes are at the same mail host, which lets us set their scripts. */
export function withOldMailboxesAtTheHost(settings: string): string {
  return settings
    .replace('  # accounts: data', '  accounts: data')
    .replace('  # manageSieve: {', '  manageSieve: {')
    .replace(/^(\s*)forward: false$/mu, '$1forward: true');
}

/** Neither replies nor forwarding, and no bound on the plan: the shortest way from a list of any length to the mailboxes. */
export function withoutOldMailboxes(settings: string): string {
  return settings
    .replace(/^(\s*)reply: true$/mu, '$1reply: false')
    .replace(/^(\s*)forward: true$/mu, '$1forward: false')
    .replace(/^(signature|locale): true$/gmu, '$1: false')
    .replace(/^\s*replyUntil:.*\n/mu, '')
    .replace(/mostSteps: \d+/u, 'mostSteps: 10000000');
}
