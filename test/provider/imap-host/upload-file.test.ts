// The host's bulk import, to the byte.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { UploadFormat } from '../../../src/model/mail-host.ts';
import { encodeCp932 } from '../../../src/provider/imap-host/cp932.ts';
import { uploadFile } from '../../../src/provider/imap-host/upload-file.ts';
import type { UploadRow } from '../../../src/provider/imap-host/upload-file.ts';

const FORMAT: UploadFormat = {
  columns: [
    { heading: 'メールアドレス', value: 'address' },
    { heading: 'パスワード', value: 'password' },
    { heading: '表示名', value: 'displayName' },
    { heading: '電話', value: 'phone' },
    { heading: '容量', value: { text: '1024' } },
  ],
  encoding: 'cp932',
  hasHeadings: true,
};

function row(displayName: string, phone = '+81-3-0000-0100'): UploadRow {
  const [familyName, givenName, language] = ['髙橋', '一郎', 'ja'];
  return { address: 'takahashi@new.example', displayName, familyName, givenName, language, phone, password: 'Abc!"9' };
}

function textOf(rows: readonly UploadRow[], format: UploadFormat = FORMAT): string {
  const written = uploadFile(rows, format);
  if ('unwritten' in written) throw new Error('it could not be written');
  return new TextDecoder(format.encoding === 'cp932' ? 'shift_jis' : 'utf-8', { fatal: true, ignoreBOM: true }).decode(
    written.bytes,
  );
}

describe('the file to upload', () => {
  it('has the columns of the host, quoted, with CRLF, in its encoding and without a byte order mark', () => {
    expect(textOf([row('髙橋 一郎')])).toBe(
      '"メールアドレス","パスワード","表示名","電話","容量"\r\n' +
        '"takahashi@new.example","Abc!""9","髙橋 一郎","+81-3-0000-0100","1024"\r\n',
    );
    expect(textOf([row('𠮷田')], { ...FORMAT, encoding: 'utf-8', hasHeadings: false }).startsWith('"takahashi@')).toBe(
      true,
    );
  });

  it('runs no formula in a spreadsheet', () => {
    for (const name of ['=HYPERLINK("http://x")', '＝1+1', '@SUM(A1)', '-2+3', '+cmd|x']) {
      expect(textOf([row(name)])).toContain(`"'${name.replaceAll('"', '""')}"`);
    }
  });

  it('is not written where a letter would become another one: each is told', () => {
    expect(uploadFile([row('𠮷田'), row('髙橋'), row('Đặng')], FORMAT)).toEqual({
      unwritten: [
        { address: 'takahashi@new.example', letter: '𠮷' },
        { address: 'takahashi@new.example', letter: 'Đ' },
      ],
    });
  });
});

describe('code page 932', () => {
  it('writes as Windows does', () => {
    const bytes = (text: string): string => {
      const written = encodeCp932(text);
      return 'bytes' in written ? Buffer.from(written.bytes).toString('hex') : '';
    };
    // NEC's row 13, IBM's letters at their own place, the look-alikes of other systems, half-width kana, the backslash as a trail byte.
    expect(bytes('①髙﨑')).toBe('8740fbfcfab1');
    expect(bytes('〜−‖')).toBe('8160817c8161');
    expect(bytes('ﾐ表A')).toBe('d0955c41');
  });

  it('is read back as it was written, or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const written = encodeCp932(text);
        if (!('bytes' in written)) return text.includes(written.letter);
        const read = new TextDecoder('shift_jis', { fatal: true }).decode(written.bytes);
        return (
          read === text.replaceAll('\u301c', '\uff5e').replaceAll('\u2212', '\uff0d').replaceAll('\u2016', '\u2225')
        );
      }),
    );
  });
});
