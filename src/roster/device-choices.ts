// What the cells for system, mail program and protocol may say, in Japanese and English. Versions do not count; what is not plain is not guessed.

import { DEVICE_SYSTEMS, MAIL_CLIENTS, MAIL_PROTOCOLS } from '../model/device.ts';
import type { DeviceSystem, MailClient, MailProtocol } from '../model/device.ts';
import { nearest } from '../model/nearest.ts';
import type { Choice } from './choice.ts';
import { folded } from './clean.ts';

type Spellings<Name extends string> = readonly (readonly [Name, RegExp])[];

/** Spellings are tried on the cell in lower case, in its usual width, without spaces and signs. */
function spelledChoice<Name extends string>(names: readonly Name[], spellings: Spellings<Name>): Choice<Name> {
  return {
    known: names.join(', '),
    find(cell) {
      const word = folded(cell);
      const name =
        names.find((known) => folded(known) === word) ?? spellings.find(([, spelling]) => spelling.test(word))?.[0];
      return name === undefined ? { name, near: nearest(word, names) } : { name };
    },
  };
}

export const systemChoice = spelledChoice<DeviceSystem>(DEVICE_SYSTEMS, [
  ['windows', /^(?:microsoft|ms)?(?:windows|ウィンドウズ|win(?=\d|$))/],
  ['macos', /^(?:apple)?(?:mac|osx|マック)/],
  ['ios', /^(?:apple)?(?:ios|ipados|iphone|ipad|アイフォン|アイパッド)/],
  ['android', /^(?:android|アンドロイド)/],
  ['chromeos', /^(?:chromeos|chromebook|クロームブック)/],
  ['linux', /^(?:linux|ubuntu|debian|fedora|redhat|rhel|リナックス)/],
  ['other', /^(?:その他|他)$/],
]);

/** `Outlook` alone may be either of two programs, which are set up in different ways. */
export function isBareOutlook(cell: string): boolean {
  return /^(?:(?:microsoft|ms|office)?(?:outlook|アウトルック)|outlookfor(?:microsoft|office)365)$/.test(folded(cell));
}

export const clientChoice = spelledChoice<MailClient>(MAIL_CLIENTS, [
  ['outlook-classic', /^(?:microsoft|ms|office)?outlook(?:20(?:07|10|13|16|19|21|24)|classic|クラシック|従来版|旧)$/],
  ['outlook-classic', /^(?:従来の?|旧|クラシック|classic)(?:版)?outlook$/],
  ['outlook-new', /^(?:新しい|新|new)outlook$|^outlook(?:新|new|新しい|forwindows)$/],
  ['thunderbird', /^(?:mozilla)?(?:thunderbird|サンダーバード)/],
  ['apple-mail', /^(?:apple|アップル|mac|macの?)(?:mail|メール)$|^mailapp$/],
  ['ios', /^(?:ios|iphone|ipad)(?:の?標準)?(?:mail|メール)?$/],
  ['android', /^(?:android|アンドロイド)(?:の?標準)?(?:mail|メール)?$/],
  ['gmail-web', /^(?:ウェブ|web|ブラウザの?)?(?:gmail|gメール)(?:web|ウェブ|ブラウザ|web版|ウェブ版)?$/],
  ['becky', /^(?:becky|ベッキー)/],
  ['shuriken', /^(?:shuriken|シュリケン)/],
  ['other', /^(?:その他|他)$/],
]);

export const protocolChoice = spelledChoice<MailProtocol>(MAIL_PROTOCOLS, [
  ['imap', /^imap(?:4|4rev1|s|方式)?$/],
  ['pop', /^pop(?:3|3s|s|方式)?$/],
]);

/** Kinds of devices that people write where a name belongs: two of them would be taken for one. */
export function isKindOfDevice(name: string): boolean {
  const word = folded(name);
  return KINDS.has(word) || /^(?:iphone|ipad)\d{0,2}(?:pro|max|plus|mini|air|se)*$/.test(word);
}

const KINDS: ReadonlySet<string> = new Set(
  (
    'iphone ipad android スマホ スマートフォン 携帯 携帯電話 アイフォン タブレット tablet phone smartphone mobile pc パソコン ノートpc ノートパソコン ' +
    'ノート デスクトップ desktop laptop mac macbook imac 共有pc 共用pc 社用携帯 会社携帯 個人携帯 未定 不明 なし unknown none'
  ).split(' '),
);
