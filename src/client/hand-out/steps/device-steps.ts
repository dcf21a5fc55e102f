// What is to be done on one device: what the texts of both languages have to say, and what they may ask.

import type { MailClient, MailProtocol } from '../../../model/device.ts';

export interface DeviceSteps {
  /** What happens without the person; absent: nothing. */
  readonly byItself?: string;
  readonly steps: readonly string[];
  readonly note?: string;
  /** The names and ports of the servers stand below. */
  readonly showsServers?: boolean;
}

/** What decides the steps. */
export interface StepScene {
  readonly mode: 'new-mailbox' | 'rename';
  readonly protocol?: MailProtocol;
  /** A code stands beside the steps: the profile of an Apple device, or the account of Thunderbird for Android. */
  readonly hasCode: boolean;
  /** It is a phone or a tablet. */
  readonly isPhone: boolean;
}

/** A mail program that nobody forgot: the compiler counts them. */
export type StepsOfClients = Readonly<Record<MailClient, (scene: StepScene) => DeviceSteps>>;
