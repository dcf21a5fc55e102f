// The hand-out: what stands on it, that its text can be taken out again, that its codes can be read, and what it does with hostile names.

import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { isKitPath } from '../../../src/client/kit-folder.ts';
import { handOutKit } from '../../../src/client/hand-out/hand-out-kit.ts';
import { sheetFor } from '../../../src/client/hand-out/sheet-for.ts';
import type { KitCompany, KitFile, KitPerson } from '../../../src/client/kit.ts';
import { MAIL_CLIENTS } from '../../../src/model/device.ts';
import type { Language } from '../../../src/model/person.ts';
import { installed, notInstalled, unless } from '../../installed.ts';
import { ANDROID, BECKY, companyOf, IPHONE, MAC, OUTLOOK, personOf, THUNDERBIRD } from './stage.ts';

async function filesOf(person: KitPerson, company: KitCompany = companyOf()): Promise<Map<string, KitFile>> {
  const files = (await handOutKit.forPerson?.(person, company)) ?? [];
  return new Map(files.map((file) => [file.path, file]));
}

async function pdfOf(person: KitPerson, company?: KitCompany): Promise<Uint8Array> {
  return (await filesOf(person, company)).get('hand-out/hand-out.pdf')?.bytes ?? new Uint8Array();
}

async function htmlOf(person: KitPerson, company?: KitCompany): Promise<string> {
  const bytes = (await filesOf(person, company)).get('hand-out/hand-out.html')?.bytes;
  return Buffer.from(bytes ?? []).toString();
}

/** By a reader that shares no code with what wrote it; without the ends of lines. */
async function textOf(pdf: Uint8Array): Promise<{ pages: number; text: string }> {
  const { text, totalPages } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  return { pages: totalPages, text: text.replaceAll('\n', '') };
}

const EVERY_CLIENT = MAIL_CLIENTS.map((client, index) => ({
  host: `PC-${index}`,
  client,
  ...(client === 'becky' ? { protocol: 'pop' as const } : {}),
}));

