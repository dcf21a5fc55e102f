// The text report of EmoCheck, in the language of its user: Japanese, English or French. The host stands in the name of the file only.
// Its one rule: any word of a detection wins, and only the whole sentence of a clean one, alone, says no.

import { asciiOf, readingsOf } from './decode-report.ts';
import type { EmoCheckSaid } from './emocheck.ts';

/** Sentences and headings that stand only in reports of a detection. */
const DETECTED =
  /Emotet\s*(?:を検知しました|のプロセスが見つかりました|had be(?:en)? detected|d(?:é|.{1,2})tect(?:é|.{1,2})\s*\.)|Detected Emotet|\[!!\]|^\s*\[(?:詳細|Emotet Process|Processus Emotet)\]|隔離\/削除してください|suspicious execution file|Veuillez supprimer/imu;

/** The line under the heading of the result where nothing was found. */
const NOT_DETECTED =
  /^\s*\[(?:結果|Result|Résultat)\]\s+(?:検知しませんでした。?|Emotet was not detected\.|No detection\.|Emotet n'a pas été détecté\.)\s*$/mu;

const HEAD = /\[EmoCheck v([^\]\r\n]{1,20})\]/i;
const TIME = /^(?:プログラム実行時刻|Scan time|Temps d'.{1,12})\s*:\s*(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})\s*$/mu;
const PATH = /^\s*(?:イメージパス|Image Path|Emplacement)\s*:\s*(.+)$/gmu;

export function readEmoCheckText(bytes: Uint8Array): EmoCheckSaid {
  const readings = readingsOf(bytes, { mayBeDoubled: true });
  const ascii = asciiOf(bytes);
  const text = readings.find((reading) => NOT_DETECTED.test(reading) || DETECTED.test(reading)) ?? readings[0] ?? ascii;
  const version = HEAD.exec(text)?.[1];
  const time = TIME.exec(text)?.[1];
  const read = { ...(version !== undefined && { version }), ...(time !== undefined && { time }) };
  if ([ascii, ...readings].some((reading) => DETECTED.test(reading))) {
    const paths = [...text.matchAll(PATH)].map(([, path = '']) => path.trim());
    const said = paths.length === 0 ? 'EmoCheck found Emotet.' : `EmoCheck found Emotet: ${paths.join(', ')}`;
    return { ...read, found: 'yes', said };
  }
  // Which of several reports the version and the time belong to is not sure, nor whose the others are.
  const isSeveral = [HEAD, TIME, NOT_DETECTED].some(
    (part) => [...text.matchAll(new RegExp(part, `${part.flags}g`))].length > 1,
  );
  if (isSeveral) return { ...read, found: 'unclear', said: 'Several reports are in one file.' };
  if (NOT_DETECTED.test(text)) return { ...read, found: 'no', said: 'EmoCheck found no process of Emotet.' };
  return { ...read, found: 'unclear', said: 'The report is cut off or damaged: its result cannot be read.' };
}
