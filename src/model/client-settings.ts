// What migrate.yaml says about mail clients: how kits reach the devices and how results come back.

import type { Language } from './person.ts';

export interface ClientSettings {
  /** Whom people call. */
  readonly helpDesk: { readonly name: string; readonly telephone: string };
  /** When people change over, in milliseconds since 1970. */
  readonly switchAt: number;
  /** Folder of the fleet's kit as PCs see it (`\\files\migrate$`, a drive, or a folder), without a slash at its end. */
  readonly share?: string;
  /** Folder into which PCs write what became of them, seen the same way. */
  readonly results?: string;
  /** HTTPS address under which the files that may be published lie, with a slash at its end. Absent: nothing is published. */
  readonly publishAt?: string;
  /** Words of the company's own, on every hand-out of that language. */
  readonly note?: Readonly<Partial<Record<Language, string>>>;
  readonly windows: {
    /** How long Outlook is asked to close before the script gives up for this time, in milliseconds. */
    readonly closeWithinMs: number;
    /** The check that the script asks for on the PC itself; absent: evidence that was imported decides alone. */
    readonly scanner?: { readonly file: string; readonly validForMs: number };
  };
  readonly apple: {
    /** Reverse domain name from which the identifiers of profiles are made: stable, since a profile with the same one is replaced. */
    readonly identifier: string;
    /** PKCS#12 with certificate, key and chain that signs profiles; absent: they are not signed. */
    readonly sign?: { readonly file: string; readonly passwordVariable?: string };
  };
  /** Entra group to which the Windows script is assigned in Intune; absent: it is not pushed. */
  readonly intune?: { readonly group: string };
}
