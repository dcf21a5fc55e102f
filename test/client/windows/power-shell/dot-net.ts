// The parts of .NET that the script uses. What is not here is not known, and a script that asks for it fails the test.

import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Pc } from './pc.ts';
import { bytes, elements, Hash, number, ScriptError, text, Thing, Unknown, Version } from './values.ts';
import type { Method, Value } from './values.ts';

/** By `type::member` in lower case, `System.` left out. Fields are methods without arguments. */
export function dotNet(pc: Pc, locks: Set<string>): ReadonlyMap<string, Method> {
  const first = (args: readonly Value[]) => text(args[0] ?? null);
  return new Map<string, Method>([
    ['io.path::combine', (args) => path.join(...args.map(text))],
    ['io.file::exists', (args) => existsSync(first(args)) && statSync(first(args)).isFile()],
    ['io.file::readallbytes', (args) => pc.readFile(first(args))],
    [
      'io.file::readalltext',
      (args) =>
        Buffer.from(pc.readFile(first(args)))
          .toString('utf8')
          .replace(/^\uFEFF/, ''),
    ],
    ['io.file::create', (args) => stream(pc, first(args))],
    ['io.file::replace', (args) => pc.move(first(args), text(args[1] ?? null))],
    ['io.file::move', (args) => pc.moveToFree(first(args), text(args[1] ?? null))],
    ['management.automation.language.nullstring::value', () => null],
    ['io.file::open', (args) => lock(args.map(text), locks)],
    ['io.fileinfo::new', (args) => fileAt(first(args))],
    ['io.directory::exists', (args) => existsSync(first(args)) && statSync(first(args)).isDirectory()],
    ['io.directory::createdirectory', (args) => directory(mkdirSync(first(args), { recursive: true }) ?? first(args))],
    ['io.directory::move', (args) => pc.moveToFree(first(args), text(args[1] ?? null))],
    ['text.encoding::ascii', () => encoding('ascii')],
    ['text.encoding::utf8', () => encoding('utf8')],
    ['text.encoding::unicode', () => encoding('utf16le')],
    ['text.utf8encoding::new', () => encoding('utf8')],
    ['security.cryptography.sha256::create', () => new Thing('SHA256', { methods: { computehash: sha256 } })],
    [
      'bitconverter::tostring',
      (args) =>
        Buffer.from(bytes(args[0] ?? null))
          .toString('hex')
          .toUpperCase()
          .replace(/..(?=.)/g, '$&-'),
    ],
    ['math::min', (args) => Math.min(number(args[0] ?? null), number(args[1] ?? null))],
    ['environment::newline', () => '\r\n'],
    ['environment::getfolderpath', () => path.join(pc.folder, 'documents')],
    ['net.dns::gethostname', () => pc.dnsName],
    [
      'security.principal.windowsidentity::getcurrent',
      () => new Thing('WindowsIdentity', { members: { issystem: () => pc.isSystem } }),
    ],
    ['diagnostics.process::getcurrentprocess', () => new Thing('Process', { members: { sessionid: () => 1 } })],
    ['globalization.cultureinfo::invariantculture', () => new Thing('CultureInfo')],
    ['datetime::now', () => new Date(pc.now)],
    ['datetime::utcnow', () => new Date(pc.now)],
    ['datetime::parseexact', (args) => wallTime(first(args))],
    [
      'datetimeoffset::utcnow',
      () => new Thing('DateTimeOffset', { methods: { tounixtimeseconds: () => Math.floor(pc.now / 1000) } }),
    ],
  ]);
}

/** Methods of texts and times. */
export function methodOf(of: Value, name: string): Method {
  if (typeof of === 'string') {
    const method = TEXT_METHODS[name];
    if (method !== undefined) return (args) => method(of, args);
  }
  if (of instanceof Date && name === 'addseconds')
    return (args) => new Date(of.getTime() + number(args[0] ?? null) * 1000);
  if (of instanceof Date && name === 'tostring') return () => of.toISOString().replace('Z', '0000Z');
  if (of instanceof Thing) {
    const method = of.methods[name];
    if (method !== undefined) return method;
  }
  if (of === null) throw new ScriptError('You cannot call a method on a null-valued expression.');
  throw new Unknown(`the method ${name} of ${text(of)}`);
}

