// The one script that this program keeps at a mailbox: an automatic reply (RFC 5230), a forward, or both. What it stands for is in its
// second line, so that it can be read back; a script that is not as it was written is not ours any more.

import type { AutomaticReply, Forwarding } from '../../model/account.ts';
import { htmlText } from '../../notice/html-words.ts';

export const SCRIPT_NAME = 'migrate';

/** What our script does. Empty: there is none. */
export interface ScriptState {
  readonly reply?: AutomaticReply;
  readonly forwarding?: Forwarding;
}

/** Whoever writes twice within a week is answered once. */
const DAYS_BETWEEN = 7;
const FIRST_LINE = '# Made by migrate for an address that has moved. Whoever changes this script takes it over.';
const STATE = '# state ';

/** The extensions that a script needs. */
export function extensionsFor({ reply, forwarding }: ScriptState): readonly string[] {
  const isTimed = reply?.startsAt !== undefined || reply?.endsAt !== undefined;
  return [
    ...(reply === undefined ? [] : ['vacation']),
    ...(isTimed ? ['date', 'relational'] : []),
    ...(forwarding?.keepsCopy === true ? ['copy'] : []),
  ];
}

export function scriptOf(address: string, state: ScriptState): string {
  const { reply, forwarding } = state;
  const lines = [
    FIRST_LINE,
    `${STATE}${Buffer.from(JSON.stringify(state)).toString('base64')}`,
    `require [${extensionsFor(state).map(quoted).join(', ')}];`,
    ...(reply === undefined ? [] : vacation(address, reply)),
    ...(forwarding?.to === undefined
      ? []
      : [`redirect${forwarding.keepsCopy ? ' :copy' : ''} ${quoted(forwarding.to)};`]),
  ];
  return `${lines.filter((line) => line !== 'require [];').join('\r\n')}\r\n`;
}

/** What a script of ours stands for; undefined where it is somebody else's, or was changed by hand. */
export function stateOf(address: string, script: string): ScriptState | undefined {
  const line = script.split(/\r?\n/).find((one) => one.startsWith(STATE));
  if (line === undefined) return undefined;
  try {
    const state = JSON.parse(Buffer.from(line.slice(STATE.length), 'base64').toString('utf8')) as ScriptState;
    return folded(scriptOf(address, state)) === folded(script) ? state : undefined;
  } catch {
    return undefined;
  }
}

function vacation(address: string, reply: AutomaticReply): string[] {
  const { subject, startsAt, endsAt } = reply;
  const text = plainText(reply.externalHtml === '' ? reply.internalHtml : reply.externalHtml);
  const answer = [
    `vacation :days ${DAYS_BETWEEN}`,
    `:addresses [${quoted(address)}]`,
    ...(subject === undefined ? [] : [`:subject ${quoted(subject)}`]),
    `${quoted(text)};`,
  ].join(' ');
  const tests = [
    ...(startsAt === undefined ? [] : [moment('ge', startsAt)]),
    ...(endsAt === undefined ? [] : [moment('le', endsAt)]),
  ];
  if (tests.length === 0) return [answer];
  return [`if allof (${tests.join(', ')}) {`, `  ${answer}`, '}'];
}

/** Moments of one form in one zone follow each other as their letters do (RFC 5260, `iso8601`). */
function moment(relation: 'ge' | 'le', at: number): string {
  const shown = new Date(at).toISOString().replace(/\.\d{3}Z$/, '+00:00');
  return `currentdate :zone "+0000" :value "${relation}" "iso8601" ${quoted(shown)}`;
}

/** RFC 5228, 2.4.2. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** As a mail program shows it: line ends of the source are spaces, and an empty line follows a paragraph. */
function plainText(html: string): string {
  const flowing = html.replace(/\s+/g, ' ').replace(/<\/(?:p|h\d|table|ul|ol)>/gi, '$&<br>');
  const lines = htmlText(flowing)
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim());
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .replaceAll('\n', '\r\n');
}

/** Servers may change line ends. */
function folded(script: string): string {
  return script.replace(/\r\n?/g, '\n').trimEnd();
}
