// A device: one PC or phone, and who uses which mail program on it. It is known by its host name, without case and domain suffix.

export const DEVICE_SYSTEMS = ['windows', 'macos', 'linux', 'chromeos', 'ios', 'android', 'other'] as const;
export type DeviceSystem = (typeof DEVICE_SYSTEMS)[number];

/** `ios` and `android` are the mail programs of those systems. */
export const MAIL_CLIENTS = [
  'outlook-classic',
  'outlook-new',
  'thunderbird',
  'apple-mail',
  'ios',
  'android',
  'gmail-web',
  'becky',
  'shuriken',
  'other',
] as const;
export type MailClient = (typeof MAIL_CLIENTS)[number];

export const MAIL_PROTOCOLS = ['imap', 'pop'] as const;
export type MailProtocol = (typeof MAIL_PROTOCOLS)[number];

/** One person at one device, with one mail program. What the list does not say is absent. */
export interface DeviceUse {
  /** Line of the device list, starting at 1 with the heading. */
  readonly line: number;
  /** Key of the person (`Person.key`). */
  readonly person: string;
  readonly client?: MailClient;
  readonly protocol?: MailProtocol;
  /** Whom Windows says is signed in there, `DOMAIN\\user` or `user`, where it is not the part before the @ of the old address. */
  readonly logon?: string;
  readonly note?: string;
}

export interface Device {
  /** `hostKey` of its name: reports of checks are found by it. */
  readonly key: string;
  /** The name as the list writes it first. */
  readonly host: string;
  readonly system?: DeviceSystem;
  /** In the order of the list, at least one; a shared PC has several people, a person may have several programs. */
  readonly uses: readonly DeviceUse[];
}

const DOTTED_NAME = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/;
const IP_ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** How host names are compared: `PC-001`, `pc-001.corp.example` and `ＰＣ－００１` are one. An IP address is no name and stays whole. */
export function hostKey(name: string): string {
  const text = name.normalize('NFKC').trim().toLowerCase().replace(/\.$/, '');
  return DOTTED_NAME.test(text) && !isIpAddress(text) ? text.slice(0, text.indexOf('.')) : text;
}

export function isIpAddress(text: string): boolean {
  return IP_ADDRESS.test(text) || /^[0-9a-f:]*:[0-9a-f:.]*$/i.test(text);
}

/** The people of a device, each once. */
export function peopleOf({ uses }: Device): readonly string[] {
  return [...new Set(uses.map(({ person }) => person))];
}
