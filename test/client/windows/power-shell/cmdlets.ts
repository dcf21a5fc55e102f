// The cmdlets and programs that the script calls, on a stand-in for a PC. Files are real.

import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { COMMANDS_OF_WINDOWS } from './commands-of-windows.ts';
import { fileAt } from './dot-net.ts';
import { fromJson, toJson } from './json.ts';
import type { Pc } from './pc.ts';
import { elements, number, ScriptError, text, Thing, truth, Unknown } from './values.ts';
import type { Value } from './values.ts';

/** What was written behind a command: names in lower case, a switch as `true`, the rest in its order. */
export interface Arguments {
  readonly named: ReadonlyMap<string, Value>;
  readonly others: readonly Value[];
}

interface Told {
  readonly output: readonly Value[];
  /** Of a program. */
  readonly exitCode?: number;
  /** A program has written to standard error. */
  readonly hasComplained?: boolean;
}

const OF_EVERY_CMDLET = ['erroraction'];
const REGISTRY = /^hk(?:cu|lm):/i;

export function runCommand(pc: Pc, name: string, args: Arguments): Told {
  const allowed = COMMANDS_OF_WINDOWS.get(name);
  if (allowed === undefined) throw new Unknown(`the command ${name}`);
  const odd = [...args.named.keys()].filter((one) => !allowed.includes(one) && !OF_EVERY_CMDLET.includes(one));
  if (odd.length > 0) throw new Unknown(`parameters of ${name}: ${odd.join(', ')}`);
  if (name === 'whoami.exe') return whoami(pc);
  if (name === 'reg.exe') return exportKey(pc, args.others.map(text));
  return { output: cmdlet(pc, name, args) };
}

function cmdlet(pc: Pc, name: string, { named, others }: Arguments): readonly Value[] {
  const get = (parameter: string) => named.get(parameter) ?? null;
  const item = text(get('literalpath'));
  switch (name) {
    case 'Set-StrictMode':
      return [];
    case 'Write-Output':
      return others.flatMap(elements);
    case 'Start-Sleep':
      pc.now += number(get('milliseconds'));
      return [];
    case 'ConvertFrom-Json':
      return [fromJson(text(get('inputobject')))];
    case 'ConvertTo-Json':
      return [toJson(get('inputobject'), named.has('depth') ? number(get('depth')) : 2)];
    case 'Test-Path':
      return [REGISTRY.test(item) ? pc.keys.has(item.toLowerCase()) : existsSync(item)];
    case 'New-Item':
      return [newKey(pc, text(get('path')))];
    case 'Get-Item':
      return [registryKey(pc, item)];
    case 'New-ItemProperty':
      return [newValue(pc, item, named)];
    case 'Remove-ItemProperty':
      pc.change(() => pc.keys.get(item.toLowerCase())?.delete(text(get('name')).toLowerCase()));
      return [];
    case 'Get-ChildItem':
      return files(item, text(get('filter')));
    case 'Move-Item':
      pc.moveByForce(item, text(get('destination')));
      return [];
    case 'Copy-Item':
      pc.change(() => cpSync(item, text(get('destination')), { recursive: true, errorOnExist: true }));
      return [];
    case 'Remove-Item':
      pc.change(() => rmSync(item, { recursive: true }));
      return [];
    case 'Get-Process':
      return pc.outlook === 'closed' ? [] : [outlook(pc)];
    case 'Start-Process':
      pc.runCheck(elements(get('argumentlist')).map(text));
      return [new Thing('Process', { methods: { waitforexit: () => true } })];
    case 'New-Object':
      return [shell(pc, text(get('comobject')))];
    default:
      throw new Unknown(`the cmdlet ${name}`);
  }
}

function whoami(pc: Pc): Told {
  return pc.upn === undefined ? { output: [], exitCode: 1, hasComplained: true } : { output: [pc.upn], exitCode: 0 };
}

function exportKey(pc: Pc, [verb = '', key = '', file = '', flag = '']: readonly string[]): Told {
  if (verb !== 'export' || flag !== '/y') throw new Unknown(`reg ${verb} ${flag}`);
  const exitCode = pc.exportKey(key, file);
  return { output: [exitCode === 0 ? 'The operation completed successfully.' : 'ERROR: Access is denied.'], exitCode };
}

/** `New-Item -Force` empties a key that is there: the script must never do that. */
function newKey(pc: Pc, key: string): Value {
  if (pc.keys.has(key.toLowerCase())) throw new Unknown(`New-Item -Force would empty ${key}`);
  pc.change(() => pc.setKey(key));
  return new Thing('RegistryKey');
}

function newValue(pc: Pc, key: string, named: ReadonlyMap<string, Value>): Value {
  const [name, kind, value = null] = [
    text(named.get('name') ?? null),
    text(named.get('propertytype') ?? null),
    named.get('value'),
  ];
  if (!pc.keys.has(key.toLowerCase())) throw new ScriptError(`Cannot find path '${key}' because it does not exist.`);
  if (!['String', 'ExpandString', 'DWord', 'Binary'].includes(kind)) throw new ScriptError(`no kind of value: ${kind}`);
  if (kind === 'DWord') number(value);
  if (kind === 'Binary' && !(value instanceof Uint8Array)) throw new ScriptError('no bytes');
  pc.change(() => pc.setValue(key, { name, kind, value }));
  return new Thing('PSCustomObject');
}

function registryKey(pc: Pc, key: string): Value {
  const values = pc.keys.get(key.toLowerCase());
  if (values === undefined) throw new ScriptError(`Cannot find path '${key}' because it does not exist.`);
  const of = (args: readonly Value[]) => values.get(text(args[0] ?? null).toLowerCase());
  return new Thing('RegistryKey', {
    methods: {
      getvaluenames: () => [...values.values()].map(({ name }) => name),
      getvaluekind: (args) => of(args)?.kind ?? null,
      getvalue: (args) => of(args)?.value ?? null,
    },
  });
}

function files(folder: string, filter: string): readonly Value[] {
  const suffix = filter.replace(/^\*/, '').toLowerCase();
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith(suffix))
    .map(({ name }) => fileAt(path.join(folder, name)));
}

function outlook(pc: Pc): Value {
  const close = () => {
    if (pc.outlook === 'closes') pc.outlook = 'closed';
    return true;
  };
  return new Thing('Process', { members: { sessionid: () => 1 }, methods: { closemainwindow: close } });
}

function shell(pc: Pc, name: string): Value {
  if (name !== 'WScript.Shell') throw new Unknown(`the object ${name}`);
  return new Thing(name, {
    methods: {
      popup: ([words = null]) => {
        if (!truth(words)) throw new Unknown('a window without words');
        pc.shown.push(text(words));
        return pc.answer;
      },
    },
  });
}
