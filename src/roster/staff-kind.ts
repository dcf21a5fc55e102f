// The staff list as a kind of list: its fields, and the headings that are known for them, folded.

import { STAFF_FIELDS } from '../model/staff-field.ts';
import type { StaffField } from '../model/staff-field.ts';
import { knownHeadings } from './list-kind.ts';
import type { ListKind } from './list-kind.ts';

const KNOWN: Readonly<Record<StaffField, string>> = {
  displayName:
    '氏名 名前 お名前 表示名 社員名 従業員名 職員名 漢字氏名 氏名漢字 フルネーム name fullname displayname employeename staffname',
  familyName: '姓 名字 苗字 氏 姓漢字 漢字姓 familyname lastname surname family last sn',
  givenName: '名 下の名前 名漢字 漢字名 givenname firstname forename given first',
  familyRomaji:
    '姓ローマ字 ローマ字姓 姓英字 英字姓 姓英語 英語姓 姓アルファベット 姓英 姓romaji romaji姓 ローマ字氏 ' +
    'familyromaji familynameromaji lastnameromaji surnameromaji romajifamily romajifamilyname romajilastname ' +
    'familynameenglish lastnameenglish englishfamilyname englishlastname familynameroman familynamelatin lastnamelatin',
  givenRomaji:
    '名ローマ字 ローマ字名 名英字 英字名 名英語 英語名 名アルファベット 名英 名romaji romaji名 ' +
    'givenromaji givennameromaji firstnameromaji romajigiven romajigivenname romajifirstname ' +
    'givennameenglish firstnameenglish englishgivenname englishfirstname givennameroman givennamelatin firstnamelatin',
  oldAddress:
    '旧メールアドレス 旧アドレス 旧メール 旧eメール 旧email 旧mail 旧emailアドレス 旧mailアドレス 旧メアド ' +
    '現メールアドレス 現アドレス 現在のメールアドレス 現行メールアドレス 変更前メールアドレス 変更前アドレス 変更前 ' +
    '移行前メールアドレス 移行前アドレス 移行元メールアドレス 移行元アドレス ' +
    'メールアドレス メール eメール eメールアドレス メアド emailアドレス mailアドレス email mail emailaddress mailaddress ' +
    'oldaddress oldemail oldmail oldemailaddress oldmailaddress currentaddress currentemail currentmail currentemailaddress ' +
    'previousaddress previousemail sourceaddress sourceemail userprincipalname upn',
  newAddress:
    '新メールアドレス 新アドレス 新メール 新eメール 新email 新mail 新emailアドレス 新mailアドレス 新メアド ' +
    '変更後メールアドレス 変更後アドレス 変更後 移行後メールアドレス 移行後アドレス 移行先メールアドレス 移行先アドレス ' +
    'newaddress newemail newmail newemailaddress newmailaddress targetaddress targetemail',
  aliases:
    'エイリアス エイリアスアドレス メールエイリアス 別名 別名アドレス 別アドレス 追加アドレス 追加メールアドレス ' +
    'alias aliases aliasaddress emailalias emailaliases mailalias mailaliases additionaladdress additionaladdresses otheraddresses',
  department:
    '部署 部署名 所属 所属名 所属部署 所属部署名 部門 部門名 部 部課 部課名 department departmentname dept division',
  title: '役職 役職名 職位 職名 肩書 肩書き title jobtitle position',
  phone:
    '電話番号 電話 会社電話 会社電話番号 代表電話 直通 直通電話 直通番号 tel 電話tel phone phonenumber telephone telephonenumber businessphone',
  extension: '内線 内線番号 extension extensionnumber ext',
  batch:
    'バッチ バッチ名 移行バッチ 移行グループ 移行波 波 ウェーブ batch batchname wave migrationbatch migrationgroup',
  language: '言語 使用言語 表示言語 優先言語 言語コード language lang preferredlanguage locale',
  licence:
    'ライセンス ライセンス名 ライセンス種別 ライセンス種類 license licence licensename licencename licensetype licencetype sku',
  employeeNumber:
    '社員番号 社員コード 社員id 社員no 従業員番号 従業員コード 従業員id 職員番号 職員コード ' +
    'employeenumber employeeid employeeno employeecode staffnumber staffid staffno personnelnumber',
};

/** Columns that such lists have and that we have no use for. */
const IGNORED =
  'フリガナ ふりがな カナ かな 氏名カナ 氏名かな 氏名フリガナ 氏名ふりがな カナ氏名 フリガナ氏名 セイ メイ せい めい 姓カナ 名カナ 姓かな 名かな ' +
  '姓フリガナ 名フリガナ 姓ふりがな 名ふりがな カナ姓 カナ名 kana furigana reading no 番号 連番 通番 項番 行番号 備考 摘要 メモ コメント note notes ' +
  'remark remarks comment comments memo';

const SEVERAL: ReadonlySet<StaffField> = new Set(['aliases']);

export const STAFF: ListKind<StaffField> = {
  prefix: 'staff',
  mapping: 'columns',
  neededFor: 'everybody',
  lengthBound: ['the provider takes', 'The account could not be made.'],
  secondAddress: [
    'One message would go to both, and an account can have one only.',
    'Leave one address here. Further ones on the new domain belong into the column エイリアス.',
  ],
  languageUse: 'Replies and hand-outs are written in it.',
  phoneUse: 'It would stand in the directory and in every signature.',
  fields: STAFF_FIELDS,
  fieldNames: {
    displayName: 'the name (氏名, or 姓 and 名)',
    familyName: 'the family name (姓)',
    givenName: 'the given name (名)',
    familyRomaji: 'the family name in Latin letters (姓ローマ字)',
    givenRomaji: 'the given name in Latin letters (名ローマ字)',
    oldAddress: 'the old address (旧メールアドレス)',
    newAddress: 'the new address (新メールアドレス)',
    aliases: 'aliases (エイリアス)',
    department: 'the department (部署)',
    title: 'the title (役職)',
    phone: 'the telephone number (電話番号)',
    extension: 'the extension (内線)',
    batch: 'the batch (バッチ)',
    language: 'the language (言語)',
    licence: 'the licence (ライセンス)',
    employeeNumber: 'the employee number (社員番号)',
  },
  several: SEVERAL,
  headings: knownHeadings(STAFF_FIELDS, { known: KNOWN, ignored: IGNORED, several: SEVERAL }),
};
