// The words of a hand-out in Japanese.

import type { MailServer } from '../../model/mail-host.ts';
import { codePointOf } from './code-point.ts';
import { momentParts } from './moment-parts.ts';
import type { SheetWords } from './sheet-words.ts';
import { stepWordsJa } from './steps/step-words-ja.ts';
import { stepsFor, WEB_MAIL } from './steps/steps-for.ts';

const server = ({ host, port, security }: MailServer): string =>
  `${host}　ポート ${port}（${security === 'tls' ? 'SSL/TLS' : 'STARTTLS'}）`;

export const wordsJa: SheetWords = {
  title: 'メールアドレス変更のご案内',
  addressee: (name) => `${name} 様`,
  moment(at, timeZone) {
    const parts = momentParts(
      at,
      { language: 'ja-JP', timeZone },
      { month: 'numeric', weekday: 'short', hour: 'numeric' },
    );
    const day = `${parts.year}年${parts.month}月${parts.day}日（${parts.weekday}）`;
    const zone = timeZone === 'Asia/Tokyo' ? '' : `（${timeZone}）`;
    return `${day} ${parts.hour}:${parts.minute}${zone}`;
  },
  labels: {
    oldAddress: 'これまでのアドレス',
    newAddress: '新しいアドレス',
    switchAt: '切り替え日時',
    changes: '変わること',
    devices: 'お使いの機器での手順',
    byItself: '自動で行われること',
    servers: 'メールサーバーの設定',
    fakes: '偽物のメールにご注意ください',
    call: '困ったときは',
    hosts: (names) => names.join('、'),
  },
  changes: ({ mode, provider }) => [
    '切り替え日時までは、今までどおりお使いください。それまでに設定を変える必要はありません。',
    ...(mode === 'rename'
      ? [
          'これまでのメール・予定・連絡先はそのまま残り、これまでのアドレス宛てのメールも同じメールボックスに届きます。パスワードは変わりません。',
        ]
      : [
          '切り替えの後は、新しいアドレスで送受信してください。これまでのメールは、これまでのメールボックスに残ります。',
          '新しいアドレスのパスワードは、この紙には書かれていません。別に直接お渡しします。',
        ]),
    ...(mode === 'rename' && provider === 'microsoft-365'
      ? [
          'Microsoft 365 のサインイン名も新しいアドレスになります。Windows のサインインで古い名前が使えないときは「他のユーザー」を選び、新しいアドレスを入力してください。Authenticator には新旧の両方が表示されることがあります。OneDrive のアドレスが変わるため、共有リンクは作り直してください。',
        ]
      : []),
    ...(mode === 'rename' && provider === 'google-workspace'
      ? ['Google へのログインにも新しいアドレスを使います。共有したファイルや予定はそのまま使えます。']
      : []),
  ],
  fakes: ({ oldDomains, clients }) => [
    '会社がメールや電話でパスワードを尋ねることはありません。',
    '添付ファイルを開かせる、「コンテンツの有効化」を押させる、リンク先でサインインさせるメールは、差出人が社内の人でも疑ってください。',
    `切り替えの後に ${oldDomains.map((domain) => `@${domain}`).join('、')} から届く社内メールは、まず疑ってください。`,
    ...(clients.publishAt === undefined
      ? []
      : [
          `この紙の QR コードで開く web ページは ${new URL(clients.publishAt).host} だけです。ほかのアドレスが出たら開かないでください。`,
        ]),
    '迷ったら、返信もクリックもせずに電話してください。',
  ],
  unlisted:
    'ここに載っていない機器では、新しいアドレスを設定しないでください。安全の確認が済んでいないか、登録されていない機器です。お使いのときは窓口へお知らせください。',
  callText: '画面がこの案内と違うとき、分からないことがあるときは、無理に進めずに電話してください。',
  clients: {
    'outlook-classic': 'Outlook（クラシック）',
    'outlook-new': '新しい Outlook',
    thunderbird: 'Thunderbird',
    'apple-mail': 'Mac の「メール」',
    ios: 'iPhone・iPad',
    android: 'Android',
    'gmail-web': 'Gmail（ブラウザー）',
    becky: 'Becky! Internet Mail',
    shuriken: 'Shuriken',
    other: 'その他のメールソフト',
  },
  noDevice: {
    name: '登録されている機器がありません',
    steps: ({ provider }) => [
      '会社のパソコンやスマートフォンでメールをお使いのときは、切り替えの前に窓口へお知らせください。',
      ...(provider === 'imap-host'
        ? []
        : [
            `切り替えの後は、窓口がお伝えするパソコンのブラウザーで ${WEB_MAIL[provider]} を開き、新しいアドレスでサインインします。メールはここで読み書きできます。`,
          ]),
    ],
  },
  servers: ({ imap, smtp, pop }, login, hasPop) => [
    { label: '受信 (IMAP)', value: server(imap) },
    ...(hasPop && pop !== undefined ? [{ label: '受信 (POP3)', value: server(pop) }] : []),
    { label: '送信 (SMTP)', value: `${server(smtp)}　認証あり` },
    { label: 'ユーザー名', value: login },
  ],
  loginInWords: { address: '新しいアドレス', 'local-part': '新しいアドレスの @ より前' },
  help: {
    title: '新しいメールアドレスの設定手順',
    opening:
      'お使いのメールソフトの手順をご覧ください。切り替え日時と電話番号は、お渡しした紙に書かれています。ここでパスワードを入力することはありません。',
  },
  steps: stepsFor(stepWordsJa),
  codes: {
    appleProfile: '設定プロファイル',
    androidAccount: 'Thunderbird の設定',
    help: 'ほかの機器の手順',
  },
  print: {
    title: (batch) => `配布リスト: ${batch}`,
    count: (people, heldBack) =>
      `${people} 名分の案内が、この順に続きます。渡したら □ に印を付けてください。` +
      (heldBack === 0 ? '' : `ほかに ${heldBack} 名は保留です（最後に記載）。`),
    oneSided: '片面で印刷してください。両面で印刷すると、裏にほかの人の案内が入ります。',
    heldBack: '保留: 機器の安全の確認が済んでいません。案内もパスワードも渡さないでください',
  },
  missing: (characters) =>
    `「〓」は、印刷用の文字にない次の文字の代わりです: ${characters.map(codePointOf).join('、')}`,
  page: (number, of) => `${number} / ${of} ページ`,
};
