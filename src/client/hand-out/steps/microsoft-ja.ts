// Steps at Microsoft 365, in Japanese.

import type { DeviceSteps, StepScene, StepsOfClients } from './device-steps.ts';

const WEB = 'https://outlook.office.com/';
const SIGN_IN = 'Microsoft のサインイン画面が出たら、新しいアドレスとパスワードを入力します。';

const outlookClassic = ({ mode }: StepScene): DeviceSteps =>
  mode === 'rename'
    ? {
        steps: [
          '切り替えの後に Outlook を終了し、もう一度起動します。',
          'サインイン画面が出たら、新しいアドレスと、これまでと同じパスワードを入力します。',
          '自分宛てにメールを送り、差出人が新しいアドレスになっていることを確かめます。',
        ],
        note: 'フォルダー一覧の一番上に古いアドレスが残ることがありますが、表示だけで問題はありません。',
      }
    : {
        byItself:
          '切り替えの後に Windows へサインインすると、会社の設定プログラムが動きます。Outlook を閉じてよいか尋ね、設定を控えてから、新しいプロファイルを用意します。',
        steps: [
          'Outlook を閉じるよう求められたら、書きかけのメールを保存して閉じます。',
          '終わったら Outlook を起動します。' + SIGN_IN,
          '自分宛てにメールを送り、届くことを確かめます。',
        ],
        note: 'これまでのメールは元のプロファイルに残っています。元のプロファイルは削除しないでください。',
      };

const outlookNew = ({ mode }: StepScene): DeviceSteps => ({
  steps: [
    ...(mode === 'rename' ? ['切り替えの後に Outlook を終了し、もう一度起動します。' + SIGN_IN] : []),
    ...(mode === 'rename'
      ? ['古いアドレスのまま変わらないときは、「設定」→「アカウント」から新しいアドレスを追加します。']
      : ['切り替えの後に「設定」→「アカウント」→「アカウントの追加」を選び、新しいアドレスを入力します。', SIGN_IN]),
    '新しいアドレスを「プライマリ アカウント」に設定し、自分宛てにメールを送って確かめます。',
  ],
});

const thunderbird = ({ isPhone, hasCode }: StepScene): DeviceSteps =>
  isPhone && hasCode
    ? {
        steps: ['Thunderbird の「設定」→「インポート」→「QR コードを読み取る」で、右のコードを読み取ります。', SIGN_IN],
      }
    : {
        byItself:
          '会社の設定により、新しいアカウントが追加され、標準のアカウントになります。古いアカウントには「(旧)」が付きます。',
        steps: [
          '切り替えの後に Thunderbird を起動します。' + SIGN_IN,
          '自分宛てにメールを送り、届くことを確かめます。',
        ],
        note: 'これまでのメールは「(旧)」のアカウントに残ります。削除しないでください。',
      };

const appleMail = (): DeviceSteps => ({
  steps: [
    '切り替えの後に「システム設定」→「インターネットアカウント」→「アカウントを追加」→「Microsoft Exchange」を選びます。',
    '新しいアドレスを入力し、「サインイン」を押します。' + SIGN_IN,
    '「メール」にチェックが入っていることを確かめ、自分宛てにメールを送ります。',
  ],
});

const ios = ({ hasCode }: StepScene): DeviceSteps =>
  hasCode
    ? {
        steps: [
          'カメラで右の QR コードを読み取り、表示されたページを開いて「許可」を押します。',
          '「設定」を開き、上の方の「プロファイルがダウンロードされました」から「インストール」を押します。',
          SIGN_IN,
          '「メール」で新しいアドレスから自分宛てに送り、届くことを確かめます。',
        ],
        note: 'Outlook アプリをお使いのときは、アプリの「設定」→「アカウントを追加」で新しいアドレスを追加します。',
      }
    : {
        steps: [
          '「設定」→「アプリ」→「メール」→「メールアカウント」→「アカウントを追加」→「Microsoft Exchange」を選びます（古い iOS では「設定」→「メール」→「アカウント」）。',
          '新しいアドレスを入力し、「サインイン」を押します。' + SIGN_IN,
        ],
        note: 'Outlook アプリをお使いのときは、アプリの「設定」→「アカウントを追加」で新しいアドレスを追加します。',
      };

const android = (): DeviceSteps => ({
  steps: [
    'Outlook アプリの「設定」→「アカウントを追加」で、新しいアドレスを入力します（Gmail アプリでは「アカウントを追加」→「Exchange と Office 365」）。',
    SIGN_IN,
    '自分宛てにメールを送り、届くことを確かめます。',
  ],
});

const byHand = ({ protocol }: StepScene): DeviceSteps => ({
  steps: [
    'ブラウザーで ' + WEB + ' を開き、新しいアドレスでサインインします。メールはここで読み書きできます。',
    'このソフトで続けて使うには「Microsoft のサインイン画面（OAuth 2.0）」に対応した版が必要です。パスワードだけを尋ねる版では使えません。',
    '設定は窓口が一緒に行います。切り替えの前に電話してください。',
  ],
  ...(protocol === 'pop' ? { note: POP } : {}),
});

const POP = 'これまでのメールはこのパソコンの中だけにあります。古いアカウントもソフトも削除しないでください。';

export const microsoftJa: StepsOfClients = {
  'outlook-classic': outlookClassic,
  'outlook-new': outlookNew,
  thunderbird,
  'apple-mail': appleMail,
  ios,
  android,
  'gmail-web': () => ({
    steps: [
      '切り替えの後は、ブラウザーで ' + WEB + ' を開きます（Gmail ではありません）。',
      SIGN_IN,
      'お気に入り（ブックマーク）に登録しておくと便利です。',
    ],
  }),
  becky: byHand,
  shuriken: byHand,
  other: byHand,
};
