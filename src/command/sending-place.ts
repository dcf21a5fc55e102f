// Where messages are sent, and so where one can be looked for. It is kept with every message that is prepared: looked for anywhere else,
// one that was sent would seem not to have been, and would go out twice.

import type { Mailer } from '../model/mailer.ts';
import type { SendingSettings } from '../model/settings.ts';
import { sentBefore } from '../provider/prepared.ts';

/** As migrate.yaml has it now, in words. */
export function sendingPlace({ way, smtp }: Pick<SendingSettings, 'way' | 'smtp'>): string {
  if (way !== 'smtp') return way;
  return smtp?.archive === undefined ? 'smtp without an archive' : `smtp with the archive ${smtp.archive.address}`;
}

/** Sends and looks in one place only. */
export function sendingAt(place: string, mailer: Mailer): Mailer {
  const prepare: Mailer['prepare'] = async (letter) => ({ ...(await mailer.prepare(letter)), place });
  return {
    way: mailer.way,
    limits: mailer.limits,
    concurrency: mailer.concurrency,
    senderFault: (sender) => mailer.senderFault(sender),
    prepare,

    async send(letter, kept) {
      if (isOf(place, kept)) return { ...(await mailer.send(letter, kept)), place };
      // It was prepared elsewhere and provably not sent there; of that place nothing is of use here.
      return { ...(await mailer.send(letter, await prepare(letter))), place };
    },

    find(letter, prepared) {
      if (isOf(place, prepared)) return mailer.find(letter, prepared);
      const said =
        `it was begun by ${String(prepared['place'])}, and migrate.yaml sends by ${place} now, where nobody can look for it: ` +
        'bring the section sending back as it was and look again (migrate settle), or ask the partner';
      return Promise.resolve({ standing: 'no-way', said });
    },

    close: () => mailer.close(),
  };
}

/** Where nothing was prepared, nothing was sent, wherever; and what was found sent needs no look. */
function isOf(place: string, kept: Parameters<Mailer['send']>[1]): boolean {
  return kept['place'] === undefined || kept['place'] === place || sentBefore(kept) !== undefined;
}
