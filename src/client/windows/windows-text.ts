// Texts as Windows programs read them without a doubt.

/** UTF-8 with BOM and CRLF: for PowerShell and editors. */
export function windowsText(text: string): Uint8Array {
  return Buffer.from(`\uFEFF${crlf(text)}`, 'utf8');
}

/** ASCII with CRLF: cmd takes a BOM for a command. */
export function windowsCommand(text: string): Uint8Array {
  return Buffer.from(crlf(text), 'ascii');
}

function crlf(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}
