// What the sandbox listens with beside HTTP.

import type { Listener } from './kernel/listener.ts';
import { dnsListener } from './mail/dns/listener.ts';
import { imapListener } from './mail/imap/listener.ts';
import { sieveListener } from './mail/sieve/listener.ts';
import { smtpListener } from './mail/smtp/listener.ts';

export const listeners: readonly Listener[] = [smtpListener, imapListener, sieveListener, dnsListener];
