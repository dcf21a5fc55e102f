// Words that make an honest notice look like fraud: haste, payments, attachments, what nobody filled in.

import type { Place, Problem } from '../model/problem.ts';
import { movedBy } from './finding.ts';
import type { Finding } from './finding.ts';
import { noticeProblem } from './problems.ts';
import { Remembered } from './remembered.ts';

const URGENCY =
  /大?至急|緊急|今すぐ|すぐに|直ちに|ただちに|早急|お早めに|時間以内|期限内に|利用停止|凍結|最終(?:通告|警告)|\b(?:urgent(?:ly)?|immediate(?:ly)?|asap|as soon as possible|right away|act now|at once|within \d+ (?:hours?|days?)|final (?:notice|warning)|suspended|deadline)\b/giu;
const LOUD_SUBJECT = /【?重要】?|警告|要対応|\b(?:important|attention|warning|alert|action required)\b|[!！]{1,}/giu;
const FAKE_ANSWER = /(?<=^\s*)(?:(?:re|fwd?|aw|返信|転送)[:：]\s*)+/iu;
const PAYMENT =
  /お?振込先?|口座|お?支払い?|送金|入金|請求書?|\b(?:bank(?: account| details)?|payments?|pay|invoices?|remit(?:tance)?|wire transfer)\b/giu;
const ATTACHMENT = /添付|\battach(?:ed|ments?)?\b/giu;
const UNFILLED =
  /\{\{[^{}\n]*\}\}|\{\{|\}\}|｛｛|｝｝|[$#]\{[^{}\n]*\}|<[%?]|%[A-Za-z_]+%|[○〇●]{2,}|\bTO[D]O\b|\bundefined\b|\[object |\blorem ipsum\b/giu;

/** What stays as it is, or is never asked for. */
const STAYS =
  /(?:変更|変わり)(?:は|も)?(?:一切)?(?:ござい|あり)ません|変わりません|(?:ことは|ことも)(?:一切)?(?:ござい|あり)ません|\b(?:stays?|remains?) (?:the same|unchanged|as (?:it is|they are))|\bunchanged\b|\b(?:has|have|will|do|does|is|are) (?:not|never) (?:be )?(?:chang\w+|ask\w*)|\bnever (?:be )?ask/iu;
/** A sentence, or a block of lines without an end of one. */
const SENTENCE = /(?:[^。！？!?.\n]|\.(?=\S)|\n(?!\s*\n))+(?:[。！？!?.]|\n\s*\n|$)/gu;

export function lintSubject(subject: string): readonly Finding[] {
  return [
    ...each(subject, FAKE_ANSWER, (text, place) => noticeProblem('notice.subject', place, { text })),
    ...each(subject, LOUD_SUBJECT, (text, place) => noticeProblem('notice.urgency', place, { text })),
    ...lintWords(subject),
  ];
}

/** Of a text part, an HTML part, or a source in which the fields were blanked out. */
export function lintWords(text: string): readonly Finding[] {
  const found: Finding[] = [];
  let start = 0;
  // A blank line ends every sentence.
  for (const paragraph of text.split(/(\n\s*\n)/u)) {
    found.push(...movedBy(start, paragraphs.of(paragraph)));
    start += paragraph.length;
  }
  return found;
}

const paragraphs = new Remembered(lintParagraph);

function lintParagraph(text: string): readonly Finding[] {
  return [
    ...each(text, URGENCY, (word, place) => noticeProblem('notice.urgency', place, { text: word })),
    ...each(text, UNFILLED, (word, place) => noticeProblem('notice.unfilled', place, { text: word })),
    ...[...text.matchAll(SENTENCE)].flatMap(({ 0: sentence, index }) => lintSentence(sentence, index)),
  ];
}

function lintSentence(sentence: string, start: number): readonly Finding[] {
  if (!PAYMENT.test(sentence) && !ATTACHMENT.test(sentence)) return [];
  PAYMENT.lastIndex = 0;
  ATTACHMENT.lastIndex = 0;
  const flat = sentence.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  // Japanese is wrapped without a space.
  if (STAYS.test(flat) || STAYS.test(flat.replaceAll(' ', ''))) return [];
  const found = [
    ...each(sentence, PAYMENT, (text, place) => noticeProblem('notice.payment', place, { text })),
    ...each(sentence, ATTACHMENT, (text, place) => noticeProblem('notice.attachment', place, { text })),
  ];
  return found.map((finding) => ({ ...finding, index: start + finding.index }));
}

function each(text: string, shape: RegExp, say: (text: string, place: Place) => Problem): Finding[] {
  const all = shape.global ? [...text.matchAll(shape)] : [shape.exec(text)].filter((match) => match !== null);
  return all.map((match) => {
    const found = match[0].trim();
    return { index: match.index, found, say: (place) => say(found, place) };
  });
}
