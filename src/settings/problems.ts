// The words of every problem in migrate.yaml, made from a code and values. Never a secret, and never a value that may be one.

import type { Place, Problem, Severity } from '../model/problem.ts';
import { clientsTexts } from './clients-problems.ts';
import { hostTexts } from './host-problems.ts';
import { sendingTexts } from './sending-problems.ts';
import { show } from './show.ts';
import type { Words } from './show.ts';

const texts = {
  'settings.empty': () => [
    'The file is empty.',
    'Nothing can be planned without settings.',
    'Run `migrate init` in an empty folder and take over the file that it writes.',
  ],
  'settings.no-settings': () => [
    'The file does not hold settings of the form `key: value`.',
    'Nothing can be planned without settings.',
    'Run `migrate init` in an empty folder and take over the file that it writes.',
  ],
  'settings.yaml': ({ said }: { said: string }) => [
    `This is not YAML: ${said}.`,
    'The lines around it cannot be read with certainty, so nothing after it was checked.',
    'Indent with spaces, the same number for all keys of a group; put texts with { } [ ] : # % @ or * into quotes.',
  ],
  'settings.duplicate-key': ({ key }: { key: string }) => [
    `${key} stands here for the second time.`,
    'Only one of the two would count, and nobody can say which was meant.',
    'Remove one of them.',
  ],
  'settings.alias-bomb': () => [
    'The file repeats itself through too many YAML aliases (*name).',
    'It cannot be read in bounded memory.',
    'Write the values out instead of repeating them with & and *.',
  ],
  'settings.unknown-key': ({ key, near, known }: { key: string; near: string | undefined; known: string }) => [
    `${show(key)} is not a setting${near === undefined ? '' : `; did you mean ${near}?`}`,
    'A setting that is not known would be ignored, and you would not see it.',
    near === undefined ? `Remove it. Known here: ${known}.` : `Write ${near}, or remove it.`,
  ],
  'settings.missing': ({ key, purpose, example }: Field) => [
    `${key} is missing.`,
    purpose,
    example === '' ? `Add ${key}.` : `Add it, for example: ${key}: ${example}`,
  ],
  'settings.wrong-type': ({ key, purpose, example, value, wanted }: Field & { value: unknown; wanted: string }) => [
    `${key} is ${kindOf(value)}, but must be ${wanted}.`,
    purpose,
    wanted === 'a text' && typeof value !== 'object'
      ? `Put it into quotes: ${key}: '${JSON.stringify(value)}'`
      : `Write for example: ${key}: ${example}`,
  ],
  'settings.not-one-of': (facts: Field & { value: unknown; options: string; near: string | undefined }) => [
    `${facts.key} cannot be ${show(facts.value)}${facts.near === undefined ? '' : `; did you mean ${facts.near}?`}`,
    facts.purpose,
    `Write one of: ${facts.options}.`,
  ],
  'settings.out-of-range': (facts: Field & { value: unknown; bound: string }) => [
    `${facts.key} is ${show(facts.value)}, but must be ${facts.bound}.`,
    facts.purpose,
    `Write for example ${facts.key}: ${facts.example} (a share is written as 0.05, not as 5 or 5%).`,
  ],
  'settings.blank': ({ key, purpose, example }: Field) => [
    `${key} is empty.`,
    purpose,
    example === '' ? 'Fill it in.' : `Fill it in, for example: ${key}: ${example}`,
  ],
  'settings.format': ({ key, purpose, example, value }: Field & { value: unknown }) => [
    `${key} cannot be ${show(value)}.`,
    purpose,
    `Write for example: ${key}: ${example}`,
  ],
  'settings.domain': ({ value }: { value: unknown }) => [
    `${show(value)} is not a domain name.`,
    'Addresses are compared with it, letter by letter.',
    'Write the part after the @ alone: aozora-trading.example. Japanese names are fine.',
  ],
  'settings.address': ({ value }: { value: unknown }) => [
    `${show(value)} is not one mail address.`,
    'It must name exactly one account.',
    'Write it as admin@aozora-shoji.example, without a name and without < >.',
  ],
  'settings.date': ({ value }: { value: unknown }) => [
    `${show(value)} is not a day.`,
    'Notices name this day, nothing is sent on it, or the automatic reply ends with its last second.',
    'Write it as YYYY-MM-DD, for example 2027-05-31.',
  ],
  'settings.time-zone': ({ value }: { value: unknown }) => [
    `${show(value)} is not a time zone.`,
    'Days begin and end in this zone.',
    'Write its IANA name, for example Asia/Tokyo or Europe/Berlin.',
  ],
  'settings.website': ({ value }: { value: unknown }) => [
    `${show(value)} is not the plain address of a web site.`,
    'Readers type it from the notice: a port, a query or a # in it looks like fraud.',
    'Write it as https://www.aozora-shoji.example/',
  ],
  'settings.pattern': ({ value }: { value: unknown }) => [
    `${show(value)} is not a rule for new addresses.`,
    'Every person who has no new address in the staff list gets one by this rule.',
    "Write keep, or a pattern in quotes such as '{given}.{family}'. Known: {given} {family} {g} {f} {local}; else a-z 0-9 . _ -",
  ],
  'settings.variable': ({ key }: { key: string }) => [
    `${key} is not the name of an environment variable. (The value is not shown: it may be a secret.)`,
    'A secret in a file is copied, synchronised and backed up; whoever reads it owns the tenant.',
    `Write a name in capitals, for example ${key}: MIGRATE_CLIENT_SECRET, and set that variable in your shell. If the secret itself stood here, renew it.`,
  ],
  'settings.secret': ({ where }: { where: string }) => [
    `${where} looks like a secret. (It is not shown.)`,
    'A secret in a file is copied, synchronised and backed up; whoever reads it owns the tenant.',
    'Take it out, renew it at the provider, put the new one into an environment variable and name that: signIn: { with: secret, variable: MIGRATE_CLIENT_SECRET }. Key files are named by keyFile or file.',
  ],
  'settings.new-domain-is-old': ({ domain }: { domain: string }) => [
    `${domain} is both the new domain and an old one.`,
    'Nobody would move, and every address would collide with itself.',
    'Take it out of domains.old, or name another domains.new.',
  ],
  'settings.new-domain-below-old': ({ domain, old }: { domain: string; old: string }) => [
    `The new domain ${domain} lies below the old one, ${old}.`,
    'Receivers judge a name below a burned domain by the burned domain.',
    'Take a domain of its own where you can.',
  ],
  'settings.domain-twice': ({ domain }: { domain: string }) => [
    `${domain} stands twice among the old domains.`,
    'One of the two may have been meant to be another one.',
    'Remove it, or correct it.',
  ],
  'settings.batch-twice': ({ name, line }: { name: string; line: number }) => [
    `The batch ${show(name)} stands in line ${line} already (letter case and width do not count).`,
    'The staff list could not say which of the two it means.',
    'Give it another name.',
  ],
  'settings.alias-needs-rename': () => [
    'alias: true does not go with mode: new-mailbox.',
    'The old mailbox stays and keeps the old address; an address can belong to one mailbox only.',
    'Write alias: false and let forward: true carry the mail over, or choose mode: rename.',
  ],
  'settings.alias-stays': () => [
    'alias: false has no effect with mode: rename.',
    'Both providers keep the old address as an alias of the renamed account, and we never delete an address.',
    'Write alias: true, so that the file says what happens.',
  ],
  'settings.forward-needs-new-mailbox': () => [
    'forward: true does not go with mode: rename.',
    'There is one mailbox only: mail to the old address arrives in it anyway.',
    'Remove forward.',
  ],
  'settings.reply-to-all': () => [
    'reply: true with mode: rename also answers mail that was sent to the new address.',
    'One mailbox has one automatic reply, whichever of its addresses was written to.',
    'Leave reply out, or accept that everybody gets the answer once.',
  ],
  'settings.until-without-reply': () => [
    'replyUntil is set, but reply is not true.',
    'No reply would be set at all.',
    'Write reply: true, or remove replyUntil.',
  ],
  'settings.licence-not-allowed': ({ licence, near }: { licence: string; near: string | undefined }) => [
    `The default licence ${show(licence)} is not among the allowed ones${near === undefined ? '' : `; did you mean ${near}?`}`,
    'Everybody without a licence in the staff list would be refused.',
    'Add it to licence.allowed, or correct it.',
  ],
  'settings.section-missing': ({ provider }: { provider: string }) => [
    `provider is ${provider}, but the section ${provider} is missing.`,
    'It says how to sign in.',
    `Add it: ${provider}: ${SECTIONS[provider] ?? ''}`,
  ],
  'settings.column-twice': ({ heading, first }: { heading: string; first: string }) => [
    `The heading ${show(heading)} is mapped to ${first} already.`,
    'One column cannot hold two things.',
    'Correct one of the two.',
  ],
  ...sendingTexts,
  ...hostTexts,
  ...clientsTexts,
} satisfies Record<string, (facts: never) => Words>;

