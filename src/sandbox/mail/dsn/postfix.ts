// As Postfix writes it: a notification, the report, the message or its headers.

import { dateText } from '../mime/write.ts';
import { originalLines, statusOf, type Failed } from './failed.ts';

const HOST = 'mail.sandbox.example';

export function postfixForm(failed: Failed): string {
  const { sender, recipient, said, action, remote, at, token } = failed;
  const queueId = token.slice(0, 10).toUpperCase();
  const boundary = `${queueId}.${at}/${HOST}`;
  const isFailed = action === 'failed';
  return [
    `Date: ${dateText(at)}`,
    `From: MAILER-DAEMON@${HOST} (Mail Delivery System)`,
    `Subject: ${isFailed ? 'Undelivered Mail Returned to Sender' : 'Delayed Mail (still being retried)'}`,
    `To: ${sender}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="${boundary}"`,
    `Message-Id: <${token}@${HOST}>`,
    '',
    'This is a MIME-encapsulated message.',
    '',
    `--${boundary}`,
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `This is the mail system at host ${HOST}.`,
    '',
    ...(isFailed
      ? ["I'm sorry to have to inform you that your message could not", "be delivered to one or more recipients. It's attached below."]
      : ['# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #']),
    '',
    '                   The mail system',
    '',
    `<${recipient}>: host ${remote}[192.0.2.25] said:`,
    `    ${said} (in reply to RCPT TO command)`,
    '',
    `--${boundary}`,
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${HOST}`,
    `X-Postfix-Queue-ID: ${queueId}`,
    `X-Postfix-Sender: rfc822; ${sender}`,
    `Arrival-Date: ${dateText(at)}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Original-Recipient: rfc822;${recipient}`,
    `Action: ${action}`,
    `Status: ${statusOf(failed)}`,
    `Remote-MTA: dns; ${remote}`,
    `Diagnostic-Code: smtp; ${said}`,
    '',
    `--${boundary}`,
    'Content-Description: Undelivered Message Headers',
    'Content-Type: text/rfc822-headers',
    '',
    `Return-Path: <${sender}>`,
    ...originalLines(failed),
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n');
}
