// A report in words alone: qmail, Exim, Sendmail and carriers, and whatever else says in a text that a message did not arrive.

import { codesIn } from './bounce-class.ts';
import { oneLine } from './one-line.ts';

/** Here what was sent begins: nothing below is the server's. */
const COPY =
  /^[> \t]*(?:-{2,40}[^-].{0,60}?(?:copy of (?:the|your) message|original message|returned message|unsent message|message follows|message header|headers? follows?|元のメッセージ)|original message headers:|return-path: <|received: from |-{40}|元のメッセージ)/i;
/** Words that stand in every report of their kind and say nothing. */
const FORM =
  /errors? -{3,}|this is a permanent error|permanent error; i've given up|wasn't able to deliver|created automatically|could not be delivered to one or more|(?:is|has) been attached|sorry to have to inform|warning message only|status notification/i;
/** A transcript: what the server at the other end said. */
const REMOTE = /^(?:<<< [45]|\(reason: |remote host said: )/i;
/** What a person who reads it takes for the reason, the plainest words first. */
const PLAIN =
  /unknown|not found|wasn't found|does(?: not|n't) (?:exist|like)|no longer|full\b|quota|disabled|limited|reject|denied|refused|expired|deferred|timed? ?out|loops? back|not delivered within|blocked|unrouteable|no mailbox|couldn't find|見つかりま|存在しま|いっぱい|宛先不明/i;
const LIKELY =
  /said|reason|response (?:from the remote server )?was|returned|error|because|diagnostic|couldn't be delivered|could not be delivered|not (?:yet )?been delivered|応答|理由|エラー|診断|できません/i;
const SMTP_REPLY = /(?:^|[\s:<'"(])[45]\d\d[ -](?=[\p{L}#(<\d'"])/u;
const MOST_LINES = 400;
const MOST_LINE = 500;
const MOST_JOINED = 4;

/** The words of the server, without the message that it returns. Lines and their number are bounded. */
export function serverWords(text: string): string {
  const lines = text.split('\n', MOST_LINES).map((line) => line.slice(0, MOST_LINE).trimEnd());
  const copy = lines.findIndex((line) => COPY.test(line));
  const words = copy < 0 ? lines : lines.slice(0, copy);
  // A report that begins with what it returns has its words below.
  return (words.some((line) => line !== '') ? words : lines).join('\n');
}

/** The line that says why, with the lines that belong to it; '' where none does. */
export function reasonLine(words: string): string {
  const lines = words.split('\n').map((line) => line.trim());
  const isCoded = (line: string): boolean => codesIn(line).length > 0 && /[45]\d\d|[#(:]/.test(line);
  const tests: readonly ((line: string) => boolean)[] = [
    (line) => REMOTE.test(line),
    isCoded,
    (line) => SMTP_REPLY.test(line),
    (line) => PLAIN.test(line),
    (line) => LIKELY.test(line),
  ];
  const found = tests
    .map((isReason) => lines.findIndex((line) => line.length > 8 && !FORM.test(line) && isReason(line)))
    .find((index) => index >= 0);
  if (found === undefined) return '';
  const rest = lines.slice(found, found + MOST_JOINED);
  const end = rest.findIndex(
    (line, index) => line === '' || (index > 0 && /^(?:>>>|<<<|<[^>]+>:?$|-{3,}|\d{3} )/.test(line)),
  );
  return oneLine(
    rest
      .slice(0, end < 0 ? rest.length : end)
      .join(' ')
      .replace(/^<<< /, ''),
  );
}
