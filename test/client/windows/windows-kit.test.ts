// The kit for Outlook on Windows: its table, its script as a text, its files. That the script does what it says is shown in windows-script.test.ts.

import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { KitPerson } from '../../../src/client/kit.ts';
import { REPORTED_STATUSES } from '../../../src/model/device-mark.ts';
import { exchangeScript } from '../../../src/provider/microsoft-365/exchange-script.ts';
import type { ExchangeTask } from '../../../src/provider/microsoft-365/exchange-script.ts';
import { company, HOSTILE_NAMES, person, user } from '../thunderbird/scene.ts';
import { COMMANDS_OF_WINDOWS } from './power-shell/commands-of-windows.ts';
import { fleetFiles, outlookUser, PC, SIGNATURE, textOf } from './fleet.ts';
import { faults, parsed, textsOf, walk } from './power-shell/grammar.ts';

const MICROSOFT = company({ provider: 'microsoft-365' });

async function script(people: readonly KitPerson[] = [outlookUser('taro')]): Promise<string> {
  return textOf(await fleetFiles(people, MICROSOFT), 'migrate-mail.ps1');
}

interface Table {
  readonly people: readonly Readonly<Record<string, unknown>>[];
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

async function table(people: readonly KitPerson[], of = MICROSOFT): Promise<Table> {
  return JSON.parse(textOf(await fleetFiles(people, of), 'clients.json')) as Table;
}

describe('the table', () => {
  it('has a row for each person and PC with Outlook, or with a mail program that nobody wrote down', async () => {
    const devices = [
      { ...PC, logon: 'CORP\\taro', clearedUntil: 1_790_000_000_999 },
      { host: 'pc-001.corp.example', client: 'outlook-new' as const },
      { host: 'ＰＣ－００２' },
      { host: 'M-1', system: 'ios' as const, client: 'ios' as const },
      { host: 'PC-3', system: 'windows' as const, client: 'thunderbird' as const },
    ];
    const { people } = await table([outlookUser('taro', { devices }), outlookUser('hanako')]);
    expect(
      people.map(({ host, old, client, logon, clearedUntil }) => [host, old, client, logon, clearedUntil]),
    ).toEqual([
      ['pc-001', 'taro@oldcorp.test', 'outlook-classic', 'CORP\\taro', 1_790_000_000],
      ['pc-002', 'taro@oldcorp.test', undefined, undefined, undefined],
      ['pc-001', 'hanako@oldcorp.test', 'outlook-classic', undefined, undefined],
    ]);
  });

  it('holds hostile names as nothing but texts, and the script holds none at all', async () => {
    const people = HOSTILE_NAMES.map((displayName, index) =>
      user(person(`p${index}`, { displayName }), {
        devices: [PC],
        signature: { html: displayName, text: displayName },
      }),
    );
    const files = await fleetFiles(people, MICROSOFT);
    const read = JSON.parse(textOf(files, 'clients.json')) as Table;
    expect(read.people.map(({ name }) => name)).toEqual(HOSTILE_NAMES);
    expect(textOf(files, 'migrate-mail.ps1').slice(1)).toMatch(/^[\x00-\x7F]*$/);
    const kept = [...files.values()].filter(({ path }) => path.startsWith('windows/signatures/'));
    const texts = kept.flatMap(({ bytes }) =>
      Object.entries(JSON.parse(Buffer.from(bytes).toString('utf8')) as Readonly<Record<string, string>>),
    );
    expect(texts.map(([name]) => name).sort()).toEqual(read.people.map(({ signature }) => String(signature)).sort());
    expect(texts.filter(([name, text]) => createHash('sha256').update(text).digest('hex') !== name)).toEqual([]);
  });

  it('is the only one that the script takes', async () => {
    const files = await fleetFiles([outlookUser('taro')], MICROSOFT);
    const sha256 = createHash('sha256').update(textOf(files, 'clients.json')).digest('hex');
    expect(textOf(files, 'migrate-mail.ps1')).toContain(`TableSha256 = '${sha256}'`);
    expect(textOf(files, 'migrate-mail.cmd')).toContain(`done-${sha256.slice(0, 16)}`);
    expect(textOf(files, 'README.txt')).toContain(sha256);
  });

  it('says to people what is left to them, in their language and by the kind of target', async () => {
    const microsoft = await table([outlookUser('taro')]);
    const host = await table([outlookUser('taro')], company());
    expect(microsoft.words['ja']?.['done']).toContain('{address} でサインイン');
    expect(host.words['ja']?.['done']).toContain('imap.newcorp.test:10993 SSL/TLS');
    expect(host.words['en']?.['done']).toContain('smtp.newcorp.test:10465 SSL/TLS');
  });
});

describe('the files', () => {
  it('are the same bytes for the same facts, and none of them is public', async () => {
    const people = ['taro', 'hanako', 'jiro'].map((local) => outlookUser(local));
    const [one, other] = [await fleetFiles(people, MICROSOFT), await fleetFiles(people, MICROSOFT)];
    expect([...one]).toEqual([...other]);
    expect([...one.values()].filter(({ isPublic }) => isPublic)).toEqual([]);
  });

  it('are none where nobody has Outlook', async () => {
    expect(await fleetFiles([outlookUser('taro', { devices: [] })], MICROSOFT)).toEqual(new Map());
  });

  it('have a signature in the three forms that Outlook keeps', async () => {
    const files = await fleetFiles([outlookUser('taro')], MICROSOFT);
    const shelf = [...files.keys()].find((path) => path.startsWith('signatures/')) ?? '';
    const [text = ''] = Object.values(JSON.parse(textOf(files, shelf)) as Readonly<Record<string, string>>);
    const forms = JSON.parse(text) as Readonly<Record<string, string>>;
    expect(forms['htm']).toContain(`<body>${SIGNATURE.html}</body>`);
    expect(forms['txt']).toBe('髙橋 𠮷子 <Sales>\r\n{営業}\r\n');
    expect(forms['rtf']).toContain(
      '\\u-25895?\\u27211? \\u-10174?\\u-8265?\\u23376? <Sales>\\par\r\n\\{\\u21942?\\u26989?\\}',
    );
  });

  it('are written as Windows reads them: BOM and CRLF, but no BOM for cmd', async () => {
    const files = await fleetFiles(
      [outlookUser('taro')],
      company({ clients: { ...MICROSOFT.clients, share: '\\\\f\\共有' } }),
    );
    for (const path of ['migrate-mail.ps1', 'README.txt', 'migrate-mail.cmd']) {
      expect(textOf(files, path)).not.toMatch(/[^\r]\n/);
    }
    expect(textOf(files, 'migrate-mail.ps1').startsWith('\uFEFF#Requires -Version 5.1\r\n')).toBe(true);
    expect(textOf(files, 'migrate-mail.ps1')).toContain("Share = '\\\\f\\共有'");
    expect(textOf(files, 'migrate-mail.cmd')).toMatch(/^@echo off\r\n[\x00-\x7F]*$/);
  });
});

describe('the script', () => {
  it('is PowerShell, and a bracket that is missing anywhere would be found', async () => {
    const text = await script();
    expect(faults(text)).toEqual([]);
    const brackets: number[] = [];
    walk(parsed(text), ({ type, at }) => {
      if (/^[{}()]$/.test(type)) brackets.push(at + 1);
    });
    expect(brackets.length).toBeGreaterThan(500);
    const some = brackets.filter((_, order) => order % 199 === 0);
    const unseen = some.filter((at) => faults(text.slice(0, at) + text.slice(at + 1)).length === 0);
    expect(unseen).toEqual([]);
  });

  it('for Exchange is PowerShell, too, whatever somebody is called', () => {
    const tasks = HOSTILE_NAMES.map((html): ExchangeTask => ({ kind: 'signature', mailbox: 'a@new.example', html }));
    expect(faults(exchangeScript(tasks))).toEqual([]);
  });

  it('calls nothing but its own functions and what Windows PowerShell 5.1 has, by full names', async () => {
    const root = parsed(await script());
    const own = textsOf(root, 'function_name');
    const called = new Set(textsOf(root, 'command_name'));
    expect([...called].filter((name) => !own.includes(name) && !COMMANDS_OF_WINDOWS.has(name))).toEqual([]);
    expect(own.filter((name) => !called.has(name))).toEqual([]);
    expect(textsOf(root, 'pipeline_chain').filter((text) => /\s(&&|\|\|)\s/.test(text))).toEqual([]);
  });

  it('sends no word that the import of results does not know', async () => {
    const text = await script();
    const words = [...text.matchAll(/(?:Stop-Run|New-Ending) \d+ '([a-z-]+)'/g)].map(([, word = '']) => word);
    const known: readonly string[] = [...REPORTED_STATUSES, 'to-do', 'waiting-other-run'];
    expect(words.length).toBeGreaterThan(20);
    expect(words.filter((word) => !known.includes(word))).toEqual([]);
  });

  it('runs no text, ends no program, deletes nothing of a person', async () => {
    const text = await script();
    expect(text).not.toMatch(
      /Invoke-Expression|\biex\b|ScriptBlock|DownloadString|Stop-Process|taskkill|\.Kill\(|-EncodedCommand/i,
    );
    expect([...text.matchAll(/Remove-\S+ [^\r]*/g)].map(([line]) => line)).toEqual([
      'Remove-ItemProperty -LiteralPath $Kept.key -Name $Kept.name',
      'Remove-Item -LiteralPath $part -Recurse -Force }',
    ]);
  });
});
