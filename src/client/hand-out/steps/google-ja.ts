// Steps at Google Workspace, in Japanese.

import type { DeviceSteps, StepScene, StepsOfClients } from './device-steps.ts';

const WEB = 'https://mail.google.com/';
const SIGN_IN = 'Google のログイン画面が出たら、新しいアドレスとパスワードを入力します。';
const TRY = '自分宛てにメールを送り、差出人が新しいアドレスになっていることを確かめます。';
const POP = 'これまでのメールはこのパソコンの中だけにあります。古いアカウントもソフトも削除しないでください。';

const outlook = ({ protocol }: StepScene): DeviceSteps => ({
  steps: [
    '切り替えの後に「ファイル」→「アカウントの追加」（新しい Outlook では「設定」→「アカウント」）を選び、新しいアドレスを入力します。',
    SIGN_IN,
    TRY,
  ],
  note: protocol === 'pop' ? POP : 'これまでのアカウントは削除しないでください。',
});

const thunderbird = ({ isPhone, hasCode }: StepScene): DeviceSteps =>
  isPhone && hasCode
    ? {
        steps: ['Thunderbird の「設定」→「インポート」→「QR コードを読み取る」で、右のコードを読み取ります。', SIGN_IN],
      }
    : {
        byItself:
          '会社の設定により、新しいアカウントが追加され、標準のアカウントになります。古いアカウントには「(旧)」が付きます。',
        steps: ['切り替えの後に Thunderbird を起動します。' + SIGN_IN, TRY],
        note: 'これまでのメールは「(旧)」のアカウントに残ります。削除しないでください。',
      };

const byHand = ({ protocol }: StepScene): DeviceSteps => ({
  steps: [
    'ブラウザーで ' + WEB + ' を開き、新しいアドレスでログインします。メールはここで読み書きできます。',
    'このソフトで続けて使うには「Google のログイン画面（OAuth 2.0）」に対応した版が必要です。パスワードだけを尋ねる版では使えません。',
    '設定は窓口が一緒に行います。切り替えの前に電話してください。',
  ],
  ...(protocol === 'pop' ? { note: POP } : {}),
});

export const googleJa: StepsOfClients = {
  'outlook-classic': outlook,
  'outlook-new': outlook,
  thunderbird,
  'apple-mail': () => ({
    steps: [
      '切り替えの後に「システム設定」→「インターネットアカウント」→「アカウントを追加」→「Google」を選びます。',
      SIGN_IN,
      '「メール」にチェックが入っていることを確かめます。' + TRY,
    ],
  }),
  ios: () => ({
    steps: [
      '「設定」→「アプリ」→「メール」→「メールアカウント」→「アカウントを追加」→「Google」を選びます（古い iOS では「設定」→「メール」→「アカウント」）。',
      SIGN_IN,
      TRY,
    ],
    note: 'Gmail アプリをお使いのときは、右上のアイコン →「別のアカウントを追加」で新しいアドレスを追加します。',
  }),
  android: () => ({
    steps: ['Gmail アプリの右上のアイコン →「別のアカウントを追加」→「Google」を選びます。', SIGN_IN, TRY],
  }),
  'gmail-web': ({ mode }) => ({
    steps: [
      mode === 'rename'
        ? '切り替えの後にいったんログアウトし、新しいアドレスと、これまでと同じパスワードでログインします。'
        : '切り替えの後に ' + WEB + ' を開き、新しいアドレスでログインします。',
      TRY,
    ],
  }),
  becky: byHand,
  shuriken: byHand,
  other: byHand,
};
