// The header block of an RFC 5322 message, kept byte for byte: text here is latin1, one character a byte.

export interface HeaderLine {
  readonly name: string;
  /** Unfolded, encoded words still encoded. */
  readonly value: string;
}

export interface SplitMessage {
  /** One entry a header, folded as it came, without the line end. */
  readonly lines: readonly string[];
  readonly body: string;
}

/** Splits at the first empty line. A message without one is all headers. */
export function splitMessage(bytes: string): SplitMessage {
  const end = /\r?\n\r?\n/.exec(bytes);
  const block = end === null ? bytes : bytes.slice(0, end.index);
  const body = end === null ? '' : bytes.slice(end.index + end[0].length);
  const lines: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const last = lines.length - 1;
    if (/^[ \t]/.test(line) && last >= 0) lines[last] = `${lines[last] ?? ''}\r\n${line}`;
    else if (line !== '') lines.push(line);
  }
  return { lines, body };
}

export function joinMessage(message: SplitMessage): string {
  return `${message.lines.join('\r\n')}\r\n\r\n${message.body}`;
}

/** What stands before the colon; '' where there is none. */
export function headerName(line: string): string {
  const colon = line.indexOf(':');
  return colon < 1 ? '' : line.slice(0, colon).trim();
}

export function readHeaders(lines: readonly string[]): readonly HeaderLine[] {
  return lines.flatMap((line) => {
    const name = headerName(line);
    if (name === '') return [];
    const value = line.slice(line.indexOf(':') + 1).replace(/\r?\n[ \t]+/g, ' ');
    return [{ name, value: Buffer.from(value.trim(), 'latin1').toString('utf8') }];
  });
}

/** All headers of a whole message. */
export const headersOf = (raw: string): readonly HeaderLine[] => readHeaders(splitMessage(raw).lines);

/** The first header of that name, in any letter case. */
export function headerValue(headers: readonly HeaderLine[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find((header) => header.name.toLowerCase() === wanted)?.value;
}

/** Decodes RFC 2047 encoded words; what cannot be decoded stays as it is. */
export function decodeWords(value: string): string {
  const joined = value.replace(/(\?=)\s+(=\?)/g, '$1$2');
  return joined.replace(/=\?([^?*]+)(?:\*[^?]*)?\?([bq])\?([^?]*)\?=/gi, (whole: string, ...found: string[]) => {
    const [charset = '', encoding = '', content = ''] = found;
    const bytes =
      encoding.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : unquote(content.replace(/_/g, ' '));
    return decodeBytes(bytes, charset) ?? whole;
  });
}

/** Undoes quoted-printable; text in, bytes out. */
export function unquote(text: string): Buffer {
  const joined = text.replace(/[ \t]*=\r?\n/g, '');
  const plain = joined.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}

/** Undefined where the charset has no name that we know. */
export function decodeBytes(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
