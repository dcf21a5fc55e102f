// The bytes of a message from nodemailer's tree: its headers, its choice of encodings, its encoders. Only the joining is ours, in one go:
// nodemailer's own runs each part through five streams, which takes longer than to send the message.

import { encode as base64, wrap as wrapBase64 } from 'nodemailer/lib/base64';
import type MimeNode from 'nodemailer/lib/mime-node';
import { encode as quotedPrintable, wrap as wrapQuotedPrintable } from 'nodemailer/lib/qp';

const CRLF = '\r\n';

/** A multipart with parts that are text. RFC 2046, 5.1.1. */
export function bytesOf(root: MimeNode): Buffer {
  const headers = root.buildHeaders();
  const { boundary, childNodes } = root;
  if (typeof boundary !== 'string' || childNodes.length === 0) throw new Error('a message was composed without parts');
  const parts = childNodes.map((part) => `--${boundary}${CRLF}${part.buildHeaders()}${CRLF + CRLF}${encoded(part)}`);
  return Buffer.from([headers, '', ...parts, `--${boundary}--`, ''].join(CRLF), 'latin1');
}

function encoded(part: MimeNode): string {
  const { content } = part;
  if (typeof content !== 'string') throw new Error('a part of a message is no text');
  switch (part.getTransferEncoding()) {
    case 'base64':
      return wrapBase64(base64(content));
    case 'quoted-printable':
      return wrapQuotedPrintable(quotedPrintable(content));
    case '7bit':
      return content;
    case false:
    default:
      throw new Error('a part of a message has an encoding that we do not write');
  }
}
