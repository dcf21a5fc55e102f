// The new account is added to a profile, and nothing of the old one is changed but the name under which it is shown.

import { describe, expect, it } from '@jest/globals';
import { addAccount, recordName, takeAway } from '../../../src/client/thunderbird/add-account.ts';
import { newAccountOf } from '../../../src/client/thunderbird/new-account.ts';
import type { NewAccount } from '../../../src/client/thunderbird/new-account.ts';
import { changePrefs, readPrefs } from '../../../src/client/thunderbird/prefs-text.ts';
import type { PrefChanges, PrefsFile } from '../../../src/client/thunderbird/prefs-text.ts';
import { company, HOSTILE_NAMES, JOB, OLD_PREFS, person, withBothSenders } from './scene.ts';

function read(text: string): PrefsFile {
  const file = readPrefs(text);
  if ('line' in file) throw new Error(`not read: ${file.line}:${file.column}`);
  return file;
}

function added(text: string, account: NewAccount): PrefsFile {
  const file = read(text);
  return read(changePrefs(file, addAccount(file.prefs, account, JOB).changes));
}

const taro = newAccountOf(person('taro'), '<p>山田 太郎<br>\n"新会社"</p>', company());

describe('a profile with an account at the old domain', () => {
  const file = added(OLD_PREFS, taro);

  it('gets the new account under the next free numbers, first and as the default one', () => {
    expect(file.prefs.get('mail.accountmanager.accounts')).toBe('account5,account1,account2,account4');
    expect(file.prefs.get('mail.accountmanager.defaultaccount')).toBe('account5');
    expect(file.prefs.get('mail.account.lastKey')).toBe(5);
    expect(file.prefs.get('mail.account.account5.server')).toBe('server6');
    expect(file.prefs.get('mail.server.server6.hostname')).toBe('imap.newcorp.test');
    expect(file.prefs.get('mail.identity.id4.useremail')).toBe('taro.new@newcorp.test');
    expect(file.prefs.get('mail.identity.id4.htmlSigText')).toBe('<p>山田 太郎<br>\n"新会社"</p>');
    expect(file.prefs.get('mail.smtpservers')).toBe('smtp1,smtp2');
  });

  it('keeps every byte of every line but the five that must change', () => {
    const lines = new Set(file.text.split('\n'));
    expect(OLD_PREFS.split('\n').filter((line) => !lines.has(line))).toEqual([
      'user_pref("mail.account.lastKey", 4);',
      'user_pref("mail.accountmanager.accounts", "account1,account2,account4");',
      'user_pref("mail.accountmanager.defaultaccount", "account1");',
      'user_pref("mail.server.server1.name", "taro \\"the boss\\" @oldcorp.test");',
      'user_pref("mail.smtpservers", "smtp1");',
    ]);
    expect(lines).toContain('user_pref("mail.server.server1.name", "(旧) taro \\"the boss\\" @oldcorp.test");');
  });

  it('is not added to twice', () => {
    const again = addAccount(file.prefs, taro, JOB);
    expect(again).toEqual({ outcome: 'before', changes: new Map(), marked: [] });
  });

  it('is as it was when the account is taken away, and gets it again when that is asked for', () => {
    const changes = takeAway(file.prefs, taro, JOB) as PrefChanges;
    const back = read(changePrefs(file, changes));
    const { prefs } = read(OLD_PREFS);
    const different = [...back.prefs].filter(([name, value]) => prefs.get(name) !== value);
    expect(different).toEqual([
      ['mail.account.lastKey', 5],
      [recordName(JOB, taro.address), 'undone'],
    ]);
    expect([...prefs.keys()].filter((name) => !back.prefs.has(name))).toEqual([]);
    expect(takeAway(back.prefs, taro, JOB)).toBeUndefined();
    expect(addAccount(back.prefs, taro, JOB).outcome).toBe('added');
  });

  it('keeps what the user has changed since, when the account is taken away', () => {
    const changed = read(
      changePrefs(
        file,
        new Map([
          ['mail.server.server1.name', 'my own name'],
          ['mail.accountmanager.defaultaccount', 'account4'],
          ['mail.identity.id3.smtpServer', 'smtp2'],
        ]),
      ),
    );
    const changes = takeAway(changed.prefs, taro, JOB) as PrefChanges;
    const back = read(changePrefs(changed, changes));
    expect(back.prefs.get('mail.server.server1.name')).toBe('my own name');
    expect(back.prefs.get('mail.accountmanager.defaultaccount')).toBe('account4');
    expect(back.prefs.get('mail.smtpservers')).toBe('smtp1,smtp2');
  });
});

