// migrate.cfg does what the patch of a profile does: both are run on the same profiles, and the settings compared.

import { describe, expect, it } from '@jest/globals';
import type { KitPerson } from '../../../src/client/kit.ts';
import { addAccount, recordName } from '../../../src/client/thunderbird/add-account.ts';
import { newAccountOf } from '../../../src/client/thunderbird/new-account.ts';
import { changePrefs, readPrefs } from '../../../src/client/thunderbird/prefs-text.ts';
import type { Prefs, PrefValue } from '../../../src/client/thunderbird/prefs-text.ts';
import { thunderbirdKit } from '../../../src/client/thunderbird/thunderbird-kit.ts';
import { runScript } from './run-script.ts';
import { company, HOSTILE_NAMES, JOB, OLD_PREFS, person, user, withBothSenders } from './scene.ts';

const COPIED = { MIGRATE_THUNDERBIRD_COPIED: JOB };

async function filesFor(people: readonly KitPerson[]): Promise<Readonly<Record<string, string>>> {
  const files = (await thunderbirdKit.forFleet?.(people, company())) ?? [];
  return Object.fromEntries(files.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
}

function prefsOf(text: string): Map<string, PrefValue> {
  const file = readPrefs(text);
  if ('line' in file) throw new Error('not read');
  return new Map(file.prefs);
}

interface Start {
  readonly text?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

async function started(
  people: readonly KitPerson[],
  { text = OLD_PREFS, environment = COPIED }: Start = {},
): Promise<Map<string, PrefValue>> {
  const prefs = prefsOf(text);
  runScript((await filesFor(people))['thunderbird/migrate.cfg'] ?? '', { prefs, environment });
  return prefs;
}

function patched(text: string, one: KitPerson): Prefs {
  const file = readPrefs(text);
  if ('line' in file) throw new Error('not read');
  const account = newAccountOf(one.person, one.signature?.html, company());
  return prefsOf(changePrefs(file, addAccount(file.prefs, account, JOB).changes));
}

describe('migrate.cfg', () => {
  it('makes the settings that the patch makes, on a profile in use and on an empty one', async () => {
    const taro = user(person('taro'), { signature: { html: '<b>山田</b>', text: '山田' } });
    const others = [user(person('hanako')), user(person('jiro'))];
    expect(await started([taro, ...others])).toEqual(patched(OLD_PREFS, taro));
    const environment = { USERNAME: 'TARO', COMPUTERNAME: 'PC-001' };
    expect(await started([taro, ...others], { text: '', environment })).toEqual(patched('', taro));
    const text = withBothSenders(OLD_PREFS);
    expect(await started([taro, ...others], { text })).toEqual(patched(text, taro));
  });

  it('holds every hostile name as a name, in a file of ASCII alone', async () => {
    for (const displayName of HOSTILE_NAMES) {
      const one = user(person('taro', { displayName }), { signature: { html: displayName, text: '' } });
      const files = await filesFor([one]);
      expect(files['thunderbird/migrate.cfg']).toMatch(/^\/\/[\n\x20-\x7e]*$/);
      expect(await started([one])).toEqual(patched(OLD_PREFS, one));
    }
  });

  it('adds nothing before the profile was copied, twice, or on a computer that is not cleared', async () => {
    const taro = user(person('taro'));
    const before = prefsOf(OLD_PREFS);
    expect(await started([taro], { environment: {} })).toEqual(before);
    expect(await started([taro], { environment: { MIGRATE_THUNDERBIRD_COPIED: 'another' } })).toEqual(before);
    expect(await started([taro], { environment: { ...COPIED, COMPUTERNAME: 'PC-002' } })).toEqual(before);
    const late = user(person('taro'), { devices: [{ host: 'PC-001', client: 'thunderbird', clearedUntil: 1 }] });
    expect(await started([late])).toEqual(before);
    const prefs = await started([taro]);
    const once = new Map(prefs);
    runScript((await filesFor([taro]))['thunderbird/migrate.cfg'] ?? '', { prefs, environment: COPIED });
    expect(prefs).toEqual(once);
  });

  it('tells people by the old address in the profile, and by their logon only where there is none and it is one person’s', async () => {
    const taro = user(person('taro'));
    const other = user(
      person('taro', { key: 'taro@second.test', oldAddress: 'taro@second.test', newAddress: 'taro2@newcorp.test' }),
    );
    const environment = { ...COPIED, USERNAME: 'hanako', COMPUTERNAME: 'pc-001' };
    const prefs = await started([taro, other, user(person('hanako'))], { environment });
    expect([...prefs.keys()].filter((name) => name.startsWith('migrate.'))).toEqual([
      recordName(JOB, 'taro.new@newcorp.test'),
    ]);
    const empty = await started([taro, other], { text: '', environment: { USERNAME: 'taro', COMPUTERNAME: 'PC-001' } });
    expect(empty.size).toBe(0);
  });

  it('believes the logon of the device list', async () => {
    const taro = user(person('taro'), {
      devices: [{ host: 'PC-001', client: 'thunderbird', logon: 'CORP\\t.yamada' }],
    });
    const prefs = await started([taro], { text: '', environment: { USERNAME: 'T.Yamada', COMPUTERNAME: 'PC-001' } });
    expect(prefs.get('mail.identity.id1.useremail')).toBe('taro.new@newcorp.test');
    const local = await started([taro], { text: '', environment: { USERNAME: 'taro', COMPUTERNAME: 'PC-001' } });
    expect(local.size).toBe(0);
  });

  it('takes the account away again, and never adds it anew', async () => {
    const taro = user(person('taro'));
    const prefs = await started([taro]);
    const files = await filesFor([taro]);
    runScript(files['thunderbird/undo/migrate.cfg'] ?? '', { prefs, environment: {} });
    expect(prefs.get('mail.accountmanager.accounts')).toBe('account1,account2,account4');
    expect(prefs.get('mail.accountmanager.defaultaccount')).toBe('account1');
    expect(prefs.get('mail.server.server1.name')).toBe('taro "the boss" @oldcorp.test');
    const undone = new Map(prefs);
    runScript(files['thunderbird/migrate.cfg'] ?? '', { prefs, environment: COPIED });
    expect(prefs).toEqual(undone);
  });
});

describe('the kit', () => {
  it('has the same bytes for the same facts, and nothing for those who use another program', async () => {
    const people = [
      user(person('taro')),
      user(person('hanako'), { devices: [{ host: 'PC-9', client: 'outlook-new' }] }),
      // A phone that is cleared clears no PC, and a computer that is no Windows PC has no name here.
      user(person('jiro'), { devices: [{ host: 'M-1', client: 'thunderbird', system: 'android' }] }),
    ];
    const files = await filesFor(people);
    expect(files).toEqual(await filesFor(people));
    expect(files['thunderbird/migrate.cfg']).not.toMatch(/hanako|jiro/);
    expect(Object.keys(await filesFor(people.slice(1)))).toEqual([]);
  });

  it('has a script of ASCII and Windows line breaks that copies the profiles', async () => {
    const script = (await filesFor([user(person('taro'))]))['thunderbird/thunderbird-copy.cmd'] ?? '';
    expect(script.replaceAll('\r\n', '')).toMatch(/^[\x20-\x7e]+$/);
    expect(script).toContain(`Thunderbird-before-${JOB}`);
  });
});
