// Serves the sandbox in a process of its own until it is told to stop.

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { listeners } from '../listeners.ts';
import { providers } from '../providers.ts';
import { removeFacts, writeFacts, type SandboxFacts } from './facts-file.ts';
import { PROFILE_NAMES } from './profile.ts';
import { createSandboxServer, type SandboxServer } from './server.ts';

const OPTIONS = z.strictObject({
  folder: z.string(),
  profile: z.enum(PROFILE_NAMES),
  timeScale: z.number().positive().optional(),
  seed: z.int().optional(),
  port: z.int().optional(),
  record: z.boolean().optional(),
});

export type ServeOptions = Readonly<z.infer<typeof OPTIONS>>;

/** Reads the options that `startSandbox` gives to the serving process as its last argument. */
export const readServeOptions = (text: string): ServeOptions => OPTIONS.parse(JSON.parse(text));

/** Resolves when the sandbox was told to stop, over HTTP or by a signal, and has stopped. */
export async function serveSandbox(options: ServeOptions): Promise<void> {
  const token = randomBytes(24).toString('hex');
  const told = Promise.withResolvers<undefined>();
  const act = () => told.resolve(undefined);
  // A seed may name another administrator and another customer: whoever signs in by sandbox.json finds those.
  const onSeed = () => tell();
  const server = await createSandboxServer({ ...options, listeners, onSeed, stop: { token, act } });
  const startedAt = new Date(server.world.clock.now()).toISOString();
  const tell = () => writeFacts(options.folder, factsOf(server, { token, startedAt }));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, act);
  tell();
  await told.promise;
  await server.close();
  removeFacts(options.folder);
}

function factsOf(server: SandboxServer, own: Pick<SandboxFacts, 'token' | 'startedAt'>): SandboxFacts {
  const { name, timeScale, hasQuotas } = server.world.profile;
  const signIns = providers.map((one) => [one.name.split('-')[0] ?? one.name, one.facts(server.world, server.url)]);
  return {
    pid: process.pid,
    url: server.url,
    profile: name,
    timeScale,
    hasQuotas,
    ...own,
    ...(Object.fromEntries(signIns) as Pick<SandboxFacts, 'microsoft' | 'google'>),
    ...(server.facts as Pick<SandboxFacts, 'smtp' | 'imap' | 'sieve' | 'dns'>),
  };
}
