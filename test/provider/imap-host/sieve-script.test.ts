// The script that stands at a mailbox: hostile texts stay texts, and only what is as we wrote it is ours.

import { describe, expect, it } from '@jest/globals';
import type { AutomaticReply } from '../../../src/model/account.ts';
import { extensionsFor, scriptOf, stateOf } from '../../../src/provider/imap-host/sieve-script.ts';

const ADDRESS = 'sato@old.example';
const REPLY: AutomaticReply = {
  isOn: true,
  subject: 'Say "hello" \\ to\\"',
  internalHtml: '',
  externalHtml: '<p>One line\n  of &lt;a&gt; text.</p>\n<p>A "quote"; redirect "evil@x.example"; \\</p>',
  endsAt: Date.UTC(2027, 4, 31, 14, 59, 59),
  audience: 'all',
};

describe('the script of an old mailbox', () => {
  it('says the reply as text, until its last second, with every quote in its place', () => {
    const lines = scriptOf(ADDRESS, {
      reply: REPLY,
      forwarding: { isOn: true, to: 'sato@new.example', keepsCopy: true },
    }).split('\r\n');
    expect(lines.slice(2)).toEqual([
      'require ["vacation", "date", "relational", "copy"];',
      'if allof (currentdate :zone "+0000" :value "le" "iso8601" "2027-05-31T14:59:59+00:00") {',
      '  vacation :days 7 :addresses ["sato@old.example"] :subject "Say \\"hello\\" \\\\ to\\\\\\"" "One line of <a> text.',
      '',
      'A \\"quote\\"; redirect \\"evil@x.example\\"; \\\\";',
      '}',
      'redirect :copy "sato@new.example";',
      '',
    ]);
  });

  it('is read back for what it is, also with the line ends of another server', () => {
    const state = { reply: REPLY };
    const script = scriptOf(ADDRESS, state);
    expect(stateOf(ADDRESS, script)).toEqual(state);
    expect(stateOf(ADDRESS, script.replaceAll('\r\n', '\n'))).toEqual(state);
  });

  it('is not ours any more when a hand has changed it, or when it never was', () => {
    const script = scriptOf(ADDRESS, { reply: REPLY });
    expect(stateOf(ADDRESS, `${script}keep;\r\n`)).toBeUndefined();
    expect(stateOf('other@old.example', script)).toBeUndefined();
    expect(stateOf(ADDRESS, 'require ["vacation"];\r\nvacation "away";\r\n')).toBeUndefined();
    expect(stateOf(ADDRESS, '# state not-base64-json\r\n')).toBeUndefined();
  });

  it('asks for no more than it needs', () => {
    expect(extensionsFor({ forwarding: { isOn: true, to: 'a@b.example', keepsCopy: false } })).toEqual([]);
    const { endsAt, ...always } = REPLY;
    expect(extensionsFor({ reply: always })).toEqual(['vacation']);
  });
});
