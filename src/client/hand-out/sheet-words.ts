// What the texts of a hand-out must have in every language.

import type { MailClient } from '../../model/device.ts';
import type { MailHost } from '../../model/mail-host.ts';
import type { KitCompany } from '../kit.ts';
import type { StepsOfClients } from './steps/device-steps.ts';
import type { SheetFact } from './sheet.ts';

export interface SheetWords {
  readonly title: string;
  addressee(name: string): string;
  /** A moment in words, in the company's time zone. */
  moment(at: number, timeZone: string): string;
  readonly labels: {
    readonly oldAddress: string;
    readonly newAddress: string;
    readonly switchAt: string;
    readonly changes: string;
    readonly devices: string;
    readonly byItself: string;
    readonly servers: string;
    readonly fakes: string;
    readonly call: string;
    readonly hosts: (names: readonly string[]) => string;
  };
  changes(company: KitCompany): readonly string[];
  fakes(company: KitCompany): readonly string[];
  readonly unlisted: string;
  readonly callText: string;
  readonly clients: Readonly<Record<MailClient, string>>;
  /** Where the device list knows none. */
  readonly noDevice: { readonly name: string; steps(company: KitCompany): readonly string[] };
  servers(host: MailHost, login: string, hasPop: boolean): readonly SheetFact[];
  /** Where no person is meant. */
  readonly loginInWords: Readonly<Record<MailHost['login'], string>>;
  /** The page with the steps for all programs. */
  readonly help: { readonly title: string; readonly opening: string };
  readonly steps: Readonly<Record<KitCompany['provider'], StepsOfClients>>;
  readonly codes: {
    readonly appleProfile: string;
    readonly androidAccount: string;
    readonly help: string;
  };
  /** The list that goes before the pages of a batch. */
  readonly print: {
    title(batch: string): string;
    count(people: number, heldBack: number): string;
    readonly oneSided: string;
    readonly heldBack: string;
  };
  /** Characters that the font of the printed page does not have. */
  missing(characters: readonly string[]): string;
  /** Foot of a page. */
  page(number: number, of: number): string;
}