const TEXT_METHODS: Readonly<Record<string, (of: string, args: readonly Value[]) => Value>> = {
  trim: (of) => of.trim(),
  trimstart: (of, [signs = null]) => of.replace(new RegExp(`^[${text(signs)}]+`), ''),
  tolowerinvariant: (of) => of.toLowerCase(),
  indexof: (of, [part = null]) => of.indexOf(text(part)),
  replace: (of, [part = null, by = null]) => of.replaceAll(text(part), () => text(by)),
  substring: (of, [from = null, length]) => {
    const [begin, size] = [number(from), length === undefined ? of.length - number(from) : number(length)];
    if (begin < 0 || begin + size > of.length)
      throw new ScriptError('startIndex cannot be larger than length of string.');
    return of.slice(begin, begin + size);
  },
};

/** Names of types that a value can be asked for. */
export function isOfType(value: Value, type: string): boolean {
  if (type === 'datetime') return value instanceof Date;
  if (type === 'collections.idictionary') return value instanceof Hash;
  throw new Unknown(`-is of ${type}`);
}

export function cast(type: string, value: Value): Value {
  switch (type) {
    case 'string':
      return text(value);
    case 'int':
    case 'long':
      return Math.round(number(value));
    case 'char':
      return String.fromCharCode(number(value));
    case 'byte[]':
      return bytes(value);
    case 'version':
      return new Version(text(value));
    case 'ordered':
      return value;
    default:
      throw new Unknown(`a cast to ${type}`);
  }
}

function encoding(name: 'ascii' | 'utf8' | 'utf16le'): Thing {
  const preamble = { ascii: [], utf8: [0xef, 0xbb, 0xbf], utf16le: [0xff, 0xfe] }[name];
  const decode = (content: Uint8Array) =>
    name === 'ascii'
      ? Array.from(content, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : '?')).join('')
      : Buffer.from(content).toString(name);
  return new Thing('Encoding', {
    methods: {
      getstring: (args) => decode(bytes(args[0] ?? null)),
      getbytes: (args) => new Uint8Array(Buffer.from(text(args[0] ?? null), name)),
      getpreamble: () => Uint8Array.from(preamble),
    },
  });
}

function sha256(args: readonly Value[]): Value {
  return new Uint8Array(
    createHash('sha256')
      .update(bytes(args[0] ?? null))
      .digest(),
  );
}

function lock([file = '']: readonly string[], locks: Set<string>): Thing {
  if (locks.has(file))
    throw new ScriptError('The process cannot access the file because it is being used by another process.');
  closeSync(openSync(file, 'a'));
  locks.add(file);
  return new Thing('FileStream', { methods: { dispose: () => (locks.delete(file), null) } });
}

/** What is not flushed is not on the disk yet. */
function stream(pc: Pc, file: string): Thing {
  pc.writeFile(file, new Uint8Array());
  return new Thing('FileStream', {
    methods: {
      write: ([content = null, from = null, length = null]) => {
        const written = bytes(content).subarray(number(from), number(from) + number(length));
        return pc.writeFile(file, written);
      },
      flush: ([isToDisk = null]) => (isToDisk === true ? pc.flush(file) : null),
      dispose: () => null,
    },
  });
}

export function fileAt(whole: string): Thing {
  const { size, mtime } = statSync(whole);
  return new Thing('FileInfo', {
    members: {
      fullname: () => whole,
      length: () => size,
      // A time of Node itself is of another realm than those of a test.
      lastwritetimeutc: () => new Date(mtime.getTime()),
    },
  });
}

function directory(name: string): Thing {
  return new Thing('DirectoryInfo', { members: { fullname: () => name } });
}

function wallTime(written: string): Date {
  const parts = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(written);
  if (parts === null) throw new ScriptError('String was not recognized as a valid DateTime.');
  const [year = 0, month = 1, ...rest] = elements(parts.slice(1)).map(number);
  return new Date(year, month - 1, ...(rest as [number, number, number, number]));
}
