// Looks names up in the DNS. Five honest answers: only the first two say something about the name, and a failure is never "not there".

import { Resolver } from 'node:dns/promises';
import { errorCode } from './error-code.ts';

/** The types that are asked for; a value is what `node:dns` gives for one record of that type. */
interface RecordValues {
  readonly TXT: string;
  readonly MX: { readonly exchange: string; readonly priority: number };
  readonly A: string;
  readonly AAAA: string;
  readonly CNAME: string;
  readonly PTR: string;
  readonly SRV: { readonly name: string; readonly port: number };
}

export type RecordType = keyof RecordValues;

/**
 * - `found`     at least one record
 * - `nothing`   the name has no such record; `isName` is false where the name itself does not exist
 * - `refused`   the server does not answer us
 * - `failed`    the server could not find out, gave nonsense, or is not there
 * - `timed-out` nobody answered in time
 */
export type DnsAnswer<Value> =
  | { readonly standing: 'found'; readonly values: readonly Value[] }
  | { readonly standing: 'nothing'; readonly isName: boolean }
  | DnsTrouble;

/** It proves nothing, neither that a record is there nor that it is not. */
export interface DnsTrouble {
  readonly standing: 'refused' | 'failed' | 'timed-out';
  /** One sentence without a full stop. */
  readonly said: string;
}

export interface Dns {
  /** `name` without a dot at its end. The strings of one TXT record come as one. */
  look<Type extends RecordType>(name: string, type: Type): Promise<DnsAnswer<RecordValues[Type]>>;
}

export interface DnsOptions {
  /** As `address`, `address:port` or `[address]:port`; absent: those of the system. */
  readonly servers?: readonly string[];
  /** Milliseconds until the first question to a server is given up, and how often each is asked. */
  readonly timeoutMs?: number;
  readonly tries?: number;
}

/** The first question of a busy resolver may go through several others: RFC 1035 advises no less than two seconds. */
const TIMEOUT_MS = 2500;
const LONGEST_TIMEOUT_MS = 5000;
const TRIES = 3;

/** What an answer keeps true for the few minutes that one command lasts is asked for once; failures are asked about again. */
export function openDns({ servers, timeoutMs = TIMEOUT_MS, tries = TRIES }: DnsOptions): Dns {
  const resolver = new Resolver({ timeout: timeoutMs, maxTimeout: Math.max(timeoutMs, LONGEST_TIMEOUT_MS), tries });
  if (servers !== undefined) resolver.setServers(servers);
  const known = new Map<string, Promise<DnsAnswer<unknown>>>();
  return {
    look<Type extends RecordType>(name: string, type: Type) {
      const key = `${type} ${name.toLowerCase()}`;
      let answer = known.get(key);
      if (answer === undefined) {
        answer = ask(resolver, name, type);
        known.set(key, answer);
        void answer.then(({ standing }) => {
          if (standing !== 'found' && standing !== 'nothing') known.delete(key);
        });
      }
      return answer as Promise<DnsAnswer<RecordValues[Type]>>;
    },
  };
}

/** Where nothing may be asked: a sandbox that serves no DNS must not be judged by the real one. */
export function noDns(said: string): Dns {
  return { look: () => Promise.resolve({ standing: 'failed', said }) };
}

async function ask(resolver: Resolver, name: string, type: RecordType): Promise<DnsAnswer<unknown>> {
  try {
    const values = await valuesOf(resolver, name, type);
    return values.length === 0 ? { standing: 'nothing', isName: true } : { standing: 'found', values };
  } catch (error) {
    return answerOf(error, `${type} ${name}`);
  }
}

async function valuesOf(resolver: Resolver, name: string, type: RecordType): Promise<readonly unknown[]> {
  if (type !== 'TXT') return resolver.resolve(name, type) as Promise<readonly unknown[]>;
  return (await resolver.resolveTxt(name)).map((strings) => strings.join(''));
}

function answerOf(error: unknown, question: string): DnsAnswer<never> {
  const code = errorCode(error);
  switch (code) {
    case 'ENODATA':
      return { standing: 'nothing', isName: true };
    case 'ENOTFOUND':
    case 'EBADNAME':
      return { standing: 'nothing', isName: false };
    case 'EREFUSED':
      return { standing: 'refused', said: `the DNS server refused to answer (${question})` };
    case 'ETIMEOUT':
    case 'ETIMEDOUT':
      return { standing: 'timed-out', said: `no DNS server answered in time (${question})` };
    case 'ESERVFAIL':
      return { standing: 'failed', said: `the DNS server could not find out (SERVFAIL, ${question})` };
    case 'ECONNREFUSED':
      return { standing: 'failed', said: `no DNS server could be reached (${question})` };
    case undefined:
      throw error;
    default:
      return { standing: 'failed', said: `the DNS server gave no usable answer (${code}, ${question})` };
  }
}
