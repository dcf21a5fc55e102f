// The section `sending` of migrate.yaml: what partners are told, who sends it, through which server, and at what pace.

import * as z from 'zod';
import { asciiDomain, readAddress } from '../model/mail-address.ts';
import { checked, date, text, variable } from './field-checks.ts';
import { smtpSchema } from './smtp-schema.ts';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const noticeName = z.string().regex(/^[a-z0-9][a-z0-9-]*$/);
const timeOfDay = checked('time-of-day', (value) => /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/.test(value));
const dnsServer = checked('dns-server', isDnsServer);

const windowSchema = z
  .strictObject({
    from: timeOfDay
      .optional()
      .meta({ description: 'Nothing starts before. Without it: 09:00.', examples: ["'09:00'"] }),
    to: timeOfDay
      .optional()
      .meta({ description: 'Nothing starts from then on; up to 24:00. Without it: 17:00.', examples: ["'17:00'"] }),
    weekdays: z
      .array(z.enum(WEEKDAYS).meta({ description: 'A day of the week.', examples: ['monday'] }))
      .min(1)
      .optional()
      .meta({ description: 'Days on which is sent. Without it: Monday to Friday.', examples: ['[monday, tuesday]'] }),
    holidays: z
      .array(date.meta({ description: 'A day on which nothing is sent.', examples: ['2026-12-29'] }))
      .optional()
      .meta({ description: 'Days on which nothing is sent.', examples: ['[2026-12-29, 2026-12-30]'] }),
  })
  .meta({
    description: 'When messages to partners may start, in the time zone of the company.',
    examples: ["{ from: '09:00', to: '17:00', weekdays: [monday, tuesday, wednesday, thursday, friday] }"],
  });

const statement = z.strictObject({
  text: text.meta({
    description: 'What was said, word for word.',
    examples: ["'@aozora-shoji.example 以外からのメールは削除してください'"],
  }),
  where: text.meta({ description: 'Where it was said.', examples: ['https://www.aozora-shoji.example/news/'] }),
  on: date.meta({ description: 'Day on which it was said.', examples: ['2026-11-02'] }),
  corrected: z
    .boolean()
    .optional()
    .meta({ description: 'It was corrected in public. Without it: false.', examples: [true] }),
});

const smime = z
  .strictObject({
    certificateFile: text.meta({
      description: 'PKCS#12 file (.p12, .pfx) with the certificate of the sender, its key and its chain.',
      examples: ['keys/info.p12'],
    }),
    passwordVariable: variable.optional().meta({
      description: 'Name of the environment variable that holds the password of the file. Without it: it has none.',
      examples: ['MIGRATE_SMIME_PASSWORD'],
    }),
    skipDomains: z
      .array(
        checked('domain', (value) => asciiDomain(value) !== undefined).meta({
          description: 'Domain of recipients.',
          examples: ['outlook.com'],
        }),
      )
      .optional()
      .meta({
        description:
          'Recipients there get no signature: their programs show it as an attachment, or spoil the text. Without it: ' +
          'the mail services of Microsoft for private people.',
        examples: ['[hotmail.com, live.jp, outlook.com]'],
      }),
  })
  .meta({
    description: 'Signs by S/MIME what the address in the certificate sends. Without it nothing is signed.',
    examples: ['{ certificateFile: keys/info.p12, passwordVariable: MIGRATE_SMIME_PASSWORD }'],
  });

