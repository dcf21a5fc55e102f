// As Exchange Online writes it: a letter to a layman, the report, the original headers.

import { encodedText, dateText, textPart } from '../mime/write.ts';
import { decodeWords } from '../mime/headers.ts';
import { originalHeader, originalLines, replyHeaders, statusOf, type Failed } from './failed.ts';

export function exchangeForm(failed: Failed): string {
  const { sender, recipient, said, action, remote, at, token } = failed;
  const boundary = `${token}-report`;
  const server = 'JPXPR01MB0001.jpnprd01.prod.outlook.com';
  const subject = decodeWords(originalHeader(failed, 'Subject') ?? '');
  return [
    'From: Microsoft Outlook <postmaster@sandbox.example>',
    `To: ${sender}`,
    `Date: ${dateText(at)}`,
    `Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="${boundary}"`,
    'X-MS-Exchange-Message-Is-Ndr:',
    'Content-Language: en-US',
    `Message-ID: <${token}@${server}>`,
    ...replyHeaders(failed),
    `Subject: ${encodedText(`${action === 'failed' ? 'Undeliverable' : 'Delivery delayed'}: ${subject}`)}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    '',
    `--${boundary}`,
    textPart('text/html', letterOf(failed, server)),
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns;${server}`,
    `Received-From-MTA: dns;${server}`,
    `Arrival-Date: ${dateText(at)}`,
    '',
    `Final-Recipient: rfc822;${recipient}`,
    `Action: ${action}`,
    `Status: ${statusOf(failed)}`,
    `Diagnostic-Code: smtp;${said}`,
    `Remote-MTA: dns;${remote}`,
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

function letterOf({ recipient, said, action }: Failed, server: string): string {
  const [head, advice] =
    action === 'failed'
      ? ['Your message could not be delivered to these recipients or groups:', 'Your message was rejected.']
      : ['Delivery is delayed to these recipients or groups:', 'You do not have to send it again. It is tried on.'];
  return `<html><body><p><b>${head}</b></p>
<p><a href="mailto:${recipient}">${recipient}</a><br>${advice}</p>
<p>Diagnostic information for administrators:</p>
<p>Generating server: ${server}</p>
<p>${recipient}<br>Remote server returned '${said.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}'</p>
</body></html>`;
}
