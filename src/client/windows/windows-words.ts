// What the Windows script says to the person at the PC, in both languages. `{seconds}` and `{address}` are filled in by the script.

import type { KitCompany } from '../kit.ts';
import type { MailServer } from '../../model/mail-host.ts';
import type { Language } from '../../model/person.ts';

export interface WindowWords {
  readonly title: string;
  readonly close: string;
  readonly done: string;
  readonly dataFiles: string;
}

export function windowWords(company: KitCompany): Readonly<Record<Language, WindowWords>> {
  const { name, clients } = company;
  const call = `${clients.helpDesk.name} ${clients.helpDesk.telephone}`;
  return {
    ja: {
      title: `${name.ja} メールアドレスの変更`,
      close:
        '新しいメールアドレスの設定のため、Outlook を閉じます。書きかけのメールを保存してください。\r\n\r\n' +
        `残り {seconds} 秒。［OK］で今すぐ閉じます。［キャンセル］で次の機会に行います。\r\n\r\nお問い合わせ: ${call}`,
      done: `Outlook の準備ができました。${left(company, 'ja')}\r\n\r\nお問い合わせ: ${call}`,
      dataFiles:
        '以前のメールは次のファイルにあります（［ファイル］→［開く/エクスポート］→［Outlook データ ファイルを開く］）:',
    },
    en: {
      title: `${name.en}: your new mail address`,
      close:
        'Outlook is about to be closed, to be set up for your new mail address. Please save what you are writing.\r\n\r\n' +
        `{seconds} seconds are left. OK closes it now. Cancel leaves it for another time.\r\n\r\nQuestions: ${call}`,
      done: `Outlook is ready. ${left(company, 'en')}\r\n\r\nQuestions: ${call}`,
      dataFiles: 'Your earlier mail lies in these files (File > Open & Export > Open Outlook Data File):',
    },
  };
}

/** What no script can do for a person. */
function left({ provider, mailHost }: KitCompany, language: Language): string {
  if (provider === 'microsoft-365')
    return language === 'ja'
      ? 'Outlook を起動し、{address} でサインインしてください。'
      : 'Start it and sign in as {address}.';
  const hosts = mailHost === undefined ? '' : servers(mailHost, language);
  return language === 'ja'
    ? `Outlook を起動し、アカウント {address} を追加してください。${hosts}お配りした案内に手順があります。`
    : `Start it and add the account {address}. ${hosts}The sheet that you were given says how.`;
}

function servers({ imap, smtp }: NonNullable<KitCompany['mailHost']>, language: Language): string {
  return language === 'ja'
    ? `受信 (IMAP): ${server(imap)}、送信 (SMTP): ${server(smtp)}。`
    : `Incoming (IMAP): ${server(imap)}; outgoing (SMTP): ${server(smtp)}. `;
}

function server({ host, port, security }: MailServer): string {
  return `${host}:${port} ${security === 'tls' ? 'SSL/TLS' : 'STARTTLS'}`;
}
