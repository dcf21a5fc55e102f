// The Exchange script, read as PowerShell reads it: every value stays a value, whatever is in it.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exchangeScript } from '../../../src/provider/microsoft-365/exchange-script.ts';
import type { ExchangeTask } from '../../../src/provider/microsoft-365/exchange-script.ts';
import { powerShellText } from '../../../src/model/power-shell-text.ts';
import { tokens } from './power-shell.ts';

const FORWARD: ExchangeTask = {
  kind: 'forward',
  mailbox: 'sato@old.example',
  to: 'sato@new.example',
  keepsCopy: true,
};

/** The value of an expression of texts, [char]s and plus signs. */
function valueOf(expression: string): string {
  return tokens(expression)
    .map(({ kind, value }) => {
      if (kind === 'text') return value;
      return [...value.matchAll(/\[char\](\d+)/g)].map(([, number]) => String.fromCodePoint(Number(number))).join('');
    })
    .join('');
}

describe('a PowerShell text', () => {
  it.each([
    ["O'Neil", "'O''Neil'"],
    ['O’Neil ‘x’ ‚y‛', "'O’’Neil ‘‘x’’ ‚‚y‛‛'"],
    ['$(Remove-Item x) `n', "'$(Remove-Item x) `n'"],
    ['a\r\nb', "('' + 'a' + [char]13 + [char]10 + 'b')"],
    ['', "''"],
  ])('%j is written %s', (value, written) => {
    expect(powerShellText(value)).toBe(written);
  });

  it('is read back as it was, and never breaks a line', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        "'",
        '‘',
        '’',
        '‚',
        '‛',
        '"',
        '“',
        '$',
        '`',
        '(',
        ')',
        '\n',
        '\r',
        '\0',
        '#',
        'a',
        '佐',
        '\u2028',
        ';',
      ),
    });
    fc.assert(
      fc.property(nasty, (value) => {
        const written = powerShellText(value);
        expect(valueOf(written)).toBe(value);
        expect(written).not.toMatch(/[\r\n\u2028]/);
      }),
    );
  });
});

const SIGNATURE = '<div style="x">O\'Neil\n髙橋 $(Get-Mailbox)</div>';

describe('the Exchange script', () => {
  const script = exchangeScript([
    FORWARD,
    { kind: 'forward', mailbox: "o'neil@old.example", keepsCopy: false },
    { kind: 'alias', recipient: 'info@old.example', alias: 'info@new.example' },
    { kind: 'primary', recipient: "x'; Remove-Mailbox sato; '", address: 'sales@new.example' },
    { kind: 'signature', mailbox: 'sato@new.example', html: SIGNATURE },
  ]);

  it('has a byte order mark and ends every line with CRLF', () => {
    expect(script.startsWith('\uFEFF#Requires')).toBe(true);
    expect(script.endsWith('\r\n')).toBe(true);
    expect(script.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('closes every text, comment and bracket', () => {
    const depth: string[] = [];
    const pairs: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
    for (const { kind, value } of tokens(script)) {
      if (kind !== 'code') continue;
      for (const sign of value) {
        if ('([{'.includes(sign)) depth.push(sign);
        const opening = pairs[sign];
        if (opening !== undefined) expect(depth.pop()).toBe(opening);
      }
    }
    expect(depth).toEqual([]);
  });

  it('can be tried without a change, keeps what was there, and replaces no list of addresses', () => {
    expect(script).toContain('SupportsShouldProcess = $true');
    expect(script).toContain('@{ add = ');
    expect(script).not.toMatch(/-EmailAddresses (?!\$change)/);
    const code = tokens(script).filter(({ kind }) => kind === 'code');
    expect(code.map(({ value }) => value).join(' ')).not.toMatch(/Remove-|Clear-|Invoke-Expression/);
    for (const [change, kept] of [
      ['Set-Forwarding ([string]', 'Save-Present $item'],
      ['Add-Address $recipient', 'Save-Present $item'],
      ['Set-Primary $recipient', 'Save-Present $item'],
      ['Set-Signature $id', 'Save-Signature $item'],
    ] as const) {
      const at = script.indexOf(change, script.indexOf('foreach ($item'));
      expect(script.lastIndexOf(kept, at)).toBeGreaterThan(script.lastIndexOf('ShouldProcess', at));
    }
  });

  it('sets no signature that Exchange would ignore, and none over that of its owner unless it is told to', () => {
    const part = script.slice(script.indexOf("'Signature' {"), script.indexOf("'Alias' {"));
    const order = ['$ours[$id]) -cnotcontains', '-not $Replace', 'ShouldProcess', 'Set-Signature $id'];
    expect(order.map((words) => part.indexOf(words))).toEqual(
      order.map((words) => part.indexOf(words)).toSorted((one, other) => one - other),
    );
    expect(order.every((words) => part.includes(words))).toBe(true);
    // Whether roaming signatures are on is asked once, before anybody's turn comes.
    expect(script.split('Get-OrganizationConfig).')).toHaveLength(2);
    expect(script.indexOf('Get-OrganizationConfig).')).toBeLessThan(script.indexOf('foreach ($item'));
    expect(script).toContain("if ($ignored -and $item.Task -eq 'Signature') { continue }");
  });

  it('puts back over nothing that an owner has changed since, and says of a trial that it was one', () => {
    const back = script.slice(script.indexOf('if ($Restore) {'), script.indexOf('foreach ($item'));
    for (const what of ['left: signature of', 'left: forwarding of']) {
      expect(back.indexOf(what)).toBeGreaterThan(0);
      expect(back.indexOf(what)).toBeLessThan(back.indexOf(what.replace('left', 'put back')));
    }
    expect(script.slice(script.indexOf('if ($WhatIfPreference)'))).toContain('Nothing was changed');
    // Each script remembers its own: a batch is taken back alone.
    expect(script).toContain("ChangeExtension($PSCommandPath, '.restore.csv')");
  });

  it('holds each task as one line of texts', () => {
    const work = script.split('\r\n').filter((line) => line.startsWith('  [pscustomobject]@{ Task'));
    expect(
      work.map((line) =>
        tokens(line)
          .filter(({ kind }) => kind === 'text')
          .map(({ value }) => value),
      ),
    ).toEqual([
      ['Forward', 'sato@old.example', 'sato@new.example'],
      ['Forward', "o'neil@old.example", ''],
      ['Alias', 'info@old.example', 'info@new.example'],
      ['Primary', "x'; Remove-Mailbox sato; '", 'sales@new.example'],
      // A line break is spelled as a number between texts.
      ['Signature', 'sato@new.example', '', ...SIGNATURE.split('\n')],
    ]);
    expect(work.map((line) => /KeepsCopy = (\$\w+)/.exec(line)?.[1])).toEqual([
      '$true',
      '$false',
      '$true',
      '$true',
      '$true',
    ]);
  });
});
