// The delivery status notification (RFC 3464) that comes back for an address inside that nobody has.

import { headerValue, readHeaders, splitMessage } from '../../mail/mime/headers.ts';

export function bounceOf(failed: {
  readonly sender: string;
  readonly recipient: string;
  readonly now: number;
  /** The message that did not arrive. */
  readonly raw: string;
}): string {
  const { sender, recipient, now, raw } = failed;
  const { lines } = splitMessage(raw);
  const headers = readHeaders(lines);
  const boundary = `0000${now.toString(16)}dsn`;
  const date = new Date(now).toUTCString().replace('GMT', '+0000');
  const said = '550-5.1.1 The email account that you tried to reach does not exist.';
  return [
    'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    `To: ${sender}`,
    'Subject: Delivery Status Notification (Failure)',
    `Date: ${date}`,
    `Message-ID: <${now.toString(16)}.${recipient.replace('@', '.')}@mail.gmail.com>`,
    `In-Reply-To: ${headerValue(headers, 'Message-ID') ?? ''}`,
    `X-Failed-Recipients: ${recipient}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; boundary="${boundary}"; report-type=delivery-status`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset="UTF-8"',
    '',
    `Address not found. Your message wasn't delivered to ${recipient} because the address couldn't be found.`,
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; googlemail.com',
    `Arrival-Date: ${date}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    `Diagnostic-Code: smtp; ${said}`,
    `--${boundary}`,
    'Content-Type: message/rfc822',
    '',
    ...lines,
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n');
}
