// Where the provider is: on the internet, or a sandbox that answers on loopback.

import { resolve } from 'node:path';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { KnownPasswords } from '../provider/imap-host/known-passwords.ts';
import { noSandbox } from './wire-problems.ts';

export interface ConnectOptions {
  readonly folder: string;
  readonly settings: Settings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Shows the administrator how to finish a sign-in by device code. */
  readonly onDeviceCode: (message: string) => void;
  /** Those that this migration has made; absent: none is asked for. */
  readonly passwords?: KnownPasswords;
}

export interface ProviderPlace {
  readonly sandbox?: SandboxSignIn;
  /** How much faster time runs there. */
  readonly scale: number;
  readonly hasQuotas: boolean;
}

/** A mail server of the sandbox. */
export interface MailPort {
  readonly host: string;
  /** STARTTLS. */
  readonly port: number;
  readonly tlsPort: number;
  readonly user: string;
  readonly password: string;
  /** PEM of the authority that signed its certificate. */
  readonly caFile: string;
}

export interface SandboxSignIn {
  readonly url: string;
  readonly folder: string;
  readonly microsoft: Readonly<Record<string, unknown>>;
  readonly google: Readonly<Record<string, unknown>>;
  readonly smtp?: MailPort;
  readonly imap?: MailPort;
  readonly sieve?: Omit<MailPort, 'tlsPort'>;
}

export type Problems = { readonly problems: readonly Problem[] };

/** A sandbox without delays never shows a write late, so that there is nothing to be patient for. */
const FREE_SCALE = 1000;

export async function placeOf({ folder, settings }: ConnectOptions): Promise<ProviderPlace | Problems> {
  if (settings.sandbox === undefined) return { scale: 1, hasQuotas: true };
  const sandboxFolder = resolve(folder, settings.sandbox);
  const { sandboxStanding } = await import('../sandbox/kernel/control.ts');
  const facts = await sandboxStanding(sandboxFolder);
  if (facts === undefined) return { problems: [noSandbox(settings.sandbox)] };
  const { url, timeScale, hasQuotas, microsoft = {}, google = {}, smtp, imap, sieve } = facts;
  const scale = facts.profile === 'free' ? FREE_SCALE : timeScale;
  const mail = { ...(smtp && { smtp }), ...(imap && { imap }), ...(sieve && { sieve }) };
  return { sandbox: { url, folder: sandboxFolder, microsoft, google, ...mail }, scale, hasQuotas };
}

/** A fact of the sandbox. */
export function textOf(facts: Readonly<Record<string, unknown>>, name: string): string {
  const value = facts[name];
  if (typeof value !== 'string') throw new Error(`sandbox.json says nothing of ${name}`);
  return value;
}
