// As Gmail writes it: X-Failed-Recipients beside the report, the original with its headers.

import { dateText } from '../mime/write.ts';
import { originalHeader, originalLines, replyHeaders, statusOf, type Failed } from './failed.ts';

export function gmailForm(failed: Failed): string {
  const { sender, recipient, said, action, remote, at, token } = failed;
  const boundary = `0000${token}dsn`;
  const isFailed = action === 'failed';
  return [
    `Content-Type: multipart/report; boundary="${boundary}"; report-type=delivery-status`,
    `To: ${sender}`,
    'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    'Auto-Submitted: auto-replied',
    `Subject: Delivery Status Notification (${isFailed ? 'Failure' : 'Delay'})`,
    ...(isFailed ? [`X-Failed-Recipients: ${recipient}`] : []),
    ...replyHeaders(failed),
    `Message-ID: <${token}.gmr@mx.google.com>`,
    `Date: ${dateText(at)}`,
    'MIME-Version: 1.0',
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset="UTF-8"',
    '',
    `** ${isFailed ? 'Message not delivered' : 'Message delayed, nothing to do yet'} **`,
    '',
    `There was a problem delivering your message to ${recipient}. See the technical details below.`,
    '',
    'The response was:',
    '',
    said,
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; googlemail.com',
    `Received-From-MTA: dns; ${sender}`,
    `Arrival-Date: ${dateText(at)}`,
    `X-Original-Message-ID: ${originalHeader(failed, 'Message-ID') ?? ''}`,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${statusOf(failed)}`,
    `Remote-MTA: dns; ${remote}`,
    `Diagnostic-Code: smtp; ${said}`,
    `Last-Attempt-Date: ${dateText(at)}`,
    '',
    `--${boundary}`,
    'Content-Type: message/rfc822',
    '',
    ...originalLines(failed),
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n');
}
