// What the mail servers of the world beyond say when they take no message, in the words of their operators.

import type { Operator } from './dns/partner-domains.ts';
import type { Refusing } from './rules.ts';

const TEXTS: Readonly<Record<Refusing, Readonly<Record<Operator, (address: string) => string>>>> = {
  gone: {
    google: () =>
      "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces. - gsmtp",
    outlook: (address) => `550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ${address} not found by SMTP address lookup`,
    own: (address) => `550 5.1.1 <${address}>: Recipient address rejected: User unknown in virtual mailbox table`,
    carrier: (address) => `550 Unknown user ${address}`,
  },
  full: {
    google: () => "552-5.2.2 The email account that you tried to reach is over quota. - gsmtp",
    outlook: () => '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded',
    own: (address) => `552 5.2.2 <${address}>: Over quota: the mailbox is full`,
    carrier: () => '552 too much mail data',
  },
  policy: {
    google: () =>
      "550-5.7.1 Our system has detected that this message is likely suspicious due to the very low reputation of the sending domain. - gsmtp",
    outlook: () => '550 5.7.1 Service unavailable, message from [192.0.2.1] blocked using a blocklist (S3140)',
    own: () => '554 5.7.1 Message rejected: content looks like spam',
    carrier: () => '550 5.7.1 Access denied by the recipient policy',
  },
  later: {
    google: () => '451-4.4.7 The recipient server did not accept our requests to connect. Message expired',
    outlook: () => '550 4.4.7 QUEUE.Expired; message expired',
    own: () => '450 4.4.7 delivery time expired: connect to the mail server: Connection timed out',
    carrier: () => '450 4.4.7 Message expired',
  },
  delayed: {
    google: () => '421-4.4.1 The recipient server did not accept our requests to connect',
    outlook: () => '451 4.4.1 Connection timed out, it is tried on',
    own: () => '450 4.4.1 connect to the mail server: Connection timed out',
    carrier: () => '450 4.4.1 Connection timed out',
  },
};

export const refusalText = (refusing: Refusing, operator: Operator, address: string): string =>
  TEXTS[refusing][operator](address);
