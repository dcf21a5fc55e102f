// migrate sandbox: the stand-in for the providers, in a process of its own, on loopback only.

import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { sandboxStanding, startSandbox, stopSandbox } from '../sandbox/kernel/control.ts';
import type { SandboxFacts } from '../sandbox/kernel/facts-file.ts';
import type { ProfileName } from '../sandbox/kernel/profile.ts';
import { readServeOptions, serveSandbox } from '../sandbox/kernel/serve.ts';
import { seedSandbox } from './sandbox-seed.ts';
import { selfCommand } from './self-command.ts';
import type { Voice } from './voice.ts';
import { readWorkspace } from './workspace.ts';

export interface SandboxStartOptions {
  readonly profile: string;
  readonly scale?: number;
  readonly port?: number;
  readonly folder: string;
  readonly empty?: true;
  readonly record?: true;
}

export async function start({ folder, voice }: CommandContext, options: SandboxStartOptions): Promise<ExitCode> {
  const place = resolve(folder, options.folder);
  const wasStanding = (await sandboxStanding(place)) !== undefined;
  const facts = await startSandbox({
    folder: place,
    // Commander lets only the names of profiles through.
    profile: options.profile as ProfileName,
    ...(options.scale === undefined ? {} : { timeScale: options.scale }),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.record === undefined ? {} : { record: true }),
    command: [...selfCommand(), 'sandbox', 'serve'],
  });
  voice.say(wasStanding ? 'The sandbox is running already.' : 'The sandbox is running.');
  await seedFromWorkspace({ folder, voice }, { facts, place, isEmpty: options.empty === true });
  sayFacts(facts, { place, voice });
  return EXIT.done;
}

/** Stands in the sandbox's folder once it holds the company: a sandbox that comes back keeps what it has. */
const SEEDED_FILE = 'seeded';

async function seedFromWorkspace(
  { folder, voice }: CommandContext,
  { facts, place, isEmpty }: { readonly facts: SandboxFacts; readonly place: string; readonly isEmpty: boolean },
): Promise<void> {
  const marker = join(place, SEEDED_FILE);
  if (existsSync(marker)) return;
  const reading = await readWorkspace(folder);
  if ('problems' in reading) {
    voice.say('It is empty: there is no workspace here whose staff list can be read (migrate check says why).');
    voice.say('Mend that, and start it again: then it takes the people in.');
    return;
  }
  const { settings } = reading.workspace;
  const people = isEmpty ? [] : reading.workspace.people;
  await seedSandbox(facts, { settings, people });
  writeFileSync(marker, '');
  voice.say(`It holds both domains and ${people.length} people of the staff list at their old addresses.`);
}

export async function stop({ folder, voice }: CommandContext, options: { readonly folder: string }): Promise<ExitCode> {
  const wasStanding = await stopSandbox(resolve(folder, options.folder));
  voice.say(wasStanding ? 'The sandbox has stopped.' : 'No sandbox is running there.');
  return EXIT.done;
}

export async function status(
  { folder, voice }: CommandContext,
  options: { readonly folder: string },
): Promise<ExitCode> {
  const place = resolve(folder, options.folder);
  const facts = await sandboxStanding(place);
  if (facts === undefined) {
    voice.say('No sandbox is running there. Start it: migrate sandbox start');
    return EXIT.done;
  }
  sayFacts(facts, { place, voice });
  return EXIT.done;
}

/** Runs in the process that `start` made, until it is told to stop. */
export async function serve(options: string): Promise<ExitCode> {
  await serveSandbox(readServeOptions(options));
  return EXIT.done;
}

function sayFacts(facts: SandboxFacts, { place, voice }: { readonly place: string; readonly voice: Voice }): void {
  const { token, ...shown } = facts;
  voice.fact({ type: 'sandbox', folder: place, ...shown });
  voice.say(`  address   ${facts.url} (profile ${facts.profile}, time runs ${facts.timeScale} times as fast)`);
  const { smtp, imap, dns } = facts;
  if (smtp !== undefined) voice.say(`  smtp      ${smtp.host}:${smtp.port} (STARTTLS), :${smtp.tlsPort} (TLS)`);
  if (imap !== undefined) voice.say(`  imap      ${imap.host}:${imap.port} (STARTTLS), :${imap.tlsPort} (TLS)`);
  if (dns !== undefined) voice.say(`  dns       ${dns.host}:${dns.port}, its zone can be changed in ${dns.zoneFile}`);
  voice.say(`  sign-in   ${join(place, 'sandbox.json')}`);
  voice.say(`  effects   ${join(place, 'ledger.ndjson')}`);
  voice.say(`  calls     ${join(place, 'calls.ndjson')}`);
}
