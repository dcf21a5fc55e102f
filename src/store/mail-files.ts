// Messages that somebody has saved as files, one a file (.eml), read as if they lay in a mailbox. Nothing is changed.

import { readdirSync, statSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { headerOf, MOST_MAIL_BYTES } from '../model/mail-reader.ts';
import type { MailReader } from '../model/mail-reader.ts';
import { headersFrom } from '../notice/returned/mail-parts.ts';
import { fileTrouble, systemCode, trouble } from './trouble.ts';

const MAIL_FILE = /\.eml$/i;
const MOST_HEAD_BYTES = 256 * 1024;

/** `path`: a folder, whose files *.eml count, or one file. Throws StoreTrouble where there is none. */
export function openMailFiles(path: string): MailReader {
  const { folder, names } = namesIn(path);
  return {
    async *heads({ sinceMs, signal }) {
      for (const name of names) {
        signal.throwIfAborted();
        const file = join(folder, name);
        const text = Buffer.from(await firstBytes(file, MOST_HEAD_BYTES)).toString('latin1');
        const [head = ''] = text.split(/\r?\n\r?\n/, 1);
        const headers = headersFrom(head);
        const { mtimeMs } = await stat(file);
        const said = Date.parse(headerOf(headers, 'date') ?? '');
        // Nothing can have come after it was saved.
        const receivedAtMs = Number.isNaN(said) ? mtimeMs : Math.min(said, mtimeMs);
        if (receivedAtMs >= sinceMs) yield { id: name, receivedAtMs, headers };
      }
    },
    raw: ({ id }) => firstBytes(join(folder, id), MOST_MAIL_BYTES),
    close: () => Promise.resolve(),
  };
}

function namesIn(path: string): { readonly folder: string; readonly names: readonly string[] } {
  const errand = { file: path, role: 'folder of messages', goal: 'read what came back' };
  try {
    if (statSync(path).isFile()) return { folder: dirname(path), names: [basename(path)] };
    const names = readdirSync(path).filter((name) => MAIL_FILE.test(name));
    return { folder: path, names: names.toSorted() };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') {
      const words = { why: 'Nothing can be read there.', todo: 'Name a file .eml, or a folder of them.' };
      throw trouble('missing', errand, { ...words, cause: error });
    }
    throw fileTrouble(error, errand);
  }
}

async function firstBytes(file: string, most: number): Promise<Uint8Array> {
  const errand = { file, role: 'message', goal: 'read it' };
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(size, most)), 0, Math.min(size, most), 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileTrouble(error, errand);
  }
}
