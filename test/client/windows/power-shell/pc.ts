// A PC with Windows as the script sees it: its registry, its windows, its programs. Files lie in a real folder; the clock is its own.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bytes, ScriptError } from './values.ts';
import type { Value } from './values.ts';

export interface RegistryValue {
  readonly name: string;
  readonly kind: string;
  readonly value: Value;
}

/** The PC was switched off: nothing of the script goes on, no `finally` either. */
export class SwitchedOff extends Error {}

interface Check {
  /** What the program writes into the folder of its reports, by file name; none where it writes nothing. */
  readonly reports: Readonly<Record<string, Uint8Array>>;
}

export class Pc {
  readonly folder: string;
  readonly env: Record<string, string>;
  /** Keys in lower case: `hkcu:\software`. */
  readonly keys = new Map<string, Map<string, RegistryValue>>();
  /** Texts of the windows that were shown. */
  readonly shown: string[] = [];
  readonly said: string[] = [];
  /** What `whoami /upn` prints; undefined: it fails with words on standard error. */
  upn: string | undefined;
  dnsName = 'PC-001';
  isSystem = false;
  outlook: 'closed' | 'closes' | 'stays' = 'closed';
  answer: -1 | 1 | 2 = 1;
  check: Check | undefined;
  isExportBroken = false;
  now = Date.UTC(2026, 10, 24, 3, 0, 0);
  /** Changes that are still made before the PC is switched off. */
  #changesLeft = Number.POSITIVE_INFINITY;
  changes = 0;
  /** Files whose bytes are not on the disk: they are empty when the PC is on again, under whatever name they lie. */
  readonly #unflushed = new Set<string>();

  constructor(folder: string) {
    this.folder = folder;
    for (const name of ['local', 'roaming', 'documents']) mkdirSync(path.join(folder, name), { recursive: true });
    this.env = {
      localappdata: path.join(folder, 'local'),
      appdata: path.join(folder, 'roaming'),
      username: 'taro',
      userdomain: 'CORP',
      computername: 'PC-001',
    };
  }

  switchOffAfter(changes: number): void {
    this.#changesLeft = changes;
  }

  /** Around every change of the disk or the registry. */
  change<Result>(make: () => Result): Result {
    if (this.#changesLeft <= 0) {
      for (const file of this.#unflushed) if (existsSync(file)) truncateSync(file);
      throw new SwitchedOff();
    }
    this.#changesLeft -= 1;
    this.changes += 1;
    return make();
  }

  setKey(key: string): Map<string, RegistryValue> {
    const parts = key.toLowerCase().split('\\');
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const name = parts.slice(0, depth).join('\\');
      if (!this.keys.has(name)) this.keys.set(name, new Map());
    }
    return this.keys.get(key.toLowerCase()) ?? new Map<string, RegistryValue>();
  }

  setValue(key: string, value: RegistryValue): void {
    this.setKey(key).set(value.name.toLowerCase(), value);
  }

  /** Undefined where it is not there. */
  valueOf(key: string, name: string): Value | undefined {
    return this.keys.get(key.toLowerCase())?.get(name.toLowerCase())?.value;
  }

  /** `reg export`: 0, or 1 with words. */
  exportKey(key: string, file: string): number {
    const branch = key.toLowerCase().replace(/^hkcu\\/, 'hkcu:\\');
    if (this.isExportBroken || !this.keys.has(branch)) return 1;
    const lines = [...this.keys].filter(([name]) => name === branch || name.startsWith(`${branch}\\`));
    this.change(() => writeFileSync(file, JSON.stringify(lines.map(([name, values]) => [name, [...values]]))));
    return 0;
  }

  runCheck(args: readonly string[]): void {
    const folder = (args[args.indexOf('/output') + 1] ?? '').replaceAll('"', '');
    if (!args.includes('/quiet') || !args.includes('/json')) throw new ScriptError('the check waits for a key');
    for (const [name, content] of Object.entries(this.check?.reports ?? {}))
      writeFileSync(path.join(folder, name), content);
  }

  writeFile(file: string, content: Value): null {
    this.change(() => writeFileSync(file, bytes(content)));
    this.#unflushed.add(file);
    return null;
  }

  flush(file: string): null {
    this.#unflushed.delete(file);
    return null;
  }

  /** In one: what was there is replaced. */
  move(from: string, to: string): null {
    this.change(() => renameSync(from, to));
    this.#unflushed.delete(to);
    if (this.#unflushed.delete(from)) this.#unflushed.add(to);
    return null;
  }

  moveToFree(from: string, to: string): null {
    if (existsSync(to)) throw new ScriptError(`Cannot create a file when that file already exists: ${to}`);
    return this.move(from, to);
  }

  /** `Move-Item -Force`: Windows PowerShell deletes what is there, and moves then. */
  moveByForce(from: string, to: string): void {
    if (existsSync(to)) this.change(() => rmSync(to));
    this.move(from, to);
  }

  readFile(file: string): Uint8Array {
    return new Uint8Array(readFileSync(file));
  }
}
