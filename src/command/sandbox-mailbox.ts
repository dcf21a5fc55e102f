// The commands with which the sandbox stands in for the program that makes mailboxes at a real host: the same protocol.

import { text } from 'node:stream/consumers';
import { readFacts } from '../sandbox/kernel/facts-file.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';

/** Reads one line of JSON from standard input, and ends as imap-host.provision.command says. */
export async function makeSandboxMailbox(folder: string): Promise<ExitCode> {
  const { status } = await asked(folder, { method: 'POST', path: 'mailboxes', body: await text(process.stdin) });
  if (status === 409) return EXIT.exists;
  return status === 201 ? EXIT.done : EXIT.failed;
}

/** Ends with 0 where the mailbox is there, with 1 where it is not. */
export async function hasSandboxMailbox(folder: string): Promise<ExitCode> {
  const { address } = JSON.parse(await text(process.stdin)) as { readonly address: string };
  const { status } = await asked(folder, { method: 'GET', path: `mailboxes/${encodeURIComponent(address)}` });
  if (status === 404) return EXIT.failed;
  return status === 200 ? EXIT.done : EXIT.input;
}

function asked(
  folder: string,
  call: { readonly method: string; readonly path: string; readonly body?: string },
): Promise<Response> {
  const facts = readFacts(folder);
  if (facts === undefined) throw new Error(`no sandbox stands in ${folder}`);
  return fetch(`${facts.url}/hosting/${call.path}`, {
    method: call.method,
    ...(call.body !== undefined && { body: call.body, headers: { 'content-type': 'application/json' } }),
  });
}
