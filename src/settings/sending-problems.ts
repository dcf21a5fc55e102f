// The words of what is wrong with the section `sending`.

import { show } from './show.ts';
import type { Words } from './show.ts';

export const sendingTexts = {
  'settings.time-of-day': ({ value }: { value: unknown }) => [
    `${show(value)} is not a time of day.`,
    'Messages to partners start between two times of day only.',
    "Write it with two digits for the hour, in quotes: '09:00'. The end of the day is '24:00'.",
  ],
  'settings.dns-server': ({ value }: { value: unknown }) => [
    `${show(value)} is not the address of a DNS server.`,
    'A name could not be looked up before there is a server to ask.',
    "Write its address in digits, with a port where it is not 53: '192.0.2.53', '192.0.2.53:5353' or '[2001:db8::53]:53'.",
  ],
  'settings.host': ({ value }: { value: unknown }) => [
    `${show(value)} is not the name of a server.`,
    'Nothing could be connected to, and no certificate checked.',
    'Write its full name without a port: smtp.aozora-trading.example. The port stands in port.',
  ],
  'settings.selector': ({ value }: { value: unknown }) => [
    `${show(value)} is not a DKIM selector.`,
    'The public key is looked up under <selector>._domainkey.<domain>.',
    'Write the selector alone: mail2026.',
  ],
  'settings.way-of-other-provider': ({ way, provider }: { way: string; provider: string }) => [
    `way: ${way} does not go with provider: ${provider}.`,
    'The mailboxes that send are at the other provider.',
    provider === 'imap-host'
      ? 'Write way: smtp, with a section smtp.'
      : `Write way: ${provider === 'google-workspace' ? 'gmail' : 'graph'}, or way: smtp with a section smtp.`,
  ],
  'settings.notice-section-missing': () => [
    'There is a section sending, but no section notice.',
    'It says who speaks, on which days the addresses change, and where a reader can check it.',
    'Take it over from the file that migrate init writes into a new folder, and fill it in.',
  ],
  'settings.smtp-missing': () => [
    'way is smtp, but the section smtp is missing.',
    'It says which mail server takes the messages.',
    'Add it below sending: smtp: { host: smtp.aozora-trading.example, signIn: { user: …, variable: MIGRATE_SMTP_PASSWORD } }',
  ],
  'settings.not-encrypted': ({ host }: { host: string }) => [
    `security: none does not go with ${show(host)}.`,
    'Passwords and letters would travel in the open; only on this computer itself (127.0.0.1, ::1, localhost) can nobody listen.',
    'Write security: starttls or security: tls.',
  ],
  'settings.window-empty': ({ from, to }: { from: string; to: string }) => [
    `The window ends (${to}) before it begins (${from}), or in the same minute.`,
    'Nothing would ever be sent.',
    "Write a from that comes before to on the same day. For the whole day: from: '00:00', to: '24:00'.",
  ],
  'settings.sender-outside': ({ address, domain }: { address: string; domain: string }) => [
    `The sender ${address} is not on the new domain ${domain}.`,
    'SPF, DKIM and DMARC of the new domain speak for its own addresses only; receivers would take the letters for fraud.',
    `Write an address on ${domain}. From the old domain only the partners with old or both are written to, with oldDomainReason.`,
  ],
  'settings.dkim-outside': ({ signs, domain }: { signs: string; domain: string }) => [
    `dkim signs for ${signs}, but notices come from ${domain}.`,
    'A signature of another domain does not speak for the sender: DMARC counts it as none.',
    `Write domain: ${domain}.`,
  ],
  'settings.batch-reserved': ({ name }: { name: string }) => [
    `A batch cannot be called ${show(name)}.`,
    'All notices to partners are one batch of that name; it comes after every other one.',
    'Give the batch another name.',
  ],
  'settings.notice-twice': ({ name }: { name: string }) => [
    `The notice ${show(name)} stands here for the second time.`,
    'Nobody is told the same thing twice.',
    'Remove one of the two.',
  ],
  'settings.correction-unlisted': ({ name }: { name: string }) => [
    `${name} is said to correct another notice, but it is not among the notices.`,
    'It would never be sent.',
    `Add ${name} to sending.notices, or remove it here.`,
  ],
  'settings.correction-of-itself': ({ name }: { name: string }) => [
    `${name} is said to correct itself.`,
    'A correction is a notice of its own: who got an older text must be told what was wrong in it.',
    'Name the notice that it corrects: corrections: { correction: change }',
  ],
} satisfies Record<string, (facts: never) => Words>;