export const sendingSchema = z
  .strictObject({
    notices: z
      .array(noticeName.meta({ description: 'Name of a notice in templates/notices.', examples: ['change'] }))
      .min(1)
      .optional()
      .meta({ description: 'What partners are told, in this order. Without it: change.', examples: ['[change]'] }),
    corrections: z
      .record(noticeName, noticeName)
      .optional()
      .meta({
        description:
          'Notices that go only to those who got an older version of another one: the correction on the left, on the ' +
          'right the notice that it corrects.',
        examples: ['{ correction: change }'],
      }),
    pointer: noticeName.optional().meta({
      description: 'The short notice from the old address, for partners who get both. Without it: old-address.',
      examples: ['old-address'],
    }),
    way: z
      .enum(['graph', 'gmail', 'smtp'])
      .optional()
      .meta({
        description:
          'What carries the messages: graph (Microsoft 365), gmail (Google Workspace), or a mail server of your own. ' +
          'Without it: that of the provider.',
        examples: ['smtp'],
      }),
    smtp: smtpSchema.optional(),
    smime: smime.optional(),
    sender: z
      .strictObject({
        name: text.meta({ description: 'Name that recipients see.', examples: ['青空商事 総務部'] }),
        address: checked('address', (value) => !('fault' in readAddress(value))).meta({
          description: 'Address on the new domain.',
          examples: ['info@aozora-trading.example'],
        }),
      })
      .optional()
      .meta({
        description: 'Who sends all notices. Without it: the first contact of each partner.',
        examples: ['{ name: 青空商事 総務部, address: info@aozora-trading.example }'],
      }),
    oldDomainReason: text.optional().meta({
      description:
        'Why the old domain may send at all; it is kept in the log. Without it the old domain sends nothing.',
      examples: ['Partners know the old addresses only; the domain is on no list.'],
    }),
    window: windowSchema.optional(),
    ramp: z
      .array(
        z
          .int()
          .min(1)
          .meta({ description: 'Most messages on one day of sending.', examples: [20] }),
      )
      .min(1)
      .optional()
      .meta({
        description:
          'Most messages on the first, second, ... day of sending; the last number holds from then on. ' +
          'Without it: 20, 40, 60, 90, 130, 180, 250, 350, 500.',
        examples: ['[20, 40, 60, 90, 130, 180, 250, 350, 500]'],
      }),
    perOperatorHour: z
      .int()
      .min(1)
      .optional()
      .meta({
        description: 'Most messages in an hour to recipients whose mail servers one operator runs. Without it: 60.',
        examples: [60],
      }),
    trial: z
      .boolean()
      .optional()
      .meta({ description: 'The tenant is on trial: the provider lets it send less.', examples: [true] }),
    tenantPerDay: z
      .int()
      .min(1)
      .optional()
      .meta({
        description:
          'Most external recipients of the tenant in 24 hours, as you observed it. Without it: by the formula.',
        examples: [9500],
      }),
    mostBounces: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .meta({
        description: 'Share of the messages (0 to 1) that may bounce before sending stops. Without it: 0.05.',
        examples: [0.05],
      }),
    autoSubmitted: z
      .boolean()
      .optional()
      .meta({
        description:
          'Messages carry Auto-Submitted (RFC 3834), so that absent people’s mailboxes do not answer. Some mail systems then hold answers of ' +
          'people back too. Without it: false.',
        examples: [true],
      }),
    dnsServers: z
      .array(dnsServer.meta({ description: 'A DNS server.', examples: ["'192.0.2.53'"] }))
      .min(1)
      .optional()
      .meta({
        description: 'DNS servers that are asked about domains. Without it: those of this computer.',
        examples: ["['192.0.2.53', '[2001:db8::53]:53']"],
      }),
    blocklists: z
      .array(
        z.strictObject({
          zone: checked('domain', (value) => asciiDomain(value) !== undefined).meta({
            description: 'Zone of a list of domains.',
            examples: ['dbl.spamhaus.org'],
          }),
          keyVariable: variable.optional().meta({
            description: 'Name of the environment variable that holds your key, where the list wants one.',
            examples: ['MIGRATE_DQS_KEY'],
          }),
        }),
      )
      .min(1)
      .optional()
      .meta({
        description: 'Blocklists of domains that ours are looked up in before the first message. Without it: none.',
        examples: ['[{ zone: dbl.dq.spamhaus.net, keyVariable: MIGRATE_DQS_KEY }]'],
      }),
    dkimSelectors: z
      .array(
        checked('selector', (value) => asciiDomain(`${value}.example`) !== undefined).meta({
          description: 'A DKIM selector.',
          examples: ['mail2026'],
        }),
      )
      .optional()
      .meta({ description: 'DKIM selectors to look for besides those of the provider.', examples: ['[mail2026]'] }),
    statements: z
      .array(statement)
      .optional()
      .meta({
        description: 'What we have said in public and a notice may contradict.',
        examples: [
          "[{ text: '@aozora-shoji.example 以外は削除してください', where: web site, on: 2026-11-02, corrected: false }]",
        ],
      }),
  })
  .meta({ description: 'How notices go out to partners. Without this section none does.', examples: ['{}'] });

export type SendingFile = z.output<typeof sendingSchema>;

/** `address`, `address:port` or `[address]:port`, the address in digits. */
function isDnsServer(value: string): boolean {
  const bracketed = /^\[([0-9a-fA-F:]+)\](?::(\d{1,5}))?$/.exec(value);
  const plain = /^(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{1,5}))?$/.exec(value);
  const [, address = value, port = '53'] = bracketed ?? plain ?? [];
  const isAddress = URL.canParse(`http://${address.includes(':') ? `[${address}]` : address}/`);
  return isAddress && /^[\d.]+$|:/.test(address) && Number(port) >= 1 && Number(port) <= 65_535;
}
