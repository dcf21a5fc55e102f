// The seam of the kits: what a kit is made from, and what it is. Every kit is a pure function: the same facts give the same bytes.

import type { ClientSettings } from '../model/client-settings.ts';
import type { DeviceSystem, MailClient, MailProtocol } from '../model/device.ts';
import type { ProviderName } from '../model/directory.ts';
import type { MailHost } from '../model/mail-host.ts';
import type { Language, Person } from '../model/person.ts';

/** What is the same for everybody. */
export interface KitCompany {
  /** 12 hex digits: names the migration in state files and results. */
  readonly jobId: string;
  /** The name of the company, by language. */
  readonly name: Readonly<Record<Language, string>>;
  readonly oldDomains: readonly string[];
  readonly newDomain: string;
  readonly provider: ProviderName;
  readonly mode: 'new-mailbox' | 'rename';
  /** IANA. */
  readonly timeZone: string;
  /** The web site that everybody has known for long; absent where notices are not set up. */
  readonly website?: string;
  /** Of a plain mail host; absent at Microsoft 365 and Google Workspace. */
  readonly mailHost?: MailHost;
  readonly clients: ClientSettings;
  /** Makes the addresses under which personal files are published so that nobody can guess them; kept in the workspace, never published. At least 32 bytes. Absent: nothing personal is published. */
  readonly publishSecret?: Uint8Array;
  /** Signs a profile for Apple devices: PKCS#7 (DER) that holds it; the same profile gives the same bytes. Absent: profiles are not signed. */
  readonly signProfile?: (profile: Uint8Array) => Uint8Array;
  /** Whom the device gate holds back, in the order of the staff list: they are named in the order to print. */
  readonly heldBack?: readonly Person[];
}

/** One device as one person uses it. */
export interface KitDevice {
  /** As the device list writes it. */
  readonly host: string;
  readonly system?: DeviceSystem;
  readonly client?: MailClient;
  readonly protocol?: MailProtocol;
  /** Whom Windows says is signed in there, `DOMAIN\\user` or `user`, as the device list has it. */
  readonly logon?: string;
  /** When the check that cleared it, or the exception, stops counting, in milliseconds since 1970: a script refuses later than that. */
  readonly clearedUntil?: number;
}

export interface KitPerson {
  readonly person: Person;
  /** Only those that the device gate lets through, in the order of the list; one entry for each mail program. */
  readonly devices: readonly KitDevice[];
  /** In the company's form; absent where signatures are left alone. */
  readonly signature?: { readonly html: string; readonly text: string };
}

/** One file of a kit. */
export interface KitFile {
  /**
   * Below the folder of the person or of the fleet, the kit's own folder first (`windows/migrate.ps1`): forward slashes, ASCII, no `..`,
   * nothing that Windows would not take. What is to be published lies in the fleet's `publish/`, which is uploaded as a whole.
   */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Made to lie on a web server or a share where everybody reads it: nothing secret is in it. True for all in `publish/`. */
  readonly isPublic: boolean;
}

/** One kit. Files for one person are empty where none of the devices asks for it. */
export interface Kit {
  /** Name of its folder: `windows`, `thunderbird`, `apple`, `mobile`, `discovery`, `hand-out`. */
  readonly name: string;
  /** Changes whenever the same facts would give other bytes. */
  readonly version: number;
  forPerson?(person: KitPerson, company: KitCompany): Promise<readonly KitFile[]>;
  /** Once for the company; `people` are those whom the gate lets through, in the order of the staff list. */
  forFleet?(people: readonly KitPerson[], company: KitCompany): Promise<readonly KitFile[]>;
}
