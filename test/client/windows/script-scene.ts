// The kit carried to a share, and a PC on which its script runs again and again.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { KitCompany, KitPerson } from '../../../src/client/kit.ts';
import { company, JOB } from '../thunderbird/scene.ts';
import { fleetFiles, outlookUser, textOf } from './fleet.ts';
import { parsed } from './power-shell/grammar.ts';
import type { Syntax } from './power-shell/grammar.ts';
import { PowerShell } from './power-shell/interpreter.ts';
import type { Ran } from './power-shell/interpreter.ts';
import { Pc } from './power-shell/pc.ts';
import type { Value } from './power-shell/values.ts';

export const OFFICE = 'HKCU:\\Software\\Microsoft\\Office\\16.0';
export const PROFILE = `newcorp-${JOB.slice(0, 8)}`;

interface Wish {
  readonly people?: readonly KitPerson[];
  readonly changes?: Partial<KitCompany>;
  readonly windows?: Partial<KitCompany['clients']['windows']>;
}

type Result = Readonly<
  Record<'status' | 'detail' | 'user' | 'hostname' | 'profile' | 'mode' | 'schema' | 'jobId' | 'sam', string>
>;

let rest: readonly [text: string, root: Syntax] | undefined;

/** What differs by company stands at the beginning; the rest is the same in all tests, and read once. */
function inPieces(script: string): readonly Syntax[] {
  const end = script.indexOf('$Ending = $null');
  const text = script.slice(end);
  if (rest?.[0] !== text) rest = [text, parsed(text)];
  return [parsed(script.slice(0, end)), rest[1]];
}

/** A PC with a profile and a signature of its own, and the kit on the share. */
export async function staged(wish: Wish = {}): Promise<Stage> {
  const stage = new Stage();
  stage.pc.setValue(`${OFFICE}\\Outlook`, { name: 'DefaultProfile', kind: 'String', value: 'Outlook' });
  stage.pc.setKey(`${OFFICE}\\Outlook\\Profiles\\Outlook`);
  stage.pc.setValue(`${OFFICE}\\Common\\MailSettings`, {
    name: 'NewSignature',
    kind: 'ExpandString',
    value: '%USERNAME%',
  });
  await stage.carryOut(wish);
  return stage;
}

export const BEFORE = {
  profile: false,
  DefaultProfile: 'Outlook',
  ZeroConfigExchange: undefined,
  NewSignature: '%USERNAME%',
  ReplySignature: undefined,
};

export class Stage {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'migrate-windows-'));
  readonly share = path.join(this.folder, 'share');
  readonly results = path.join(this.folder, 'results');
  readonly own: string;
  readonly pc: Pc;
  #script: readonly Syntax[] = [];

  constructor() {
    for (const folder of [this.share, this.results]) mkdirSync(folder);
    this.pc = new Pc(path.join(this.folder, 'pc'));
    this.own = path.join(this.folder, 'pc', 'local', 'MigrateMail', JOB);
  }

  async carryOut({ people = [outlookUser('taro')], changes = {}, windows = {} }: Wish = {}): Promise<void> {
    const { clients } = company();
    const whole = company({
      provider: 'microsoft-365',
      ...changes,
      clients: { ...clients, share: this.share, results: this.results, windows: { ...clients.windows, ...windows } },
    });
    const files = await fleetFiles(people, whole);
    for (const [name, { bytes }] of files) {
      const file = path.join(this.share, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
    this.#script = inPieces(textOf(files, 'migrate-mail.ps1'));
  }

  /** Each run is a new one of PowerShell: whatever an earlier one held is let go of. */
  run(mode: string, args: Readonly<Record<string, Value>> = {}): Ran {
    const shell = new PowerShell(this.pc, { folder: this.share, locks: new Set() });
    return shell.run(this.#script, { Mode: mode, ...args });
  }

  /** The word at the end, and the code. */
  outcome(mode: string, args: Readonly<Record<string, Value>> = {}): readonly [number, string] {
    const { exitCode, output } = this.run(mode, args);
    return [exitCode, output.at(-1)?.split(':')[0] ?? ''];
  }

  /** Those that came to the folder for results. */
  sent(): readonly Result[] {
    return readdirSync(this.results).map(
      (name) => JSON.parse(readFileSync(path.join(this.results, name), 'utf8')) as Result,
    );
  }

  kept(name: string): string {
    return readFileSync(path.join(this.own, name), 'utf8');
  }

  hasKept(name: string): boolean {
    return existsSync(path.join(this.own, name));
  }

  signatureFile(kind: 'htm' | 'txt' | 'rtf'): string {
    return path.join(this.folder, 'pc', 'roaming', 'Microsoft', 'Signatures', `${PROFILE}.${kind}`);
  }

  /** The values of the registry that the script may change. */
  settings(): Readonly<Record<string, Value | undefined>> {
    const { pc } = this;
    return {
      profile: pc.keys.has(`${OFFICE}\\Outlook\\Profiles\\${PROFILE}`.toLowerCase()),
      DefaultProfile: pc.valueOf(`${OFFICE}\\Outlook`, 'DefaultProfile'),
      ZeroConfigExchange: pc.valueOf(`${OFFICE}\\Outlook\\AutoDiscover`, 'ZeroConfigExchange'),
      NewSignature: pc.valueOf(`${OFFICE}\\Common\\MailSettings`, 'NewSignature'),
      ReplySignature: pc.valueOf(`${OFFICE}\\Common\\MailSettings`, 'ReplySignature'),
    };
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
