// The section `sending`: what a right one gives, that the commented one of the example is right, and that every mistake is told at its place.

import { describe, expect, it } from '@jest/globals';
import { exampleSending } from '../../src/settings/example-sending.ts';
import type { SendingSettings } from '../../src/model/settings.ts';
import { migrateYaml, problemsOf, settingsOf, shown, whereIs } from './migrate-yaml.ts';

const MICROSOFT = 'provider: microsoft-365';

/** The example with this section; one level of indentation is given. */
function withSending(lines: string, ...changes: readonly (readonly [from: string, to: string])[]): string {
  return `${migrateYaml(...changes)}sending:\n${lines.replace(/^(?=.)/gm, '  ')}`;
}

function sendingOf(lines: string): SendingSettings {
  const { sending } = settingsOf(withSending(lines));
  if (sending === undefined) throw new Error('The settings have no section sending.');
  return sending;
}

/** As an administrator takes it up: one `# ` off every line. */
const TAKEN_UP = exampleSending()
  .split('\n')
  .slice(1)
  .map((line) => line.replace(/^# ?/, ''))
  .join('\n');

/** With everything that it only proposes as well. */
const ALL_TAKEN_UP = TAKEN_UP.replace('  notices: [change]\n', '').replace(/^ {2}# (?=\w+:| {2})/gm, '  ');

describe('a right section', () => {
  it('may be empty: a slow ramp within office hours, through the provider', () => {
    const sending = settingsOf(`${migrateYaml()}sending: {}\n`).sending;
    expect(sending).toEqual({
      notices: [{ name: 'change' }],
      pointer: 'old-address',
      way: 'graph',
      window: { from: '09:00', to: '17:00', weekdays: [1, 2, 3, 4, 5], holidays: [] },
      ramp: [20, 40, 60, 90, 130, 180, 250, 350, 500],
      perOperatorHour: 60,
      isTrial: false,
      mostBounces: 0.05,
      dkimSelectors: [],
      statements: [],
    });
    const google = settingsOf(`${migrateYaml([MICROSOFT, 'provider: google-workspace'])}sending: {}\n`).sending;
    expect(google?.way).toBe('gmail');
    expect(settingsOf(migrateYaml())).not.toHaveProperty('sending');
  });

  it('is in the example, commented out', () => {
    expect(problemsOf(`${migrateYaml()}${TAKEN_UP}`)).toEqual([]);
    expect(settingsOf(`${migrateYaml()}${TAKEN_UP}`).sending).toMatchObject({
      notices: [{ name: 'change' }],
      way: 'graph',
      mostBounces: 0.05,
    });
    expect(problemsOf(`${migrateYaml()}${ALL_TAKEN_UP}`)).toEqual([]);
    expect(settingsOf(`${migrateYaml()}${ALL_TAKEN_UP}`).sending).toMatchObject({
      isAutoSubmitted: true,
      way: 'smtp',
      smtp: { connections: 2, archive: { imap: { port: 993 } } },
      isTrial: true,
      statements: [{ isCorrected: false }],
    });
  });

  it('names a mail server, its ports by themselves, and secrets by their variables', () => {
    const { smtp, way } = sendingOf(
      [
        'way: smtp',
        'smtp:',
        '  host: smtp.aozora-trading.example',
        '  signIn: { user: a, variable: SMTP }',
        '  limits: { perMinute: 30 }',
        '  dkim: { domain: Aozora-Trading.example, selector: mail2026, keyFile: keys/dkim.pem }',
        '  archive:',
        '    address: Archive@aozora-trading.example',
        '    imap: { host: 127.0.0.1, security: none, user: a, variable: IMAP }',
        '',
      ].join('\n'),
    );
    expect(way).toBe('smtp');
    expect(smtp).toEqual({
      host: 'smtp.aozora-trading.example',
      port: 587,
      security: 'starttls',
      sign: { user: 'a', with: 'password', variable: 'SMTP' },
      connections: 2,
      limits: { perMinute: 30 },
      dkim: { domain: 'aozora-trading.example', selector: 'mail2026', keyFile: 'keys/dkim.pem' },
      archive: {
        address: 'archive@aozora-trading.example',
        imap: { host: '127.0.0.1', port: 143, security: 'none', user: 'a', variable: 'IMAP', folder: 'INBOX' },
      },
    });
  });

  it('sends at any hour where the whole week is named, and a correction to the readers of what it corrects', () => {
    const week = '[sunday, monday, tuesday, wednesday, thursday, friday, saturday]';
    const sending = sendingOf(
      `notices: [change, correction]\ncorrections: { correction: change }\nwindow: { from: '00:00', to: '24:00', weekdays: ${week} }\n`,
    );
    expect(sending).not.toHaveProperty('window');
    expect(sending.notices).toEqual([{ name: 'change' }, { name: 'correction', toReadersOf: 'change' }]);
  });
});

describe('a wrong section', () => {
  it('tells all of its mistakes at once, each at its place', () => {
    const text = withSending(
      [
        'notices: [change, change]',
        'corrections: { correction: correction }',
        'way: gmail',
        'smtp:',
        '  host: mail.localhost.example',
        '  security: none',
        '  dkim: { domain: aozora-shoji.example, selector: mail2026, keyFile: keys/dkim.pem }',
        'sender: { name: 総務部, address: info@aozora-shoji.example }',
        "window: { from: '17:00', to: '09:00' }",
        '',
      ].join('\n'),
      ['name: everyone', 'name: Ｎotices'],
    );
    const at = (word: string, code: string) => `${whereIs(text, word)} settings.${code}`;
    expect(problemsOf(text).map(shown)).toEqual([
      at('Ｎotices', 'batch-reserved'),
      at('change]\n  corrections', 'notice-twice'),
      at('correction }', 'correction-of-itself'),
      at('correction }', 'correction-unlisted'),
      at('gmail\n', 'way-of-other-provider'),
      at('none\n    dkim', 'not-encrypted'),
      at('aozora-shoji.example, selector', 'dkim-outside'),
      at('info@aozora-shoji', 'sender-outside'),
      at("'09:00' }", 'window-empty'),
    ]);
  });

  it.each([
    ['smtp without its section', 'way: smtp\n', 'smtp\n', 'smtp-missing'],
    ['an hour with one digit', "window: { from: '9:00' }\n", "'9:00'", 'time-of-day'],
    ['an end that comes before the usual beginning', "window: { to: '08:00' }\n", "'08:00'", 'window-empty'],
    ['a beginning after the usual end', "window: { from: '18:00' }\n", "'18:00'", 'window-empty'],
    ['a holiday that is in no calendar', 'window: { holidays: [2026-02-30] }\n', '2026-02-30', 'date'],
    ['a weekday that does not exist', 'window: { weekdays: [munday] }\n', 'munday', 'not-one-of'],
    ['no weekday', 'window: { weekdays: [] }\n', '[] }', 'blank'],
    ['an empty ramp', 'ramp: []\n', '[]\n', 'blank'],
    ['a ramp below nothing', 'ramp: [20, -1]\n', '-1', 'out-of-range'],
    ['bounces in percent', 'mostBounces: 5\n', '5\n', 'out-of-range'],
    [
      'an archive that nobody can look into',
      'smtp: { host: a.example, archive: { address: a@b.example } }\n',
      'archive:',
      'missing',
    ],
    ['a server with its port', 'smtp: { host: "a.example:25" }\n', '"a.example:25"', 'host'],
    ['a DNS server by its name', 'dnsServers: [ns.example]\n', 'ns.example', 'dns-server'],
    ['a selector with a path', 'dkimSelectors: [a/b]\n', 'a/b', 'selector'],
    ['a notice with a path', 'notices: [../change]\n', '../change', 'format'],
  ])('%s', (...[, lines, word, code]) => {
    const text = withSending(lines);
    const section = text.indexOf('sending:\n', text.indexOf('limits:'));
    const place = whereIs(`${text.slice(0, section).replace(/[^\n]/g, ' ')}${text.slice(section)}`, word);
    expect(problemsOf(text).map(shown)).toEqual([`${place} settings.${code}`]);
  });

  it('a password in the place of a variable is not repeated', () => {
    const text = withSending('smtp: { host: a.example, signIn: { user: a, variable: hunter2-hunter2 } }\n');
    const said = problemsOf(text);
    expect(said.map(({ code }) => code)).toEqual(['settings.variable']);
    expect(JSON.stringify(said)).not.toContain('hunter2');
  });
});
