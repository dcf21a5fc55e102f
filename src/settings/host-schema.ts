// The section `imap-host` of migrate.yaml: a plain mail host, and how mailboxes come into being there.

import * as z from 'zod';
import { MAILBOX_FIELDS } from '../model/mail-host.ts';
import { text, variable } from './field-checks.ts';
import { host } from './smtp-schema.ts';

const port = z.int().min(1).max(65_535).optional();
const security = z
  .enum(['tls', 'starttls'])
  .optional()
  .meta({ description: 'tls from the first byte, or starttls. Without it: tls.', examples: ['tls'] });

function server(name: string, ports: string) {
  return z
    .strictObject({
      host: host.meta({
        description: `Name of the ${name} server, as its certificate has it.`,
        examples: [`${name.toLowerCase()}.aozora-trading.example`],
      }),
      port: port.meta({ description: `Its port. Without it: ${ports}.`, examples: [993] }),
      security,
    })
    .meta({
      description: `Where mail programs reach ${name}.`,
      examples: [`{ host: ${name.toLowerCase()}.aozora-trading.example, security: tls }`],
    });
}

const placeholders = MAILBOX_FIELDS.map((field) => `{${field}}`).join(' ');

const args = z
  .array(z.string())
  .optional()
  .meta({
    description:
      `Its arguments. One that is a field in braces gives way to that field of the new mailbox: ${placeholders}. ` +
      'The password is never an argument: it is in the line of JSON on standard input.',
    examples: ["['{address}', '{displayName}']"],
  });

const look = z
  .strictObject({
    command: text.meta({ description: 'Program that looks for a mailbox.', examples: ['bin/has-mailbox'] }),
    arguments: args,
  })
  .meta({
    description:
      'Looks for a mailbox: ends with 0 where it is there, with 1 where it is not. Without it: a sign-in tells.',
    examples: ["{ command: bin/has-mailbox, arguments: ['{address}'] }"],
  });

const upload = z
  .strictObject({
    columns: z.record(text, text).meta({
      description:
        `Columns of the file in their order: the heading on the left; on the right password, one of ${MAILBOX_FIELDS.join(' ')}, ` +
        'or = and a text that is the same in every row.',
      examples: ["{ メールアドレス: address, パスワード: password, 容量: '=1024' }"],
    }),
    encoding: z
      .enum(['utf-8', 'cp932'])
      .optional()
      .meta({
        description: 'How its letters are written: utf-8, or cp932 (Shift_JIS). Without it: utf-8.',
        examples: ['cp932'],
      }),
    headings: z
      .boolean()
      .optional()
      .meta({ description: 'Whether its first row has the headings. Without it: true.', examples: [true] }),
  })
  .meta({
    description: 'The bulk import of the host: a CSV that you upload. migrate credentials upload writes it.',
    examples: ['{ columns: { メールアドレス: address, パスワード: password }, encoding: cp932 }'],
  });

const provision = z
  .strictObject({
    command: text.optional().meta({
      description:
        'Program that makes one mailbox, started without a shell. It ends with 0 where it has made it, 17 where there is such a mailbox already, ' +
        '75 where it has done nothing and may be asked again, and with any other number below 128 where it has made none.',
      examples: ['bin/make-mailbox'],
    }),
    arguments: args,
    look: look.optional(),
    timeoutSeconds: z
      .number()
      .min(1)
      .max(3600)
      .optional()
      .meta({ description: 'A command that takes longer is ended. Without it: 60.', examples: [60] }),
    atOnce: z
      .int()
      .min(1)
      .max(16)
      .optional()
      .meta({
        description: 'How many commands may run at the same time. Without it: 1, since most change files of the host.',
        examples: [1],
      }),
    upload: upload.optional(),
  })
  .meta({
    description: 'How mailboxes come into being: by command, or by upload.',
    examples: ["{ command: bin/make-mailbox, arguments: ['{address}', '{displayName}'] }"],
  });

const manageSieve = z
  .strictObject({
    host: host.meta({ description: 'Name of the ManageSieve server.', examples: ['imap.aozora-trading.example'] }),
    port: port.meta({ description: 'Its port. Without it: 4190.', examples: [4190] }),
    master: z
      .strictObject({
        user: text.meta({ description: 'Account that may sign in for others.', examples: ['migrate-master'] }),
        variable: variable.meta({
          description: 'Name of the environment variable that holds its password.',
          examples: ['MIGRATE_SIEVE_PASSWORD'],
        }),
      })
      .meta({
        description: 'Who sets the automatic replies of other people: a master user of the host.',
        examples: ['{ user: migrate-master, variable: MIGRATE_SIEVE_PASSWORD }'],
      }),
  })
  .meta({
    description:
      'Where automatic replies and forwards of mailboxes on this host are set (RFC 5804). Without it: by hand.',
    examples: ['{ host: imap.aozora-trading.example, master: { user: …, variable: MIGRATE_SIEVE_PASSWORD } }'],
  });

export const hostSchema = z
  .strictObject({
    imap: server('IMAP', '993 with tls, 143 with starttls'),
    smtp: server('SMTP', '465 with tls, 587 with starttls'),
    pop: server('POP', '995 with tls, 110 with starttls').optional(),
    activeSync: z
      .string()
      .regex(/^https:\/\/[a-z0-9.-]+(?::\d+)?\/[\x21-\x7e]*$/)
      .optional()
      .meta({
        description: 'Address of its ActiveSync, which phones can use. Leave it out where it has none.',
        examples: ['https://mail.aozora-trading.example/Microsoft-Server-ActiveSync'],
      }),
    login: z
      .enum(['address', 'local-part'])
      .optional()
      .meta({
        description: 'What people sign in with: the whole address, or the part before the @. Without it: address.',
        examples: ['address'],
      }),
    manageSieve: manageSieve.optional(),
    provision,
    accounts: text.optional().meta({
      description: 'List of the mailboxes that the host has, as you have exported it. Without it: none is known.',
      examples: ['data/mailboxes.csv'],
    }),
  })
  .meta({ description: 'A plain IMAP and SMTP host.' });

export type HostFile = z.output<typeof hostSchema>;
