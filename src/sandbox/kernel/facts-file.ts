// sandbox.json: how to reach the sandbox of a folder and how to sign in to its providers. It stands there only while the sandbox
// listens, or where its last process was killed.

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PROFILE_NAMES } from './profile.ts';

const PROVIDER_FACTS = z.record(z.string(), z.unknown());

const FACTS = z.object({
  pid: z.int(),
  url: z.string(),
  profile: z.enum(PROFILE_NAMES),
  timeScale: z.number(),
  hasQuotas: z.boolean(),
  startedAt: z.string(),
  /** Shows that whoever asks this sandbox to stop can read its folder. */
  token: z.string(),
  /** STARTTLS on `port`, TLS at once on `tlsPort`; any address of the sandbox signs in with the password. */
  smtp: z
    .object({
      host: z.string(),
      port: z.int(),
      tlsPort: z.int(),
      user: z.string(),
      password: z.string(),
      /** The authority that signed the servers' certificate, PEM. */
      caFile: z.string(),
    })
    .optional(),
  imap: z
    .object({
      host: z.string(),
      port: z.int(),
      tlsPort: z.int(),
      user: z.string(),
      password: z.string(),
      caFile: z.string(),
    })
    .optional(),
  /** STARTTLS; the user may set the scripts of others. */
  sieve: z
    .object({ host: z.string(), port: z.int(), user: z.string(), password: z.string(), caFile: z.string() })
    .optional(),
  dns: z.object({ host: z.string(), port: z.int(), zoneFile: z.string() }).optional(),
  microsoft: PROVIDER_FACTS.optional(),
  google: PROVIDER_FACTS.optional(),
});

export type SandboxFacts = z.infer<typeof FACTS>;

const FILE = 'sandbox.json';

/** Undefined where there is no such file, or none that a sandbox wrote. */
export function readFacts(folder: string): SandboxFacts | undefined {
  try {
    return FACTS.parse(JSON.parse(readFileSync(join(folder, FILE), 'utf8')));
  } catch {
    return undefined;
  }
}

/** A reader sees the old file or the new one, never half of one. */
export function writeFacts(folder: string, facts: SandboxFacts): void {
  const half = join(folder, `${FILE}.${process.pid}`);
  writeFileSync(half, `${JSON.stringify(facts, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(half, join(folder, FILE));
}

export function removeFacts(folder: string): void {
  rmSync(join(folder, FILE), { force: true });
}
