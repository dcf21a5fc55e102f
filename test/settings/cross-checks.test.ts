// What is wrong only when two settings are seen together.

import { describe, expect, it } from '@jest/globals';
import { migrateYaml, problemsOf, settingsOf, shown, whereIs } from './migrate-yaml.ts';

describe('settings that contradict each other', () => {
  it('the new domain among the old ones, however it is written', () => {
    const text = migrateYaml(['[aozora-shoji.example]', '[aozora-shoji.example, ＡＯＺＯＲＡ-trading.example]']);
    expect(problemsOf(text).map(shown)).toEqual([`${whereIs(text, 'ＡＯＺＯＲＡ')} settings.new-domain-is-old`]);
  });

  it('an old domain twice', () => {
    const text = migrateYaml(['[aozora-shoji.example]', '[aozora-shoji.example, Aozora-Shoji.example]']);
    expect(problemsOf(text).map(shown)).toEqual([`${whereIs(text, 'Aozora-Shoji')} settings.domain-twice`]);
  });

  it('a batch twice, even where another batch has a mistake of its own', () => {
    const text = migrateYaml(
      ['name: everyone', 'name: ＳＡＬＥＳ'],
      ['failureThreshold: 0\n', 'failureThreshold: 2\n'],
    );
    expect(problemsOf(text).map(shown)).toEqual([
      `${whereIs(text, '2\n  - name: sales')} settings.out-of-range`,
      `${whereIs(text, 'ＳＡＬＥＳ')} settings.batch-twice`,
    ]);
  });

  it('an alias of the old address in a new mailbox: the old mailbox keeps it', () => {
    const text = migrateYaml(['alias: false', 'alias: true']);
    const [problem] = problemsOf(text);
    expect(problem).toMatchObject({ code: 'settings.alias-needs-rename', severity: 'error' });
    expect(problem?.why).toContain('one mailbox only');
  });

  it('forwarding where there is one mailbox only', () => {
    const text = migrateYaml(
      ['mode: new-mailbox', 'mode: rename'],
      ['forward: false', 'forward: true'],
      ['alias: false', 'alias: true'],
    );
    expect(problemsOf(text).map(({ code }) => code)).toEqual([
      'settings.forward-needs-new-mailbox',
      'settings.reply-to-all',
    ]);
  });

  it('a default licence that is not allowed', () => {
    const text = migrateYaml(['# allowed: [SPE_E3]', 'allowed: [SPE_E5, STANDARDPACK]']);
    expect(problemsOf(text).map(shown)).toEqual([`${whereIs(text, 'SPE_E3')} settings.licence-not-allowed`]);
  });

  it('a last day without a reply', () => {
    const text = migrateYaml(['  reply: true\n', '']);
    expect(problemsOf(text).map(shown)).toEqual([`${whereIs(text, '2027-05-31')} settings.until-without-reply`]);
  });

  it('a provider without its section', () => {
    const text = migrateYaml(['microsoft-365:\n', 'unused:\n']);
    expect(problemsOf(text).map(shown)).toEqual([
      `${whereIs(text, 'microsoft-365\n')} settings.section-missing`,
      `${whereIs(text, 'unused')} settings.unknown-key`,
    ]);
  });

  it('two fields mapped to one heading', () => {
    const text = migrateYaml(['  # columns:', '  columns: { department: 所属, title: ＡＢ, phone: ab }\n  # columns:']);
    expect(problemsOf(text).map(shown)).toEqual([`${whereIs(text, 'ab }')} settings.column-twice`]);
  });

  it('two fields of the partner list mapped to one heading', () => {
    const text = migrateYaml([
      '  # columns:',
      '  partnerColumns: { company: 相手, name: ＡＢ, title: ab }\n  # columns:',
    ]);
    expect(problemsOf(text).map(shown)).toEqual([`${whereIs(text, 'ab }')} settings.column-twice`]);
  });
});

describe('settings that only deserve a warning', () => {
  it('a rename keeps the old address as an alias, whatever the file says', () => {
    const text = migrateYaml(['mode: new-mailbox', 'mode: rename'], ['  reply: true\n  replyUntil: 2027-05-31\n', '']);
    expect(problemsOf(text)).toMatchObject([{ code: 'settings.alias-stays', severity: 'warning' }]);
    expect(settingsOf(text).oldAddress).toEqual({ alias: true, forward: false, reply: false });
  });

  it('a new domain below a burned one', () => {
    const text = migrateYaml(['new: aozora-trading.example', 'new: mail.aozora-shoji.example']);
    expect(problemsOf(text)).toMatchObject([{ code: 'settings.new-domain-below-old', severity: 'warning' }]);
  });
});

describe('the partner list', () => {
  it('is where migrate.yaml says, under headings of its own, or where it is looked for', () => {
    const text = migrateYaml([
      '  # columns:',
      '  partners: partners.csv\n  suppress: never.csv\n  partnerColumns: { contacts: 弊社の人 }\n  # columns:',
    ]);
    expect(settingsOf(text).lists).toEqual({
      staff: 'data/staff.csv',
      columns: {},
      partners: 'partners.csv',
      partnerColumns: { contacts: '弊社の人' },
      suppress: 'never.csv',
    });
    expect(settingsOf(migrateYaml()).lists).toEqual({ staff: 'data/staff.csv', columns: {} });
  });
});
