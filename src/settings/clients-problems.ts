// The words of what is wrong with the section `clients`.

import { show } from './show.ts';
import type { Words } from './show.ts';

export const clientsTexts = {
  'settings.moment': ({ value }: { value: unknown }) => [
    `${show(value)} is not a day with a time of day.`,
    'Hand-outs tell everybody to the minute when to change over.',
    'Write it as YYYY-MM-DD HH:MM in the time zone of the company, for example 2026-12-01 09:00.',
  ],
  'settings.client-folder': ({ value }: { value: unknown }) => [
    `${show(value)} is not a place that PCs can see.`,
    'It is written into scripts that run on every PC, so nothing but a plain path may stand in it.',
    'Write \\\\server\\share\\folder, or a path from its root, in single quotes, and none of " \' ` < > | ? * & ^ ; % !',
  ],
  'settings.publish-at': ({ value }: { value: unknown }) => [
    `${show(value)} is not the https address of a folder.`,
    'Phones fetch profiles from there; over plain http anybody on the way could change them.',
    'Write it as https://move.aozora-trading.example/, without a query and without a #.',
  ],
  'settings.batch-of-kits': ({ name }: { name: string }) => [
    `A batch cannot be called ${show(name)}.`,
    'What all mail programs need is one batch of that name; it comes after those of the people.',
    'Give the batch another name.',
  ],
  'settings.intune-needs-microsoft': ({ provider }: { provider: string }) => [
    `clients.intune does not go with provider: ${provider}.`,
    'Intune is reached with the sign-in of Microsoft 365, which this migration does not have.',
    'Remove intune, and give the script to the PCs by a logon script.',
  ],
  'settings.profile-password-without-file': () => [
    'clients.apple names a password, but no certificateFile that it opens.',
    'Profiles would not be signed, though somebody meant them to be.',
    'Add certificateFile: keys/profiles.p12, or remove passwordVariable.',
  ],
  'settings.switch-days-differ': ({ clients, notice }: { clients: string; notice: string }) => [
    `Staff change over on ${clients} (clients.switchAt), but partners are told ${notice} (notice.switchDate).`,
    'Between the two days partners write to addresses that nobody reads, or staff send from addresses that nobody knows.',
    'Make them the same day, unless you mean it.',
  ],
} satisfies Record<string, (facts: never) => Words>;
