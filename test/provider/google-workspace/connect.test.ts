// Connecting is cheap: a command that plans nothing must not pay for Google's library.

import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const SCRIPT = `
  import { createRequire } from 'node:module';
  const loaded = () => Object.keys(createRequire(import.meta.url).cache).filter((file) => /googleapis|google-auth/.test(file));
  const { connectGoogleWorkspace } = await import(process.argv[1]);
  const directory = connectGoogleWorkspace({
    connection: { provider: 'google-workspace', keyFile: '', administrator: 'a@old.example', customer: 'my_customer' },
    key: { client_email: 'x@project.test', private_key: '' },
  });
  const before = loaded().length;
  await directory.permissions();
  console.log(JSON.stringify({ before, after: loaded().length > 0, provider: directory.provider }));
`;

describe('connecting to Google Workspace', () => {
  it("loads nothing of Google's library and makes no call; the first call loads what it needs", async () => {
    const module = new URL('../../../src/provider/google-workspace/connect.ts', import.meta.url).href;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', SCRIPT, module]);
    expect(JSON.parse(stdout)).toEqual({ before: 0, after: true, provider: 'google-workspace' });
  });
});
