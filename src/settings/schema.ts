// The shape of migrate.yaml. Every field says what it is for and shows an example: editors and error texts take both from here.

import * as z from 'zod';
import { DEVICE_FIELDS } from '../model/device-field.ts';
import { asciiDomain, readAddress } from '../model/mail-address.ts';
import { PARTNER_FIELDS } from '../model/partner-field.ts';
import { STAFF_FIELDS } from '../model/staff-field.ts';
import { clientsSchema } from './clients-schema.ts';
import { evidenceSchema } from './evidence-schema.ts';
import { checked, date, text, variable } from './field-checks.ts';
import { hostSchema } from './host-schema.ts';
import { noticeSchema } from './notice-schema.ts';
import { sendingSchema } from './sending-schema.ts';

const domain = checked('domain', (value) => asciiDomain(value) !== undefined);
const address = checked('address', (value) => !('fault' in readAddress(value)));
const timeZone = checked('time-zone', isTimeZone);
const share = z.number().min(0).max(1);

function way<Name extends string>(name: Name) {
  return z.literal(name).meta({
    description: 'How the program signs in: secret, certificate, device-code or managed-identity.',
    examples: [name],
  });
}

const signIn = z
  .discriminatedUnion('with', [
    z.strictObject({ with: way('secret'), variable }),
    z.strictObject({
      with: way('certificate'),
      file: text.meta({ description: 'PEM or PFX file with the private key.', examples: ['keys/migrate.pem'] }),
      passwordVariable: variable.optional(),
    }),
    z.strictObject({ with: way('device-code') }),
    z.strictObject({ with: way('managed-identity') }),
  ])
  .meta({
    description: 'How the program signs in.',
    examples: ['{ with: secret, variable: MIGRATE_CLIENT_SECRET }'],
  });

const microsoft365 = z
  .strictObject({
    tenant: z
      .string()
      .regex(/^[0-9A-Za-z][0-9A-Za-z.-]*$/)
      .meta({ description: 'Id or first domain of the tenant.', examples: ['aozora.onmicrosoft.com'] }),
    client: z
      .string()
      .regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/)
      .meta({
        description: 'Application (client) id of the app registration.',
        examples: ["'00000000-0000-0000-0000-000000000000'"],
      }),
    signIn,
  })
  .meta({ description: 'How to reach Microsoft 365.' });

const googleWorkspace = z
  .strictObject({
    keyFile: text.meta({
      description: 'JSON key of the service account with domain-wide delegation.',
      examples: ['keys/service-account.json'],
    }),
    administrator: address.meta({
      description: 'The super administrator that the service account acts as.',
      examples: ['admin@aozora-shoji.example'],
    }),
    customer: text
      .optional()
      .meta({ description: 'Customer id; my_customer means your own.', examples: ['C01abc23d'] }),
  })
  .meta({ description: 'How to reach Google Workspace.' });

const batch = z.strictObject({
  name: text.meta({ description: 'Name of the batch, as the staff list writes it.', examples: ['pilot'] }),
  failureThreshold: share.optional().meta({
    description: 'Share of its people (0 to 1) that may fail before the next batch is held. Without it: 0.',
    examples: [0.05],
  }),
});

const columns = z.partialRecord(z.enum(STAFF_FIELDS), text).meta({
  description: 'Headings of the staff list that are not known by themselves: field on the left, heading on the right.',
  examples: ['{ department: 所属グループ }'],
});

const partnerColumns = z.partialRecord(z.enum(PARTNER_FIELDS), text).meta({
  description:
    'Headings of the partner list that are not known by themselves: field on the left, heading on the right.',
  examples: ['{ contacts: 弊社窓口 }'],
});

const deviceColumns = z.partialRecord(z.enum(DEVICE_FIELDS), text).meta({
  description: 'Headings of the device list that are not known by themselves: field on the left, heading on the right.',
  examples: ['{ host: 資産名 }'],
});