describe('the hand-out of a person', () => {
  it('says who, what and when, and its text can be taken out of the PDF with 髙, 﨑 and 𠮷 intact', async () => {
    const person = personOf({ displayName: '𠮷﨑 髙志', department: '営業本部 第一営業課' }, [OUTLOOK]);
    const { text, pages } = await textOf(await pdfOf(person));
    expect(pages).toBe(1);
    for (const words of [
      '𠮷﨑 髙志 様',
      '営業本部 第一営業課',
      'yamazaki@aozora-shoji.example',
      'takashi.yamazaki@aozora-trading.example',
      '2026年12月1日（火） 9:00',
      '03-0000-0199',
      'PC-001',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('is in the language of the person', async () => {
    const { text } = await textOf(await pdfOf(personOf({ language: 'en', displayName: 'Anna Weber' }, [IPHONE])));
    expect(text).toContain('Your new e-mail address');
    expect(text).toContain('Tuesday, 1 December 2026, 09:00 (Asia/Tokyo)');
  });

  it.each(['microsoft-365', 'google-workspace', 'imap-host'] as const)(
    'has steps for every mail program at %s, in both languages, and never more than two pages',
    async (provider) => {
      for (const language of ['ja', 'en'] as const satisfies Language[]) {
        const company = companyOf({ provider });
        const html = await htmlOf(personOf({ language }, EVERY_CLIENT), company);
        for (const { host } of EVERY_CLIENT) expect(html).toContain(host);
        const { pages } = await textOf(await pdfOf(personOf({ language }, EVERY_CLIENT), company));
        expect(pages).toBeLessThanOrEqual(2);
      }
    },
  );

  it('says of every mail program that nothing is done before the switch', () => {
    for (const provider of ['microsoft-365', 'google-workspace', 'imap-host'] as const)
      for (const mode of ['new-mailbox', 'rename'] as const)
        for (const [language, words] of [['ja', /切り替え/] as const, ['en', /switch/] as const]) {
          const { list } = sheetFor(personOf({ language }, EVERY_CLIENT), companyOf({ provider, mode })).devices;
          const opening = list.map(({ name, byItself, steps: [first] }) => [name, `${byItself ?? ''} ${first}`]);
          expect(opening.filter(([, sentence = '']) => !words.test(sentence))).toEqual([]);
          // Whoever reads line by line calls in time.
          const late = list.filter(({ steps }) =>
            steps.slice(2).some((step) => /切り替えの前に|before the switch/.test(step)),
          );
          expect(late.map(({ name }) => name)).toEqual([]);
        }
  });

  it('has the words of the company itself, in the language of the person', async () => {
    const { clients, ...company } = companyOf();
    const own = {
      ...company,
      clients: { ...clients, note: { ja: '一階の会議室へどうぞ <b>', en: 'Come to room 101.' } },
    };
    const html = await htmlOf(personOf({}, [OUTLOOK]), own);
    expect(html).toContain('一階の会議室へどうぞ &lt;b&gt;');
    expect(html).not.toContain('room 101');
    expect((await textOf(await pdfOf(personOf({ language: 'en' }, [OUTLOOK]), own))).text).toContain(
      'Come to room 101.',
    );
  });

  it('tells the servers of a plain mail host once, POP only to those who use it', async () => {
    const pop = { host: 'pop.aozora-trading.example', port: 995, security: 'tls' } as const;
    const company = companyOf({ provider: 'imap-host' });
    const withPop = { ...company, ...(company.mailHost && { mailHost: { ...company.mailHost, pop } }) };
    const html = await htmlOf(personOf({}, [BECKY, { host: 'PC-7', client: 'shuriken' }]), withPop);
    expect(html.split('imap.aozora-trading.example')).toHaveLength(2);
    expect(html).toContain(pop.host);
    expect(await htmlOf(personOf({}, [{ host: 'PC-7', client: 'shuriken' }]), withPop)).not.toContain(pop.host);
  });

  it('goes by the system where the list does not say the program: phones have theirs, a PC may have Outlook', async () => {
    const html = await htmlOf(
      personOf({ language: 'en' }, [
        { host: 'PC-9', system: 'windows' },
        { host: 'MB-1', system: 'ios', client: 'outlook-new' },
        { host: 'MB-2', system: 'android' },
        { host: 'MB-3', system: 'android', client: 'gmail-web' },
        { host: 'MAC-1', system: 'macos', client: 'outlook-classic' },
        { host: 'PC-8', system: 'windows', client: 'outlook-new' },
      ]),
    );
    const titles = [...html.matchAll(/<h3>([^<]*) <span class="small"><bdi>([^<]+)</g)].map(([, name, hosts]) => [
      name,
      hosts,
    ]);
    expect(titles).toEqual([
      ['Outlook (classic)', 'PC-9'],
      ['Another mail program', 'PC-9'],
      ['iPhone or iPad', 'MB-1'],
      ['Android', 'MB-2, MB-3'],
      ['Outlook for Mac', 'MAC-1'],
      ['New Outlook', 'PC-8'],
    ]);
    // Nothing happens by itself on a Mac.
    expect(html.slice(html.indexOf('Outlook for Mac'), html.indexOf('PC-8'))).not.toMatch(/Windows|by itself/);
  });

  it('tells who has no device, and who has ten', async () => {
    expect((await textOf(await pdfOf(personOf()))).text).toContain('登録されている機器がありません');
    // No PC that nobody has found safe gets a password, and nothing is done before the switch.
    const [none] = sheetFor(personOf({ language: 'en' }), companyOf()).devices.list;
    expect(none?.steps).toEqual([
      expect.stringContaining('tell the help desk before the switch'),
      expect.stringMatching(/^After the switch.* a PC that the help desk names/),
    ]);
    const ten = Array.from({ length: 10 }, (_, index) => ({ ...OUTLOOK, host: `PC-${index + 100}` }));
    const { text, pages } = await textOf(await pdfOf(personOf({}, ten)));
    expect({ pages, isNamed: text.includes('PC-100、PC-101') && text.includes('PC-109') }).toEqual({
      pages: 1,
      isNamed: true,
    });
  });

  it('shows 〓 for what the font does not have, and says which characters those are', async () => {
    const { text } = await textOf(await pdfOf(personOf({ displayName: 'Łukasz Zieliński', language: 'en' })));
    expect(text).toContain('〓ukasz');
    expect(text).toContain('U+0141');
  });

  it('draws the usual form of a character where the list asks for a variant of it', async () => {
    const { text } = await textOf(await pdfOf(personOf({ displayName: '葛\u{E0100}城 邉\u{E0102}子' })));
    expect(text).toContain('葛城 邉子');
    expect(text).not.toContain('〓');
  });

  it('is the same to the byte when it is made again', async () => {
    const person = personOf({}, [OUTLOOK, IPHONE, ANDROID]);
    const company = companyOf({ provider: 'imap-host' });
    await pdfOf(personOf({ displayName: '別の 人' }, [MAC]), company);
    const [first, second] = [await filesOf(person, company), await filesOf(person, company)];
    expect([...first.values()].map(({ bytes }) => Buffer.from(bytes).toString('base64'))).toEqual(
      [...second.values()].map(({ bytes }) => Buffer.from(bytes).toString('base64')),
    );
  });

  it('lets no name break out of the page or turn what follows', async () => {
    const hostile = '"><script>alert(1)</script>\u202Egnp.exe\n</title>\u0000 $(calc) `x` ]]> %OS%';
    const person = personOf({ displayName: hostile, department: hostile }, [{ host: hostile, client: 'other' }]);
    const company = companyOf({ name: { ja: hostile, en: hostile } });
    const html = await htmlOf(person, company);
    expect(html).not.toMatch(/<script|\u202e|\u0000/i);
    expect(html.match(/<\/title>/g)).toHaveLength(1);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect((await textOf(await pdfOf(person, company))).text).toContain('<script>alert(1)</script>gnp.exe');
  });

  it('bears names and addresses of any length', async () => {
    const person = personOf(
      { displayName: '寿限無'.repeat(80), newAddress: `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.example` },
      [{ ...THUNDERBIRD, host: 'H'.repeat(300) }],
    );
    const { text, pages } = await textOf(await pdfOf(person));
    expect(pages).toBeLessThanOrEqual(2);
    expect(text).toContain('a'.repeat(40));
  });

  it('holds no password and fetches nothing', async () => {
    const html = await htmlOf(personOf({}, [OUTLOOK, IPHONE, MAC]), companyOf());
    expect(html).toContain(`default-src 'none'`);
    expect(html.match(/<(?:img|link|script|iframe)|url\(|@import/g)).toBeNull();
  });
});

describe('what is made for all', () => {
  const batchOf = (name: string, department: string, batch = 'sales') =>
    personOf({ displayName: name, department, batch }, [OUTLOOK]);

  it('is a file for each batch: a list by department, then the pages in the same order, and who is held back', async () => {
    const people = [batchOf('甲野 一', '総務部'), batchOf('乙山 二', '営業部'), batchOf('丙川 三', '総務部')];
    const held = personOf({ displayName: '丁田 四', batch: 'sales' }).person;
    const files =
      (await handOutKit.forFleet?.(
        [...people, batchOf('Pilot Pia', 'IT', 'パイロット')],
        companyOf({ heldBack: [held] }),
      )) ?? [];
    expect(files.map(({ path: name }) => name)).toEqual([
      'hand-out/print/batch-01-sales.pdf',
      'hand-out/print/batch-02.pdf',
      'publish/help/ja.html',
      'publish/help/en.html',
    ]);
    const { text, pages } = await textOf(files[0]?.bytes ?? new Uint8Array());
    expect(pages).toBe(4);
    const order = ['甲野 一', '丙川 三', '乙山 二', '保留: 機器', '丁田 四'].map((words) => text.indexOf(words));
    expect(order).toEqual(order.toSorted((left, right) => left - right));
    expect(Math.min(...order)).toBeGreaterThan(0);
    // Else the back of one person's page is the page of the next one.
    expect(text).toContain('片面で印刷してください');
    expect(Buffer.from(files[0]?.bytes ?? []).toString('latin1')).toContain('/Duplex /Simplex');
  });

  it('publishes nothing that names anybody, and only under paths that every server takes', async () => {
    const files = (await handOutKit.forFleet?.([batchOf('甲野 一', '総務部')], companyOf())) ?? [];
    for (const file of files) expect(isKitPath(file.path)).toBe(true);
    const published = files.filter(({ isPublic }) => isPublic).map(({ bytes }) => Buffer.from(bytes).toString());
    expect(published).toHaveLength(2);
    for (const html of published) expect(html).not.toMatch(/甲野|yamazaki|03-0000-0199|0123456789ab/);
    const unpublished = companyOf();
    const { publishAt, ...clients } = unpublished.clients;
    expect(publishAt).toBeDefined();
    const others = (await handOutKit.forFleet?.([batchOf('甲野 一', '総務部')], { ...unpublished, clients })) ?? [];
    expect(others.some(({ isPublic }) => isPublic)).toBe(false);
  });
});

const pdffonts = installed('pdffonts');
const pdftotext = installed('pdftotext');
const why = notInstalled('pdffonts', 'pdftotext');
const pdftoppm = installed('pdftoppm');
const zbarimg = installed('zbarimg');
const blind = notInstalled('pdftoppm', 'zbarimg');
(blind === undefined ? it : it.skip)(
  `codes are read off the printed page at 150 dots an inch${unless(blind)}`,
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hand-out-'));
    try {
      const file = path.join(folder, 'page.pdf');
      const company = companyOf({ provider: 'imap-host' });
      writeFileSync(file, await pdfOf(personOf({ displayName: '𠮷﨑 髙志' }, [IPHONE, ANDROID]), company));
      spawnSync(String(pdftoppm), ['-r', '150', '-png', file, path.join(folder, 'page')]);
      const read = spawnSync(String(zbarimg), ['-q', '--raw', path.join(folder, 'page-1.png')], { encoding: 'utf8' });
      const codes = read.stdout.trim().split('\n').sort();
      expect(codes).toEqual([
        expect.stringMatching(/^\[1,\[1,1\],.*𠮷﨑 髙志"\]\]\]\]$/),
        'https://move.aozora-trading.example/help/ja.html',
        expect.stringMatching(/^https:\/\/move\.aozora-trading\.example\/p\/.*\.mobileconfig$/),
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

(why === undefined ? describe : describe.skip)(`the PDF, read by poppler${unless(why)}`, () => {
  it('has its fonts embedded as subsets with a way back to characters', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hand-out-'));
    try {
      const file = path.join(folder, 'page.pdf');
      writeFileSync(file, await pdfOf(personOf({ displayName: '𠮷﨑 髙志' }, [OUTLOOK, IPHONE])));
      const fonts = spawnSync(String(pdffonts), [file], { encoding: 'utf8' });
      expect(fonts.stderr).toBe('');
      const rows = fonts.stdout.trim().split('\n').slice(2);
      expect(rows.length).toBeGreaterThan(1);
      for (const row of rows) expect(row).toMatch(/^[A-Z]{6}\+NotoSansJP-\w+ +CID TrueType +Identity-H +yes yes yes /);
      const text = spawnSync(String(pdftotext), [file, '-'], { encoding: 'utf8' });
      expect(text.stderr).toBe('');
      expect(text.stdout).toContain('𠮷﨑 髙志 様');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
