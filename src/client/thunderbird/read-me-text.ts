// READ-ME.txt of the kit for Thunderbird: for the administrator who rolls it out.

import type { KitCompany } from '../kit.ts';
import { COPIED_VARIABLE } from './autoconfig-script.ts';

export function thunderbirdReadMe({ jobId, newDomain, mailHost }: KitCompany, people: number): string {
  const signIn =
    mailHost === undefined
      ? 'Thunderbird opens the sign-in page of the provider when it first reads the new account.'
      : 'Thunderbird asks for the password of the new mailbox when it first reads it.';
  return `Thunderbird: new accounts at ${newDomain} (migration ${jobId}, ${people} people)

WHAT IT DOES
  When Thunderbird starts, migrate.cfg adds the new account to the profile, makes it the default one, and shows the old account
  as "(old) ..." or with the Japanese word for it. Nothing else of the old account is touched: its servers, folders, messages and
  settings stay, also those of POP. It is done once for each profile. Whose profile it is, the old address in it says; a profile
  without mail is told by the name of who is signed in. Computers that are not cleared get nothing.
  ${signIn}

ROLL IT OUT (Windows; group policy, Intune, or any tool that copies files)
  When the company changes over (clients.switchAt), not before: from the next start on people write from the new address.
  1. thunderbird-copy.cmd as a logon script, in the user's own context. It copies the profiles to
     %APPDATA%\\Thunderbird-before-${jobId} while Thunderbird is closed, and then sets ${COPIED_VARIABLE}.
     Without that variable, migrate.cfg adds nothing to a profile that has mail.
  2. Into the folder of the program (C:\\Program Files\\Mozilla Thunderbird), as an administrator:
       migrate.cfg
       defaults\\pref\\migrate.js
       distribution\\policies.json      where there is one already, add what is in it to that one
  3. Thunderbird is started anew by each person.

  macOS: /Applications/Thunderbird.app/Contents/Resources. Linux: the folder of the program, such as /usr/lib/thunderbird.
  There, copy the profiles yourself and set ${COPIED_VARIABLE}=${jobId} in the environment of the people.

ONE PROFILE BY HAND
  migrate device thunderbird-patch --person <address> --profile <folder>
  does the same to a profile on this computer or a share: it refuses while Thunderbird runs, copies the whole profile first, and
  has --undo.

SEE WHETHER IT WAS DONE
  In the profile, prefs.js has the setting migrate.${jobId}.done.<new address>. If something went wrong: migrate.${jobId}.error.

TAKE IT BACK
  Put undo\\migrate.cfg in the place of migrate.cfg. When Thunderbird starts, the new account is taken out of its list and the old
  one has its name and place again. Messages stay on the server. When all is done, take away migrate.cfg and migrate.js.
`;
}