export const fileSchema = z.strictObject({
  company: text.meta({
    description: 'Name of the company, as replies and notices write it.',
    examples: ['青空商事株式会社'],
  }),
  domains: z
    .strictObject({
      old: z
        .array(domain)
        .min(1)
        .meta({ description: 'Domains to leave.', examples: ['[aozora-shoji.example]'] }),
      new: domain.meta({ description: 'Domain to move to.', examples: ['aozora-trading.example'] }),
    })
    .meta({
      description: 'From where to where.',
      examples: ['{ old: [aozora-shoji.example], new: aozora-trading.example }'],
    }),
  provider: z
    .enum(['microsoft-365', 'google-workspace', 'imap-host'])
    .meta({ description: 'Where the mailboxes are.', examples: ['microsoft-365'] }),
  sandbox: text.optional().meta({
    description: 'Folder of the sandbox that stands in for the provider. Leave it out for the real one.',
    examples: ['sandbox'],
  }),
  'microsoft-365': microsoft365.optional(),
  'google-workspace': googleWorkspace.optional(),
  'imap-host': hostSchema.optional(),
  mode: z.enum(['new-mailbox', 'rename']).meta({
    description:
      'new-mailbox makes fresh mailboxes beside the old ones; rename moves the addresses of those that exist.',
    examples: ['new-mailbox'],
  }),
  administrator: address.optional().meta({
    description: 'Address of the administrator, whose own account must not be moved by accident.',
    examples: ['admin@aozora-shoji.example'],
  }),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .meta({ description: 'Where the licences are used: two letters of ISO 3166-1.', examples: ['JP'] }),
  timeZone: timeZone.optional().meta({
    description: 'IANA name of the time zone in which the dates of this file are meant. Without it: UTC.',
    examples: ['Asia/Tokyo'],
  }),
  language: z
    .enum(['ja', 'en'])
    .meta({ description: 'Language for people of whom the staff list does not say one.', examples: ['ja'] }),
  newAddress: checked('pattern', isAddressRule)
    .optional()
    .meta({
      description:
        'How new addresses are made where the staff list has none: keep (the part before the @), or a pattern over ' +
        '{given}, {family}, {g}, {f} (first letters) and {local}. Without it: keep.',
      examples: ["'{given}.{family}'", 'keep'],
    }),
  batches: z
    .array(batch)
    .min(1)
    .meta({ description: 'The waves, in their order.', examples: ['[{ name: pilot, failureThreshold: 0 }]'] }),
  licence: z
    .strictObject({
      default: text.meta({
        description: 'Licence of everybody of whom the staff list says nothing.',
        examples: ['SPE_E3'],
      }),
      allowed: z
        .array(text)
        .min(1)
        .optional()
        .meta({
          description: 'All licences that the staff list may name. Without it: only the default one.',
          examples: ['[SPE_E3, STANDARDPACK]'],
        }),
      group: text.optional().meta({
        description: 'Group through which the licence is assigned. Without it: directly.',
        examples: ['License-E3'],
      }),
    })
    .optional()
    .meta({ description: 'Which licences people get. Leave it out where the provider assigns them by itself.' }),
  oldAddress: z
    .strictObject({
      forward: z
        .boolean()
        .optional()
        .meta({ description: 'Forward its mail to the new address.', examples: [true] }),
      reply: z
        .boolean()
        .optional()
        .meta({ description: 'Answer its mail with templates/automatic-reply.*.', examples: [true] }),
      replyUntil: date.optional().meta({ description: 'Last day of the automatic reply.', examples: ['2027-05-31'] }),
      alias: z
        .boolean()
        .optional()
        .meta({ description: 'Keep it as an alias of the same mailbox (rename).', examples: [true] }),
    })
    .meta({
      description: 'What becomes of the old address; nothing where all are false.',
      examples: ['{ forward: true, reply: true, replyUntil: 2027-05-31 }'],
    }),
  signature: z
    .boolean()
    .optional()
    .meta({
      description: "Put the company's signature (templates/signature.*) on the new addresses. Without it: false.",
      examples: [true],
    }),
  locale: z
    .boolean()
    .optional()
    .meta({
      description: "Give new mailboxes their owner's language and the company's time zone. Without it: false.",
      examples: [true],
    }),
  lists: z
    .strictObject({
      staff: text.optional().meta({ description: 'The staff list.', examples: ['data/staff.csv'] }),
      columns: columns.optional(),
      partners: text.optional().meta({
        description: 'The partner list. Without it: data/partners.csv, where there is one.',
        examples: ['data/partners.csv'],
      }),
      partnerColumns: partnerColumns.optional(),
      suppress: text.optional().meta({
        description:
          'Addresses and domains to which nothing may be written. Without it: data/suppress.csv, where there is one.',
        examples: ['data/suppress.csv'],
      }),
      devices: text.optional().meta({
        description: 'The device list. Without it: data/devices.csv, where there is one.',
        examples: ['data/devices.csv'],
      }),
      deviceColumns: deviceColumns.optional(),
    })
    .optional()
    .meta({ description: 'Where the lists are, and how their columns are called.' }),
  evidence: evidenceSchema.optional(),
  clients: clientsSchema.optional(),
  notice: noticeSchema.optional(),
  sending: sendingSchema.optional(),
  limits: z
    .strictObject({
      mostSteps: z
        .int()
        .min(1)
        .optional()
        .meta({ description: 'Refuse a plan with more steps than this.', examples: [50000] }),
      mostGrowth: z
        .number()
        .min(0)
        .optional()
        .meta({
          description: 'Refuse a plan that grew by more than this share against the last one.',
          examples: [0.3],
        }),
      pace: z
        .number()
        .min(0.01)
        .max(1)
        .optional()
        .meta({
          description: 'Share of the documented pace of the provider that we use, 0.01 to 1.',
          examples: [1],
        }),
    })
    .optional()
    .meta({ description: 'Guards against a plan that nobody meant.' }),
  vaultRecipient: z
    .string()
    .regex(/^age1[0-9a-z]{58}$/)
    .optional()
    .meta({
      description: 'age recipient who can open the vault of initial passwords. Without it: a passphrase.',
      examples: ['age1… as age-keygen prints it'],
    }),
});

export type SettingsFile = z.output<typeof fileSchema>;

/** The JSON schema of migrate.yaml for editors. */
export function settingsSchema(): object {
  return {
    title: 'migrate.yaml: one move to a new mail domain',
    ...z.toJSONSchema(fileSchema, { target: 'draft-7', io: 'input' }),
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isAddressRule(rule: string): boolean {
  if (rule === 'keep') return true;
  const rest = rule.replace(/\{(?:given|family|g|f|local)\}/g, '');
  return rest !== rule && /^[a-z0-9._-]*$/.test(rest) && !/^\.|\.\.|\.$/.test(rule);
}
