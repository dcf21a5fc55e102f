// The section `sending.smtp` of migrate.yaml: a mail server that takes our messages, and where a copy of each can be found.

import * as z from 'zod';
import { asciiDomain, readAddress } from '../model/mail-address.ts';
import { checked, text, variable } from './field-checks.ts';

export const host = checked('host', isHost);
const address = checked('address', (value) => !('fault' in readAddress(value)));

const port = z.int().min(1).max(65_535);
const count = z.int().min(1);

const security = z.enum(['tls', 'starttls', 'none']);

const dkim = z
  .strictObject({
    domain: checked('domain', (value) => asciiDomain(value) !== undefined).meta({
      description: 'Domain that signs: the new one.',
      examples: ['aozora-trading.example'],
    }),
    selector: checked('selector', (value) => asciiDomain(`${value}.example`) !== undefined).meta({
      description: 'Name below _domainkey under which the public key is published.',
      examples: ['mail2026'],
    }),
    keyFile: text.meta({ description: 'PEM file with the private key.', examples: ['keys/dkim.pem'] }),
  })
  .meta({
    description: 'Signs the messages. Without it: the mail server signs them.',
    examples: ['{ domain: aozora-trading.example, selector: mail2026, keyFile: keys/dkim.pem }'],
  });

/** How a mailbox is read: `user` is an example of whose. */
function imapFields(user: string) {
  return {
    host: host.meta({ description: 'Name of the IMAP server.', examples: ['imap.aozora-trading.example'] }),
    port: port.optional().meta({ description: 'Its port. Without it: 993 with tls, else 143.', examples: [993] }),
    security: security.optional().meta({
      description: 'tls from the first byte, or starttls; none on this computer only. Without it: tls.',
      examples: ['tls'],
    }),
    user: text.meta({ description: 'Name of the account.', examples: [user] }),
    variable: variable.meta({
      description: 'Name of the environment variable that holds its password.',
      examples: ['MIGRATE_IMAP_PASSWORD'],
    }),
  };
}

const archiveImap = z
  .strictObject({
    ...imapFields('archive@aozora-trading.example'),
    folder: text.optional().meta({ description: 'Folder with the copies. Without it: INBOX.', examples: ['INBOX'] }),
  })
  .meta({
    description: 'How the archive is looked into where the outcome of a message is unknown.',
    examples: [
      '{ host: imap.aozora-trading.example, user: archive@aozora-trading.example, variable: MIGRATE_IMAP_PASSWORD }',
    ],
  });

const imap = z.strictObject(imapFields('notices@aozora-trading.example')).meta({
  description:
    'How the mailbox that sends is read back: bounces and answers, by migrate notice bounces. Nothing in it is changed. ' +
    'Without it: only from files.',
  examples: [
    '{ host: imap.aozora-trading.example, user: notices@aozora-trading.example, variable: MIGRATE_IMAP_PASSWORD }',
  ],
});

export const smtpSchema = z
  .strictObject({
    host: host.meta({ description: 'Name of the mail server.', examples: ['smtp.aozora-trading.example'] }),
    port: port
      .optional()
      .meta({ description: 'Its port. Without it: 465 with tls, 587 with starttls, 25 with none.', examples: [587] }),
    security: security.optional().meta({
      description: 'tls from the first byte, or starttls; none on this computer only. Without it: starttls.',
      examples: ['starttls'],
    }),
    signIn: z
      .strictObject({
        user: text.meta({ description: 'Name of the account.', examples: ['notices@aozora-trading.example'] }),
        with: z
          .enum(['password', 'oauth2'])
          .optional()
          .meta({ description: 'What the variable holds. Without it: password.', examples: ['password'] }),
        variable: variable.meta({
          description: 'Name of the environment variable that holds the password or the access token.',
          examples: ['MIGRATE_SMTP_PASSWORD'],
        }),
      })
      .optional()
      .meta({
        description: 'How we sign in. Without it: the server knows us by our network address.',
        examples: ['{ user: notices@aozora-trading.example, variable: MIGRATE_SMTP_PASSWORD }'],
      }),
    connections: z
      .int()
      .min(1)
      .max(50)
      .optional()
      .meta({ description: 'Connections at the same time. Without it: 2.', examples: [2] }),
    limits: z
      .strictObject({
        perSecond: count.optional().meta({ description: 'Most messages in any second.', examples: [5] }),
        perMinute: count.optional().meta({ description: 'Most messages in any minute.', examples: [30] }),
        perDay: count.optional().meta({ description: 'Most messages in any 24 hours.', examples: [10000] }),
      })
      .optional()
      .meta({
        description: 'What the operator of the server allows. Without it: the ramp alone holds.',
        examples: ['{ perMinute: 30, perDay: 10000 }'],
      }),
    dkim: dkim.optional(),
    imap: imap.optional(),
    archive: z
      .strictObject({
        address: address.meta({
          description: 'Mailbox of ours that gets a copy in the same transaction.',
          examples: ['archive@aozora-trading.example'],
        }),
        imap: archiveImap,
      })
      .optional()
      .meta({
        description:
          'A copy of every message, and where to look for it. Without it nobody can look: a message whose answer was ' +
          'lost stays in doubt until you decide.',
        examples: ['{ address: archive@aozora-trading.example, imap: { … } }'],
      }),
  })
  .meta({ description: 'The mail server that takes our messages, for way: smtp.' });

export type SmtpFile = z.output<typeof smtpSchema>;

/** A domain name, localhost, or an address in digits. */
function isHost(value: string): boolean {
  if (value === 'localhost' || value === '::1' || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(value)) return true;
  return asciiDomain(value) !== undefined;
}
