// What the cells for route, sender and confirmation may say, in Japanese and English.

import { PARTNER_ROUTES, PARTNER_SENDERS } from '../model/partner.ts';
import { makeChoice } from './choice.ts';

export const routeChoice = makeChoice(PARTNER_ROUTES, {
  メール: 'mail',
  eメール: 'mail',
  電子メール: 'mail',
  email: 'mail',
  'e-mail': 'mail',
  電話: 'phone',
  tel: 'phone',
  telephone: 'phone',
  call: 'phone',
  手紙: 'letter',
  書面: 'letter',
  書状: 'letter',
  文書: 'letter',
  郵送: 'letter',
  郵便: 'letter',
  post: 'letter',
  ウェブ: 'web',
  サイト: 'web',
  ホームページ: 'web',
  website: 'web',
});

export const senderChoice = makeChoice(PARTNER_SENDERS, {
  新: 'new',
  新アドレス: 'new',
  新ドメイン: 'new',
  新メールアドレス: 'new',
  旧: 'old',
  旧アドレス: 'old',
  旧ドメイン: 'old',
  旧メールアドレス: 'old',
  両方: 'both',
  両: 'both',
  新旧: 'both',
  新旧両方: 'both',
});

export const confirmedChoice = makeChoice(['yes', 'no'] as const, {
  済: 'yes',
  済み: 'yes',
  確認済: 'yes',
  確認済み: 'yes',
  はい: 'yes',
  可: 'yes',
  '○': 'yes',
  〇: 'yes',
  '◯': 'yes',
  '✓': 'yes',
  レ: 'yes',
  ok: 'yes',
  y: 'yes',
  true: 'yes',
  '1': 'yes',
  不要: 'no',
  対象外: 'no',
  いいえ: 'no',
  否: 'no',
  '×': 'no',
  n: 'no',
  false: 'no',
  '0': 'no',
});
