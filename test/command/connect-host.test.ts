// migrate connect at a mail host: a server that cannot be reached is no success, and is not called unusable either.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { showConnection } from '../../src/command/connect.ts';
import { EXIT } from '../../src/command/exit-code.ts';
import { Voice } from '../../src/command/voice.ts';
import { exampleSettings } from '../../src/settings/example.ts';
import { freePort } from '../provider/smtp/real-servers.ts';

class Heard extends Voice {
  readonly lines: string[] = [];
  override say(line = ''): void {
    this.lines.push(line);
  }
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'migrate-connect-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function connected(port: number): Promise<{ code: number; said: string }> {
  const at = `{ host: localhost, port: ${port}, security: tls }`;
  const settings = exampleSettings({ provider: 'imap-host' })
    .replace(/^ {2}imap: .*$/m, `  imap: ${at}`)
    .replace(/^ {2}smtp: .*$/m, `  smtp: ${at}`);
  writeFileSync(path.join(folder, 'migrate.yaml'), settings);
  const voice = new Heard({ json: false });
  return { code: await showConnection({ folder, voice }), said: voice.lines.join('\n') };
}

it('ends with 1 where nobody answers', async () => {
  const { code, said } = await connected(await freePort());
  expect(said).toContain('2 of 2 servers could not be reached');
  expect(code).toBe(EXIT.failed);
});
