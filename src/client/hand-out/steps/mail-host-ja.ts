// Steps at a plain mail host, in Japanese.

import type { DeviceSteps, StepScene, StepsOfClients } from './device-steps.ts';

const TRY = '自分宛てにメールを送り、届くことを確かめます。';
const KEEP = 'これまでのアカウントは削除しないでください。これまでのメールが入っています。';
const POP = 'これまでのメールはこのパソコンの中だけにあります。古いアカウントもソフトも削除しないでください。';

function added(steps: readonly string[]): (scene: StepScene) => DeviceSteps {
  return ({ protocol }) => ({ steps: [...steps, TRY], note: protocol === 'pop' ? POP : KEEP, showsServers: true });
}

const phoneByHand = added([
  'メールアプリの「アカウントを追加」→「その他」（IMAP）で新しいアドレスを入力し、「メールサーバーの設定」のとおりに設定します。',
]);

const onPhone = (scene: StepScene): DeviceSteps =>
  scene.hasCode
    ? {
        steps: [
          '「Thunderbird」アプリを入れて開き、「設定」→「インポート」→「QR コードを読み取る」で右のコードを読み取ります。',
          '新しいアドレスのパスワードを入力します。',
          TRY,
        ],
      }
    : phoneByHand(scene);

const thunderbird = (scene: StepScene): DeviceSteps =>
  scene.isPhone
    ? onPhone(scene)
    : {
        byItself:
          '会社の設定により、新しいアカウントが追加され、標準のアカウントになります。古いアカウントには「(旧)」が付きます。',
        steps: ['切り替えの後に Thunderbird を起動し、新しいアドレスのパスワードを入力します。', TRY],
        note: 'これまでのメールは「(旧)」のアカウントに残ります。削除しないでください。',
      };

const apple = (open: string): ((scene: StepScene) => DeviceSteps) => {
  return ({ hasCode, isPhone }) =>
    hasCode
      ? {
          steps: [
            isPhone
              ? 'カメラで右の QR コードを読み取り、表示されたページを開いて「許可」を押します。'
              : '下のアドレスを Safari で開き、プロファイルをダウンロードします。',
            isPhone
              ? '「設定」を開き、上の方の「プロファイルがダウンロードされました」から「インストール」を押します。'
              : '「システム設定」→「一般」→「デバイス管理」でプロファイルをダブルクリックし、「インストール」を押します。',
            '新しいアドレスのパスワードを入力します。',
            TRY,
          ],
        }
      : {
          steps: [open + '新しいアドレスを入力し、「メールサーバーの設定」のとおりに設定します。', TRY],
          note: KEEP,
          showsServers: true,
        };
};

export const mailHostJa: StepsOfClients = {
  'outlook-classic': added([
    '「ファイル」→「アカウントの追加」を選び、新しいアドレスを入力します。',
    '「詳細オプション」の「自分で自分のアカウントを手動で設定」にチェックを入れ、「メールサーバーの設定」のとおりに設定します。',
  ]),
  'outlook-new': added([
    '「設定」→「アカウント」→「アカウントの追加」で新しいアドレスを入力し、「IMAP」を選んで「メールサーバーの設定」のとおりに設定します。',
  ]),
  thunderbird,
  'apple-mail': apple(
    '「システム設定」→「インターネットアカウント」→「アカウントを追加」→「その他のアカウント」→「メールアカウント」で',
  ),
  ios: apple('「設定」→「アプリ」→「メール」→「メールアカウント」→「アカウントを追加」→「その他」で'),
  android: onPhone,
  'gmail-web': () => ({
    steps: [
      '切り替えの後は、新しいアドレスのメールを Gmail では読めません。',
      'お使いになるメールソフトを窓口と決めてください。切り替えの前に電話してください。',
    ],
  }),
  becky: added([
    '「ファイル」→「メールボックス」→「新規作成」で新しいメールボックスを作り、「メールサーバーの設定」のとおりに設定します。',
  ]),
  shuriken: added([
    '「ツール」→「アカウント」から新しいアカウントを追加し、「メールサーバーの設定」のとおりに設定します。',
  ]),
  other: added(['お使いのソフトで新しいアカウントを追加し、「メールサーバーの設定」のとおりに設定します。']),
};
