// The device list as a kind of list: its fields, and the headings that are known for them, folded.

import { DEVICE_FIELDS } from '../model/device-field.ts';
import type { DeviceField } from '../model/device-field.ts';
import { knownHeadings } from './list-kind.ts';
import type { ListKind } from './list-kind.ts';

const KNOWN: Readonly<Record<DeviceField, string>> = {
  host:
    'ホスト名 ホスト コンピュータ名 コンピューター名 pc名 端末名 端末 デバイス名 デバイス 機器名 マシン名 パソコン名 ' +
    'host hostname computer computername device devicename machine machinename pc pcname',
  people:
    '氏名 名前 担当者 担当者名 使用者 使用者名 利用者 利用者名 ユーザー ユーザー名 ユーザ 所有者 社員名 メールアドレス 旧メールアドレス ' +
    'person people user users username owner employee email mail emailaddress oldaddress',
  system: 'os オペレーティングシステム 基本ソフト osバージョン system operatingsystem platform osplatform',
  client:
    'メールソフト メーラー メーラ メールアプリ メールクライアント メールソフト名 使用メールソフト mailclient client mailer mailprogram mailapp mailsoftware',
  protocol: '方式 受信方式 接続方式 プロトコル 受信プロトコル popimap protocol',
  logon:
    'ログオン名 ログオンid ログオンアカウント ログイン名 ログインid windowsログオン名 windowsログオンid windowsアカウント windowsユーザー名 windowsid adアカウント ' +
    'ドメインユーザー名 logon logonname loginname loginid windowslogon windowsuser windowsusername windowsaccount samaccountname',
  note: '備考 摘要 メモ コメント note notes remark remarks comment comments memo',
};

/** Columns that such lists have and that we have no use for. */
const IGNORED =
  'no 番号 連番 通番 項番 管理番号 資産番号 資産管理番号 社員番号 部署 部署名 所属 設置場所 場所 フロア 機種 機種名 型番 型式 メーカー 製造番号 シリアル ' +
  'シリアル番号 ipアドレス ip macアドレス 購入日 導入日 リース リース期限 フリガナ assetnumber assettag department location model manufacturer ' +
  'serial serialnumber ipaddress macaddress purchased';

const SEVERAL: ReadonlySet<DeviceField> = new Set(['people']);

export const DEVICES: ListKind<DeviceField> = {
  prefix: 'device',
  mapping: 'deviceColumns',
  neededFor: 'every device',
  lengthBound: ['the board has room for', 'It would break the board and the hand-outs.'],
  secondAddress: ['Each of them is somebody who uses the device.', 'Part several people by 、 or a comma.'],
  languageUse: '',
  phoneUse: '',
  fields: DEVICE_FIELDS,
  fieldNames: {
    host: 'the name of the device (ホスト名)',
    people: 'who uses it (使用者)',
    system: 'the operating system (OS)',
    client: 'the mail program (メールソフト)',
    protocol: 'POP or IMAP (方式)',
    logon: 'the Windows sign-in (ログオン名)',
    note: 'the note (備考)',
  },
  several: SEVERAL,
  headings: knownHeadings(DEVICE_FIELDS, { known: KNOWN, ignored: IGNORED, several: SEVERAL }),
};