/** What a section that is missing looks like, by provider. */
export const SECTIONS: Readonly<Record<string, string>> = {
  'microsoft-365': '{ tenant: …, client: …, signIn: { with: secret, variable: MIGRATE_CLIENT_SECRET } }',
  'google-workspace': '{ keyFile: keys/service-account.json, administrator: … }',
  'imap-host': '{ imap: { host: … }, smtp: { host: … }, provision: { command: bin/make-mailbox } }',
};

const WARNINGS: ReadonlySet<Code> = new Set<Code>([
  'settings.new-domain-below-old',
  'settings.alias-stays',
  'settings.reply-to-all',
  'settings.host-without-licences',
  'settings.switch-days-differ',
]);

interface Field {
  readonly key: string;
  /** What the field is for, from the schema. */
  readonly purpose: string;
  /** A value in YAML, from the schema; '' where there is none. */
  readonly example: string;
}

type Texts = typeof texts;
export type Code = keyof Texts;
export type Facts<C extends Code> = Parameters<Texts[C]> extends [infer Given] ? Given : Record<string, never>;

/** The problem of one code at one place. */
export function settingsProblem<C extends Code>(code: C, place: Place, facts: Facts<C>): Problem {
  const words: { [Name in Code]: (facts: Facts<Name>) => Words } = texts;
  const [what, why, todo] = words[code](facts);
  const severity: Severity = WARNINGS.has(code) ? 'warning' : 'error';
  return { code, severity, place, what, why, todo };
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of settings';
  return typeof value === 'string' ? `the text ${show(value)}` : `the ${typeof value} ${show(value)}`;
}
