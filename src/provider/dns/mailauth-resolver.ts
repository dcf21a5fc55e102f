// Our look-ups in the form in which mailauth wants them. It takes a failure for an answer of its own kind, so each one is kept here as well.

import type { Dns, DnsTrouble, RecordType } from './look-up.ts';

export interface MailauthResolver {
  readonly resolver: (name: string, type: string) => Promise<string[]>;
  /** The first look-up that failed; then nothing that mailauth says proves anything. */
  readonly trouble: () => DnsTrouble | undefined;
}

const CODES: Readonly<Record<DnsTrouble['standing'], string>> = {
  refused: 'EREFUSED',
  failed: 'ESERVFAIL',
  'timed-out': 'ETIMEOUT',
};

export function mailauthResolver(dns: Dns): MailauthResolver {
  let trouble: DnsTrouble | undefined;
  return {
    trouble: () => trouble,
    async resolver(name, type) {
      const answer = await dns.look(name, type as RecordType);
      switch (answer.standing) {
        case 'found':
          // It reads the rows of each type as node:dns gives them; its declared type knows those of TXT and addresses only.
          return [...answer.values] as string[];
        case 'nothing':
          throw coded(answer.isName ? 'ENODATA' : 'ENOTFOUND', `${type} ${name}`);
        case 'refused':
        case 'failed':
        case 'timed-out':
          trouble ??= answer;
          throw coded(CODES[answer.standing], answer.said);
      }
    },
  };
}

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
