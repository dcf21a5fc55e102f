// The kit for Outlook as files, for the tests of its parts.

import type { KitCompany, KitDevice, KitFile, KitPerson } from '../../../src/client/kit.ts';
import { windowsKit } from '../../../src/client/windows/windows-kit.ts';
import { person, user } from '../thunderbird/scene.ts';

export const SIGNATURE = { html: '<p>髙橋 𠮷子 &lt;Sales&gt;</p>', text: '髙橋 𠮷子 <Sales>\n{営業}' };
export const PC: KitDevice = { host: 'PC-001', system: 'windows', client: 'outlook-classic' };

export function outlookUser(local: string, changes: Omit<Partial<KitPerson>, 'person'> = {}): KitPerson {
  return user(person(local), { devices: [PC], signature: SIGNATURE, ...changes });
}

export async function fleetFiles(
  people: readonly KitPerson[],
  company: KitCompany,
): Promise<ReadonlyMap<string, KitFile>> {
  const files = (await windowsKit.forFleet?.(people, company)) ?? [];
  return new Map(files.map((file) => [file.path.replace(/^windows\//, ''), file]));
}

export function textOf(files: ReadonlyMap<string, KitFile>, path: string): string {
  const file = files.get(path);
  if (file === undefined) throw new Error(`the kit has no ${path}`);
  return Buffer.from(file.bytes).toString('utf8');
}
