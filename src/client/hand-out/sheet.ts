// What stands on the page of one person, before anybody decides whether it is drawn or written as HTML.

import type { Language } from '../../model/person.ts';

export interface SheetFact {
  readonly label: string;
  readonly value: string;
  readonly isStrong?: boolean;
}

export interface SheetCode {
  /** What the QR code holds. */
  readonly content: string;
  readonly caption: string;
  /** Stands below in words, for a device without a camera. */
  readonly address?: string;
}

export interface SheetDevice {
  readonly name: string;
  /** Names of the devices, for the person to find them. */
  readonly hosts: string;
  readonly byItself?: string;
  readonly steps: readonly string[];
  readonly note?: string;
  /** The table of servers is needed for it. */
  readonly needsServers: boolean;
  readonly codes: readonly SheetCode[];
}

export interface Sheet {
  readonly language: Language;
  readonly company: string;
  readonly title: string;
  readonly department?: string;
  readonly addressee: string;
  readonly facts: readonly SheetFact[];
  readonly changes: SheetList;
  /** The company's own words. */
  readonly note?: string;
  readonly devices: {
    readonly heading: string;
    readonly byItselfLabel: string;
    readonly list: readonly SheetDevice[];
    /** Names and ports, once for all devices; absent where none needs them. */
    readonly servers?: { readonly heading: string; readonly rows: readonly SheetFact[] };
    readonly note: string;
  };
  readonly fakes: SheetList;
  readonly call: {
    readonly heading: string;
    readonly text: string;
    readonly name: string;
    readonly telephone: string;
  };
  /** Steps for all mail programs, on the web. */
  readonly help?: SheetCode;
}

export interface SheetList {
  readonly heading: string;
  readonly items: readonly string[];
}
