// The section imap-host: what it gives, and what is refused in it.

import { describe, expect, it } from '@jest/globals';
import { exampleSettings } from '../../src/settings/example.ts';
import { problemsOf, settingsOf, shown } from './migrate-yaml.ts';

const EXAMPLE = exampleSettings({ provider: 'imap-host' });

function changed(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The example has no ${from}`);
    return text.replace(from, () => to);
  }, EXAMPLE);
}

const BY_COMMAND = /  provision:\n    command:[\s\S]*?# atOnce: 1\n/u;
const byUpload = (upload: string): string => EXAMPLE.replace(BY_COMMAND, `  provision:\n    upload: ${upload}\n`);
const codesOf = (text: string): readonly string[] => problemsOf(text).map(({ code }) => code);

describe('a plain mail host', () => {
  it('is what mail programs connect to, and how mailboxes are made there', () => {
    const { mailHost, connection } = settingsOf(EXAMPLE);
    expect(mailHost).toEqual({
      imap: { host: 'imap.aozora-trading.example', port: 993, security: 'tls' },
      smtp: { host: 'smtp.aozora-trading.example', port: 465, security: 'tls' },
      login: 'address',
    });
    expect(connection).toEqual({
      provider: 'imap-host',
      provision: {
        by: 'command',
        command: { program: 'bin/make-mailbox', arguments: ['{address}', '{displayName}'] },
        timeoutMs: 60_000,
        atOnce: 1,
      },
    });
  });

  it('has the usual ports by its security', () => {
    const text = changed(
      [
        'imap: { host: imap.aozora-trading.example, port: 993, security: tls }',
        'imap: { host: IMAP.aozora-trading.example, security: starttls }',
      ],
      [
        '# pop: { host: pop.aozora-trading.example, port: 995, security: tls }',
        'pop: { host: pop.aozora-trading.example }',
      ],
    );
    expect(settingsOf(text).mailHost).toMatchObject({
      imap: { host: 'imap.aozora-trading.example', port: 143, security: 'starttls' },
      pop: { port: 995, security: 'tls' },
    });
  });

  it('may take mailboxes by upload, with its own columns in their order', () => {
    const { connection } = settingsOf(
      byUpload("{ columns: { メール: localPart, 初期PW: password, 容量: '=1024' }, encoding: cp932 }"),
    );
    expect(connection).toMatchObject({
      provision: {
        by: 'upload',
        format: {
          columns: [
            { heading: 'メール', value: 'localPart' },
            { heading: '初期PW', value: 'password' },
            { heading: '容量', value: { text: '1024' } },
          ],
          encoding: 'cp932',
          hasHeadings: true,
        },
      },
    });
  });

  it.each([
    ['a name within other text', ["'{displayName}'", "'--name={displayName}'"], 'settings.argument-in-part'],
    ['the password as an argument', ["'{displayName}'", "'{password}'"], 'settings.password-argument'],
    ['an unknown field', ["'{displayName}'", "'{displayname}'"], 'settings.unknown-field'],
    ['a batch file, which needs a shell', ['bin/make-mailbox', 'bin\\make-mailbox.CMD'], 'settings.batch-file'],
    [
      'a command and an upload',
      ['command: bin/make-mailbox', 'command: bin/make\n    upload: { columns: { a: address } }'],
      'settings.provision-one-way',
    ],
    ['neither of them', ['    command: bin/make-mailbox\n', ''], 'settings.provision-one-way'],
    ['POP as the only way in', ['  imap: {', '  pop: {'], 'settings.host-pop-only'],
    ['POP instead of IMAP', ['  login: address', '  incoming: pop3\n  login: address'], 'settings.host-pop-only'],
    ['a rename', ['mode: new-mailbox', 'mode: rename'], 'settings.host-cannot-rename'],
    ['a licence', ['# What becomes', 'licence: { default: X }\n# What becomes'], 'settings.host-without-licences'],
    ['a password in the file', ['login: address', 'login: address\n  password: hunter2-hunter2'], 'settings.secret'],
  ] as const)('refuses %s', (_, change, code) => {
    expect(codesOf(changed(change))).toContain(code);
  });

  it('uses no licence, and says so as a warning', () => {
    const text = changed(['# What becomes', 'licence: { default: X }\n# What becomes']);
    expect(settingsOf(text)).not.toHaveProperty('licence');
    expect(problemsOf(text).map(({ severity }) => severity)).toEqual(['warning']);
  });

  it('names the line and column', () => {
    const text = changed(["'{displayName}'", "'{surname}'"]);
    const line = text.split('\n').findIndex((one) => one.includes('{surname}')) + 1;
    expect(problemsOf(text).map(shown)).toEqual([`migrate.yaml:${line}:30 settings.unknown-field`]);
  });

  it('knows each column of an upload, and wants the address among them', () => {
    expect(codesOf(byUpload('{ columns: { name: displayName, pw: pasword } }')).toSorted()).toEqual([
      'settings.unknown-field',
      'settings.upload-without-address',
    ]);
  });

  it('sends notices by SMTP only', () => {
    const sending = "\nsending:\n  window: { from: '09:00', to: '17:00' }\n";
    expect(codesOf(`${EXAMPLE}${sending}`)).toEqual(['settings.smtp-missing']);
    expect(codesOf(`${EXAMPLE}${sending}  way: graph\n`)).toEqual(['settings.way-of-other-provider']);
    expect(settingsOf(`${EXAMPLE}${sending}  smtp: { host: smtp.aozora-trading.example }\n`).sending?.way).toBe('smtp');
  });
});
