// A zone over real UDP, served by the sandbox, and our look-ups in it. Names below nx-….example have only what a test gives them.

import { generateKeyPairSync } from 'node:crypto';
import { judgeDomain } from '../../../src/provider/dns/judge-domain.ts';
import type { DomainJudgement, DomainProblem, SendingFacts } from '../../../src/provider/dns/judgement.ts';
import { openDns } from '../../../src/provider/dns/look-up.ts';
import type { Dns } from '../../../src/provider/dns/look-up.ts';
import { openOffice } from '../../sandbox/mail/office.ts';

export const DOMAIN = 'nx-firma.example';

/** `name type`, and the values; an MX value is `priority host`. A name that begins with `@` is below the domain, `@` itself is the domain. */
export type Records = Readonly<Record<string, readonly string[]>>;

export interface Zone {
  /** `address:port`. */
  readonly server: string;
  readonly dns: () => Dns;
  readonly put: (records: Records) => Promise<void>;
  readonly fault: (...faults: object[]) => Promise<unknown>;
  readonly judge: (facts?: Partial<SendingFacts>) => Promise<DomainJudgement>;
}

export async function openZone(records: Records = {}): Promise<Zone> {
  const office = await openOffice();
  const { dns } = office.server.facts;
  const server = `127.0.0.1:${String(dns?.['port'])}`;
  const zone: Zone = {
    server,
    dns: () => openDns({ servers: [server], timeoutMs: 2000, tries: 2 }),
    put: async (list) => {
      await office.control('PUT', 'dns', Object.entries(list).map(recordSet));
    },
    fault: (...faults) => office.fault(...faults),
    judge: (facts = {}) => judgeDomain({ ...MICROSOFT, ...facts }, zone.dns(), ENVIRONMENT),
  };
  await zone.put(records);
  return zone;
}

function recordSet([key, values]: readonly [string, readonly string[]]): object {
  const [name = '', type = ''] = key.split(' ');
  const records = values.map((text) => {
    const exchange = type === 'MX' ? /^(\d+) (.*)$/u.exec(text) : null;
    return exchange === null ? { value: text } : { priority: Number(exchange[1]), value: exchange[2] };
  });
  return { name: fullName(name), type, records };
}

function fullName(name: string): string {
  if (name === '@') return DOMAIN;
  return name.startsWith('@') ? `${name.slice(1)}.${DOMAIN}` : name;
}

export const MICROSOFT: SendingFacts = {
  domain: DOMAIN,
  receiver: 'microsoft-365',
  server: 'microsoft-365',
  selectors: [],
};
export const GOOGLE: SendingFacts = { ...MICROSOFT, receiver: 'google-workspace', server: 'google-workspace' };

export function rsaKey(bits: number): { readonly pem: string; readonly record: string } {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return {
    pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    record: `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  };
}

export const KEY = rsaKey(2048);
/** Also as a name of the DNS would have it. */
const ENVIRONMENT = { MIGRATE_DQS_KEY: 'abc123secret' };

/** As Microsoft 365 wants it, on the last rung of DMARC. */
export const GOOD: Records = {
  '@ MX': ['0 nx-firma-example.mail.protection.outlook.com'],
  '@ TXT': ['MS=ms12345678', 'v=spf1 include:spf.protection.outlook.com -all'],
  '@selector1._domainkey TXT': [KEY.record],
  '@selector2._domainkey TXT': [KEY.record],
  '@_dmarc TXT': [`v=DMARC1; p=reject; rua=mailto:dmarc@${DOMAIN}`],
};

export function problemsOf({ checks }: DomainJudgement): readonly DomainProblem[] {
  return checks.flatMap(({ problems }) => problems);
}

/** `error spf.missing`, in the order of the checks. */
export function codesOf(judgement: DomainJudgement): readonly string[] {
  return problemsOf(judgement).map(({ severity, code }) => `${severity} ${code}`);
}
