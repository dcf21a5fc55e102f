// The section `clients`: what a right one gives, that the commented one of the example is right, and that every mistake is told at its place.

import { describe, expect, it } from '@jest/globals';
import type { ClientSettings } from '../../src/model/client-settings.ts';
import { CLIENTS_TAKEN_UP } from './clients-taken-up.ts';
import { migrateYaml, problemsOf, settingsOf, shown, whereIs } from './migrate-yaml.ts';

const SMALLEST = `helpDesk: { name: IT, telephone: 03-0000-0199 }\nswitchAt: 2026-12-01 09:00\n`;

function withClients(lines: string, ...changes: readonly (readonly [from: string, to: string])[]): string {
  return `${migrateYaml(...changes)}clients:\n${lines.replace(/^(?=.)/gm, '  ')}`;
}

function clientsOf(lines: string, ...changes: readonly (readonly [from: string, to: string])[]): ClientSettings {
  const { clients } = settingsOf(withClients(lines, ...changes));
  if (clients === undefined) throw new Error('The settings have no section clients.');
  return clients;
}

/** With everything that it only proposes as well. */
const ALL_TAKEN_UP = CLIENTS_TAKEN_UP.replace(/^( {2,})# (?=\w+: )/gm, '$1');

describe('a right section', () => {
  it('needs a help desk and a moment, in the zone of the company', () => {
    expect(clientsOf(SMALLEST)).toEqual({
      helpDesk: { name: 'IT', telephone: '03-0000-0199' },
      switchAt: Date.UTC(2026, 11, 1, 0, 0),
      windows: { closeWithinMs: 300_000 },
      apple: { identifier: 'example.aozora-trading.mail' },
    });
    const inBerlin = clientsOf(SMALLEST, ['timeZone: Asia/Tokyo', 'timeZone: Europe/Berlin']);
    expect(inBerlin.switchAt).toBe(Date.UTC(2026, 11, 1, 8, 0));
    expect(settingsOf(migrateYaml())).not.toHaveProperty('clients');
  });

  it('is in the example, commented out', () => {
    expect(problemsOf(`${migrateYaml()}${CLIENTS_TAKEN_UP}`)).toEqual([]);
    const { clients } = settingsOf(`${migrateYaml()}${ALL_TAKEN_UP}`);
    expect(clients).toEqual({
      helpDesk: { name: '情報システム課', telephone: '03-0000-0199' },
      switchAt: Date.UTC(2026, 11, 1, 0, 0),
      share: '\\\\files.aozora-shoji.example\\migrate',
      results: '\\\\files.aozora-shoji.example\\migrate-results',
      publishAt: 'https://move.aozora-trading.example/',
      note: {
        ja: '12月1日の朝は、1階の会議室に担当者がおります。',
        en: 'On the morning of 1 December somebody is in room 101.',
      },
      windows: {
        closeWithinMs: 300_000,
        scanner: { file: '\\\\files.aozora-shoji.example\\migrate\\emocheck.exe', validForMs: 24 * 3_600_000 },
      },
      apple: {
        identifier: 'example.aozora-trading.mail',
        sign: { file: 'keys/profiles.p12', passwordVariable: 'MIGRATE_PROFILE_PASSWORD' },
      },
      intune: { group: 'Move-Everyone' },
    });
  });

  it('has one form of every folder and address, and the hours of evidence where none are said', () => {
    const clients = clientsOf(
      `${SMALLEST}share: 'M:\\kits\\'\nresults: /srv/results//\npublishAt: https://move.aozora-trading.example/a\n` +
        `windows: { scanner: { file: 'M:\\emocheck.exe' } }\n`,
    );
    expect(clients).toMatchObject({
      share: 'M:\\kits',
      results: '/srv/results',
      publishAt: 'https://move.aozora-trading.example/a/',
      windows: { scanner: { validForMs: 72 * 3_600_000 } },
    });
  });
});

describe('a mistake', () => {
  it.each([
    ['a day without a time', SMALLEST.replace('2026-12-01 09:00', '2026-12-07'), 'settings.moment', '2026-12-07\n'],
    ['a day that is none', SMALLEST.replace('12-01', '02-30'), 'settings.moment', '2026-02-30 09'],
    ['a folder beside nothing', `${SMALLEST}share: kits\n`, 'settings.client-folder', 'kits\n'],
    ['a command in a folder', `${SMALLEST}share: 'C:\\a & calc'\n`, 'settings.client-folder', "'C:\\a & calc'"],
    ['a variable in a folder', `${SMALLEST}results: 'C:\\%TEMP%'\n`, 'settings.client-folder', "'C:\\%TEMP%'"],
    ['plain http', `${SMALLEST}publishAt: http://a.example/\n`, 'settings.publish-at', 'http://a.example/'],
    ['a query', `${SMALLEST}publishAt: https://a.example/?x\n`, 'settings.publish-at', 'https://a.example/?x'],
    [
      'a password of nothing',
      `${SMALLEST}apple: { passwordVariable: A }\n`,
      'settings.profile-password-without-file',
      'A }',
    ],
  ])('is told at its place: %s', (_, ...[lines, code, word]) => {
    const text = withClients(lines);
    expect(problemsOf(text).map(shown)).toEqual([`${whereIs(text, word)} ${code}`]);
  });

  it('is a batch with the name of the one that is for all mail programs', () => {
    const text = withClients(SMALLEST, ['- name: everyone', '- name: Kits']);
    expect(problemsOf(text).map(shown)).toEqual([`${whereIs(text, 'Kits')} settings.batch-of-kits`]);
  });

  it('is Intune at another provider', () => {
    const google = ['provider: microsoft-365', 'provider: google-workspace'] as const;
    const text = withClients(`${SMALLEST}intune: { group: A }\n`, google);
    expect(problemsOf(text).map(shown)).toEqual([`${whereIs(text, '{ group: A }')} settings.intune-needs-microsoft`]);
    expect(problemsOf(withClients(`${SMALLEST}intune: { group: A }\n`))).toEqual([]);
  });

  it('may be another day than the one that partners are told: a warning', () => {
    const text = withClients(SMALLEST.replace('12-01', '12-02'));
    expect(problemsOf(text).map(({ code, severity }) => [code, severity])).toEqual([
      ['settings.switch-days-differ', 'warning'],
    ]);
  });
});
