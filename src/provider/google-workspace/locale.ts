// The language in which Gmail speaks to the owner of a mailbox. Gmail keeps no time zone: that is the calendar's, which this does not touch.

import type { Mailboxes } from '../../model/directory.ts';
import { SCOPES } from './scopes.ts';
import type { Transport } from './transport.ts';

const BASIC = { lane: 'mailbox', scope: SCOPES.mailbox, isRepeatable: true } as const;
const GET = { ...BASIC, operation: 'gmail.users.settings.getLanguage' };
const SET = { ...BASIC, operation: 'gmail.users.settings.updateLanguage' };

const ME = 'me';

export function openLocale({ send, apis }: Transport): NonNullable<Mailboxes['locale']> {
  return {
    async read({ address: subject }) {
      const { users } = await apis.gmail();
      const { data } = await send({ ...GET, subject }, ({ auth, how }) =>
        users.settings.getLanguage({ userId: ME, auth }, how),
      );
      return { language: data.displayLanguage ?? '' };
    },

    async set({ address: subject }, { language }) {
      const { users } = await apis.gmail();
      const requestBody = { displayLanguage: displayLanguage(language) };
      await send({ ...SET, subject }, ({ auth, how }) =>
        users.settings.updateLanguage({ userId: ME, requestBody, auth }, how),
      );
    },
  };
}

/** Gmail knows Japanese without a country, and English of the United States and of Great Britain alone. */
function displayLanguage(tag: string): string {
  const [language = '', country = ''] = tag.split('-');
  return language === 'en' && country !== '' && country !== 'US' ? 'en-GB' : language;
}
