// The words of a hand-out in English.

import type { MailServer } from '../../model/mail-host.ts';
import { codePointOf } from './code-point.ts';
import { momentParts } from './moment-parts.ts';
import type { SheetWords } from './sheet-words.ts';
import { stepWordsEn } from './steps/step-words-en.ts';
import { stepsFor, WEB_MAIL } from './steps/steps-for.ts';

const server = ({ host, port, security }: MailServer): string =>
  `${host}, port ${port} (${security === 'tls' ? 'SSL/TLS' : 'STARTTLS'})`;

export const wordsEn: SheetWords = {
  title: 'Your new e-mail address',
  addressee: (name) => name,
  moment(at, timeZone) {
    const parts = momentParts(at, { language: 'en-GB', timeZone }, { month: 'long', weekday: 'long', hour: '2-digit' });
    const day = `${parts.weekday}, ${parts.day} ${parts.month} ${parts.year}`;
    return `${day}, ${parts.hour}:${parts.minute} (${timeZone})`;
  },
  labels: {
    oldAddress: 'Your address until now',
    newAddress: 'Your new address',
    switchAt: 'We switch on',
    changes: 'What changes',
    devices: 'What to do on your devices',
    byItself: 'Happens by itself',
    servers: 'Mail servers',
    fakes: 'Beware of fake messages',
    call: 'If you need help',
    hosts: (names) => names.join(', '),
  },
  changes: ({ mode, provider }) => [
    'Until the switch, go on as before. You need not change anything earlier.',
    ...(mode === 'rename'
      ? [
          'Your mail, calendar and contacts stay where they are, and mail to your old address arrives in the same mailbox. Your password stays the same.',
        ]
      : [
          'From the switch on, use your new address. Your old mail stays in your old mailbox.',
          'The password of your new address is not on this page. You get it separately, in person.',
        ]),
    ...(mode === 'rename' && provider === 'microsoft-365'
      ? [
          'You also sign in to Microsoft 365 with your new address. If Windows no longer takes the old name, choose “Other user” and enter your new address. Authenticator may show both the old and the new one. The addresses of your OneDrive change: share your links again.',
        ]
      : []),
    ...(mode === 'rename' && provider === 'google-workspace'
      ? ['You also sign in to Google with your new address. Shared files and calendars go on working.']
      : []),
  ],
  fakes: ({ oldDomains, clients }) => [
    'The company never asks for a password by mail or telephone.',
    'Distrust any message that makes you open an attachment, click “Enable content” or sign in behind a link, even one from a colleague.',
    `After the switch, be suspicious of messages from colleagues at ${oldDomains.map((domain) => `@${domain}`).join(', ')}.`,
    ...(clients.publishAt === undefined
      ? []
      : [
          `The QR codes on this page open no web site but ${new URL(clients.publishAt).host}. Do not open any other address.`,
        ]),
    'If in doubt, do not reply and do not click. Call us.',
  ],
  unlisted:
    'Do not set up your new address on a device that is not listed here: it has not been found safe yet, or is not registered. If you use one, tell the help desk.',
  callText: 'If your screen looks different from this page, or if anything is unclear, stop and call us.',
  clients: {
    'outlook-classic': 'Outlook (classic)',
    'outlook-new': 'New Outlook',
    thunderbird: 'Thunderbird',
    'apple-mail': 'Mail on a Mac',
    ios: 'iPhone or iPad',
    android: 'Android',
    'gmail-web': 'Gmail in the browser',
    becky: 'Becky! Internet Mail',
    shuriken: 'Shuriken',
    other: 'Another mail program',
  },
  noDevice: {
    name: 'No device of yours is registered',
    steps: ({ provider }) => [
      'If you read mail on a PC or phone of the company, tell the help desk before the switch.',
      ...(provider === 'imap-host'
        ? []
        : [
            `After the switch, open ${WEB_MAIL[provider]} in the browser of a PC that the help desk names, and sign in with your new address. You can read and write all mail there.`,
          ]),
    ],
  },
  servers: ({ imap, smtp, pop }, login, hasPop) => [
    { label: 'Incoming (IMAP)', value: server(imap) },
    ...(hasPop && pop !== undefined ? [{ label: 'Incoming (POP3)', value: server(pop) }] : []),
    { label: 'Outgoing (SMTP)', value: `${server(smtp)}, with sign-in` },
    { label: 'User name', value: login },
  ],
  loginInWords: { address: 'your new address', 'local-part': 'the part of your new address before the @' },
  help: {
    title: 'How to set up your new e-mail address',
    opening:
      'Find your mail program below. When we switch and whom to call stands on the page that you were given. Nothing here ever asks for your password.',
  },
  steps: stepsFor(stepWordsEn),
  codes: {
    appleProfile: 'Settings profile',
    androidAccount: 'For Thunderbird',
    help: 'Steps for other devices',
  },
  print: {
    title: (batch) => `Hand-outs of the batch ${batch}`,
    count: (people, heldBack) =>
      `The pages of ${people} people follow in this order. Tick each box when the page was handed over.` +
      (heldBack === 0 ? '' : ` ${heldBack} more are held back; they stand at the end.`),
    oneSided: 'Print on one side only: on both, the back of a page would be the page of somebody else.',
    heldBack: 'Held back: their devices were not found safe yet. Give them neither a page nor a password',
  },
  missing: (characters) =>
    `“〓” stands for characters that the printed letters do not have: ${characters.map(codePointOf).join(', ')}`,
  page: (number, of) => `Page ${number} of ${of}`,
};
