// What no notice to a partner may lack, so that it can be told from fraud (advice of IPA, the police and the banks).

import type { Language } from '../model/person.ts';
import type { PartnerFields } from './fields.ts';
import type { FrontMatter } from './front-matter.ts';

export interface Block {
  /** What the notice shall say. */
  readonly block: string;
  readonly example: string;
}

interface Said {
  readonly fields: PartnerFields;
  readonly language: Language;
  readonly purpose: FrontMatter['purpose'];
}

interface Rule extends Block {
  readonly isFor: readonly FrontMatter['purpose'][];
  readonly isSaid: (text: string, said: Said) => boolean;
}

const BOTH = ['change', 'report'] as const;

const RULES: readonly Rule[] = [
  {
    block: 'that telephone, postal address and bank account do not change',
    example:
      '電話番号、住所、お振込先に変更はございません。 / Our telephone number, postal address and bank details stay the same.',
    isFor: BOTH,
    isSaid: (text, { language }) =>
      language === 'ja'
        ? /電話[^。]*住所[^。]*(?:振込|口座)[^。]*(?:変更|変わり)は(?:一切)?(?:ござい|あり)ません/u.test(text)
        : /telephone[^.]*postaladdress[^.]*bank[^.]*(?:thesame|unchanged|notchange)/i.test(text),
  },
  {
    block: 'that nobody will be asked to change payments, enter a password or open an attachment',
    example:
      'お振込先の変更、パスワードのご入力、添付ファイルの開封をお願いすることは一切ございません。 / We will never ask you to change payment details, enter a password or open an attachment because of this.',
    isFor: BOTH,
    isSaid: (text, { language }) =>
      language === 'ja'
        ? /(?:振込|支払|口座)[^。]*パスワード[^。]*添付[^。]*ことは(?:一切)?(?:ござい|あり)ません/u.test(text)
        : /neverask[^.]*payment[^.]*password[^.]*attachment/i.test(text),
  },
  {
    block: 'that the reader may call the number that he has already',
    example:
      'お手元の名刺や契約書に記載の弊社電話番号へお電話ください。 / Please call us on the number that you already have, for example on a business card or a contract.',
    isFor: BOTH,
    isSaid: (text, { language }) =>
      language === 'ja' ? /お手元の[^。]*(?:電話|番号)/u.test(text) : /number(?:that)?youalreadyhave/i.test(text),
  },
  {
    block: 'where on our known web site the same text and the reference code stand',
    example: '{{website}} … {{referenceCode}}',
    isFor: BOTH,
    isSaid: (text, { fields }) => has(text, fields.referenceCode) && has(text, new URL(fields.website).hostname),
  },
  {
    block: 'who answers questions: a named person with department, postal address and telephone',
    example: '{{> signature}}',
    isFor: BOTH,
    isSaid: (text, { fields: { contactPerson, department, postalAddress, telephone } }) =>
      [contactPerson, department, postalAddress, telephone].every((value) => has(text, value)),
  },
  {
    block: 'the old and the new address of everybody who deals with this partner',
    example: '{{> addresses}}',
    isFor: ['change'],
    isSaid: (text, { fields: { contacts } }) =>
      contacts.length > 0 &&
      contacts.every(({ oldAddress, newAddress }) => has(text, oldAddress) && has(text, newAddress)),
  },
  {
    block: 'from which day the new addresses are used, and until when the old ones are read',
    example: '{{switchDate}} … {{oldAddressUntil}}',
    isFor: ['change'],
    isSaid: (text, { fields }) => has(text, fields.switchDate) && has(text, fields.oldAddressUntil),
  },
];

export function missingBlocks(text: string, said: Said): readonly Block[] {
  const flat = squash(text);
  return RULES.filter(({ isFor, isSaid }) => isFor.includes(said.purpose) && !isSaid(flat, said));
}

function has(flat: string, value: string): boolean {
  return value !== '' && flat.includes(squash(value));
}

/** Where a line was broken does not count. */
function squash(text: string): string {
  return text.replace(/\s+/g, '');
}
