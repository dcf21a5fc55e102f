// The kit for phones: codes that an independent decoder reads, and settings for an MDM.

import { describe, expect, it } from '@jest/globals';
import { parse } from 'plist';
import type { KitCompany, KitPerson } from '../../../src/client/kit.ts';
import { androidAccount } from '../../../src/client/mobile/android-account.ts';
import { mobileKit } from '../../../src/client/mobile/mobile-kit.ts';
import { qrModules } from '../../../src/client/qr-code.ts';
import { ANDROID, companyOf, IPHONE, OUTLOOK, personOf } from '../hand-out/stage.ts';
import { readModules, readSvg } from '../read-code.ts';

const HOST = companyOf({ provider: 'imap-host' });

async function fleet(people: readonly KitPerson[], company: KitCompany): Promise<Map<string, string>> {
  const files = (await mobileKit.forFleet?.(people, company)) ?? [];
  return new Map(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]));
}

describe('the code for Thunderbird on Android', () => {
  it('holds the account as Thunderbird writes it, without a password', async () => {
    const person = personOf({ displayName: '𠮷﨑 髙志', newAddress: 'taro@aozora-trading.example' }, [ANDROID]);
    const [file] = (await mobileKit.forPerson?.(person, HOST)) ?? [];
    expect(file?.path).toBe('mobile/thunderbird-android.svg');
    expect(readSvg(Buffer.from(file?.bytes ?? []).toString())).toBe(
      '[1,[1,1],[0,"imap.aozora-trading.example",993,3,1,"taro@aozora-trading.example","taro@aozora-trading.example",""],' +
        '[[[0,"smtp.aozora-trading.example",587,2,1,"taro@aozora-trading.example",""],' +
        '["taro@aozora-trading.example","𠮷﨑 髙志"]]]]',
    );
  });

  it('signs in by OAuth at the big providers, and is only for those who use Thunderbird there', () => {
    const android = { host: 'TAB-1', system: 'android', client: 'thunderbird' } as const;
    const account: unknown = JSON.parse(androidAccount(personOf({}, [android]), companyOf()) ?? 'null');
    expect(account).toMatchObject({
      2: [0, 'outlook.office365.com', 993, 3, 6, expect.anything(), expect.anything(), ''],
    });
    expect(androidAccount(personOf({}, [ANDROID]), companyOf())).toBeUndefined();
    expect(androidAccount(personOf({}, [{ host: 'TAB-2', system: 'android' }]), HOST)).toContain('imap.aozora');
  });

  it.each(['a', 'https://move.aozora-trading.example/p/abcde-fghij-kmnpq-rstuv.mobileconfig', '髙﨑𠮷'.repeat(60)])(
    'can be read back: %s',
    (text) => {
      expect(readModules(qrModules(text))).toBe(text);
    },
  );

  it('is not read back when modules are lost', () => {
    const modules = qrModules('https://move.aozora-trading.example/').map((row, y) =>
      row.map((is, x) => is !== (x + y) % 3 > 1),
    );
    expect(readModules(modules)).toBeUndefined();
  });
});

describe('settings for an MDM', () => {
  it('are there for Outlook and Gmail at Microsoft 365', async () => {
    const files = await fleet([personOf({}, [IPHONE])], companyOf());
    expect(parse(`<plist version="1.0">${files.get('mobile/outlook-ios.xml') ?? ''}</plist>`)).toEqual({
      'com.microsoft.outlook.EmailProfile.AccountType': 'ModernAuth',
      'com.microsoft.outlook.EmailProfile.EmailAddress': '{{mail}}',
      'com.microsoft.outlook.EmailProfile.EmailUPN': '{{userprincipalname}}',
    });
    for (const [file, app] of [
      ['outlook-android', 'com.microsoft.office.outlook'],
      ['gmail-android', 'com.google.android.gm'],
    ]) {
      const told = JSON.parse(files.get(`mobile/${String(file)}.json`) ?? '') as Record<string, unknown>;
      expect(told).toMatchObject({ kind: 'androidenterprise#managedConfiguration', productId: `app:${String(app)}` });
    }
  });

  it('are a table of addresses elsewhere, in which no name is a formula', async () => {
    const files = await fleet([personOf({ displayName: '=HYPERLINK("x")' }, [ANDROID])], HOST);
    expect([...files.keys()]).toEqual(['mobile/addresses.csv', 'mobile/READ-ME.txt']);
    expect(files.get('mobile/addresses.csv')).toContain(`"'=HYPERLINK(""x"")"`);
  });

  it('are not made where nobody has a phone', async () => {
    expect((await fleet([personOf({}, [OUTLOOK])], companyOf())).size).toBe(0);
  });
});