describe('a profile that has the new account already', () => {
  it('gets no second one: that one becomes the default', () => {
    const byHand = `${OLD_PREFS}user_pref("mail.server.server5.hostname", "IMAP.newcorp.test");
user_pref("mail.server.server5.userName", "taro.new@newcorp.test");
`;
    const file = read(byHand);
    const { outcome, changes } = addAccount(file.prefs, taro, JOB);
    expect(outcome).toBe('found');
    expect([...changes.keys()].filter((name) => name.startsWith('mail.identity'))).toEqual([]);
    const done = read(changePrefs(file, changes));
    expect(done.prefs.get('mail.accountmanager.accounts')).toBe('account4,account1,account2');
    const back = read(changePrefs(done, takeAway(done.prefs, taro, JOB) as PrefChanges));
    expect(back.prefs.get('mail.accountmanager.accounts')).toBe('account4,account1,account2');
    expect(back.prefs.get('mail.server.server5.userName')).toBe('taro.new@newcorp.test');
  });
});

describe('a profile whose old account may send as the new address', () => {
  it('gets the account that reads the new mailbox, and the old one keeps both senders', () => {
    const file = read(withBothSenders(OLD_PREFS));
    const { outcome, changes, marked } = addAccount(file.prefs, taro, JOB);
    expect([outcome, marked]).toEqual(['added', ['(旧) taro "the boss" @oldcorp.test']]);
    const { prefs } = read(changePrefs(file, changes));
    expect(prefs.get('mail.accountmanager.accounts')).toBe('account5,account1,account2,account4');
    expect(prefs.get('mail.account.account1.identities')).toBe('id1,id9');
  });
});

describe('an empty profile', () => {
  it('gets the first account and the first server to send by', () => {
    const { prefs } = added('', taro);
    expect(prefs.get('mail.accountmanager.accounts')).toBe('account1');
    expect(prefs.get('mail.smtp.defaultserver')).toBe('smtp1');
  });
});

describe('where it signs in', () => {
  const servers = (provider: 'microsoft-365' | 'google-workspace') => {
    const { incoming, outgoing } = newAccountOf(person('taro'), undefined, { provider });
    return [incoming, outgoing].map((one) => [one.host, one.port, one.socketType, one.authMethod].join(' '));
  };

  it('is OAuth2 at Microsoft 365 and Google, a password at a mail host', () => {
    expect(servers('microsoft-365')).toEqual(['outlook.office365.com 993 3 10', 'smtp.office365.com 587 2 10']);
    expect(servers('google-workspace')).toEqual(['imap.gmail.com 993 3 10', 'smtp.gmail.com 465 3 10']);
    expect(taro.incoming).toMatchObject({ authMethod: 3, socketType: 3, userName: 'taro.new@newcorp.test' });
  });

  it('is the part before the @ where the host wants that', () => {
    const mailHost = { ...company().mailHost, login: 'local-part' } as NonNullable<
      ReturnType<typeof company>['mailHost']
    >;
    const { incoming } = newAccountOf(person('taro'), undefined, { provider: 'imap-host', mailHost });
    expect(incoming.userName).toBe('taro.new');
  });
});

describe('the text of prefs.js', () => {
  it('holds every hostile name as a name', () => {
    for (const displayName of HOSTILE_NAMES) {
      const account = newAccountOf(person('taro', { displayName }), displayName, company());
      const { prefs } = added(OLD_PREFS, account);
      expect(prefs.get('mail.identity.id4.fullName')).toBe(displayName);
      expect(prefs.get('mail.identity.id4.htmlSigText')).toBe(displayName);
      expect(prefs.has('x') || prefs.has('mail.x')).toBe(false);
    }
  });

  it('keeps the line breaks of Windows', () => {
    const windows = OLD_PREFS.replaceAll('\n', '\r\n');
    const text = added(windows, taro).text;
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it.each([
    ['cut off', 'user_pref("a", 1);\nuser_pref("b", "tex', { line: 2, column: 1 }],
    ['no setting', 'user_pref("a", 1);\nalert(1);', { line: 2, column: 1 }],
    ['not of one kind', 'user_pref("a", [1]);', { line: 1, column: 1 }],
  ])('is refused where it is %s', (_name, text, fault) => {
    expect(readPrefs(text)).toEqual(fault);
  });

  it('takes comments of all kinds, escapes, and the later of two', () => {
    const { prefs } = read(
      '\uFEFF# one\n/* two */ user_pref("a", "\\x41\\u0042\\n"); // three\npref(\'a.b\' , -5 );user_pref("a","z");',
    );
    expect([...prefs]).toEqual([
      ['a', 'z'],
      ['a.b', -5],
    ]);
  });
});
