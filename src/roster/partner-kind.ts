// The partner list as a kind of list: its fields, and the headings that are known for them, folded.

import { PARTNER_FIELDS } from '../model/partner-field.ts';
import type { PartnerField } from '../model/partner-field.ts';
import { knownHeadings } from './list-kind.ts';
import type { ListKind } from './list-kind.ts';

/** 担当者名 is left out on purpose: it may be theirs or ours. */
const KNOWN: Readonly<Record<PartnerField, string>> = {
  company:
    '会社名 会社 貴社名 御社名 社名 企業名 法人名 団体名 組織名 勤務先 取引先 取引先名 取引先会社名 得意先 得意先名 仕入先 仕入先名 ' +
    'company companyname organization organisation organizationname organisationname customer customername account accountname partner partnername',
  department: '部署 部署名 所属 所属名 所属部署 部門 部門名 部課名 department departmentname dept division',
  title: '役職 役職名 職位 肩書 肩書き title jobtitle position',
  name:
    '氏名 名前 お名前 ご氏名 宛名 ご担当者 ご担当者名 先方担当者 先方担当者名 先方氏名 取引先担当者 取引先担当者名 ' +
    'name fullname displayname contactname contactperson',
  familyName: '姓 名字 苗字 familyname lastname surname',
  givenName: '名 givenname firstname forename',
  addresses:
    'メールアドレス メール eメール eメールアドレス emailアドレス mailアドレス メアド 先方メールアドレス 送信先 送信先アドレス 宛先 宛先アドレス ' +
    'email mail emailaddress mailaddress emailaddresses recipient',
  contacts:
    '担当者 担当 当社担当者 当社担当 弊社担当者 弊社担当 自社担当者 自社担当 社内担当者 社内担当 営業担当者 営業担当 担当社員 当社窓口 弊社窓口 窓口 ' +
    'contact contacts ourcontact ourcontacts owner accountowner responsible salesrep salesrepresentative',
  language: '言語 使用言語 言語コード language lang preferredlanguage locale',
  route: '経路 連絡経路 連絡方法 連絡手段 通知方法 通知手段 通知経路 案内方法 route channel contactmethod',
  from: '送信元 送信元アドレス 送信元ドメイン 差出人 差出人アドレス from sender sendfrom senderaddress',
  phone:
    '電話番号 電話 会社電話 会社電話番号 代表電話 直通 直通電話 tel 電話tel phone phonenumber telephone telephonenumber businessphone',
  postalCode: '郵便番号 〒 postalcode postcode zip zipcode',
  postalAddress: '住所 所在地 会社住所 送付先 送付先住所 郵送先 郵送先住所 postaladdress mailingaddress streetaddress',
  confirmed: '確認 確認済 確認済み 確定 confirmed confirm',
};

/** Columns that such lists have and that we have no use for. */
const IGNORED =
  'フリガナ ふりがな カナ かな 氏名カナ 氏名かな 氏名フリガナ 氏名ふりがな 会社名カナ 会社名フリガナ セイ メイ せい めい 姓カナ 名カナ kana furigana ' +
  'no 番号 連番 通番 項番 行番号 取引先コード 取引先番号 会社コード 得意先コード 仕入先コード customernumber customerid ' +
  '備考 摘要 メモ コメント note notes remark remarks comment comments memo ' +
  'fax fax番号 ファックス ファクス 携帯 携帯電話 携帯番号 携帯電話番号 mobile mobilephone url ホームページ website web';

const SEVERAL: ReadonlySet<PartnerField> = new Set(['addresses', 'contacts', 'postalAddress']);

export const PARTNERS: ListKind<PartnerField> = {
  prefix: 'partner',
  mapping: 'partnerColumns',
  neededFor: 'every partner',
  lengthBound: ['a letter has room for', 'It would break the letter and the envelope.'],
  secondAddress: [
    'One message would go to both, and each would see the other.',
    'Leave one address here. Another contact gets a row of its own; another address of the same one a column メールアドレス2.',
  ],
  languageUse: 'The notice is written in it.',
  phoneUse: 'It would be called, and nobody would answer.',
  fields: PARTNER_FIELDS,
  fieldNames: {
    company: 'the company (会社名)',
    department: 'the department (部署)',
    title: 'the title (役職)',
    name: 'the name (氏名)',
    familyName: 'the family name (姓)',
    givenName: 'the given name (名)',
    addresses: 'the mail address (メールアドレス)',
    contacts: 'our people who deal with the partner (担当者)',
    language: 'the language (言語)',
    route: 'the route (経路)',
    from: 'the sender (送信元)',
    phone: 'the telephone number (電話番号)',
    postalCode: 'the postal code (郵便番号)',
    postalAddress: 'the postal address (住所)',
    confirmed: 'the confirmation (確認)',
  },
  several: SEVERAL,
  headings: knownHeadings(PARTNER_FIELDS, { known: KNOWN, ignored: IGNORED, several: SEVERAL }),
};
