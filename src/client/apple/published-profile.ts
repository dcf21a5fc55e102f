// Where a profile lies on the web: below publishAt, under a name that nobody can guess. It is made from the address and a secret of the
// workspace, so it stays the same when it is made again, and whoever knows one of them knows no other.

import { createHmac } from 'node:crypto';
import type { KitCompany, KitPerson } from '../kit.ts';
import { takesProfile } from './mail-profile.ts';

/** Without those that look alike, for it may have to be typed on a Mac; 32 of them, so that 20 are 100 bits. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const LENGTH = 20;

/** Path below publishAt, as `p/abcde-fghjk-mnpqr-stuvw.mobileconfig`; undefined where nothing is published for this person. */
export function publishedPath({ person, devices }: KitPerson, company: KitCompany): string | undefined {
  const { publishSecret, clients } = company;
  if (publishSecret === undefined || clients.publishAt === undefined) return undefined;
  if (!devices.some((device) => takesProfile(device, company))) return undefined;
  const digest = createHmac('sha256', publishSecret).update(`apple-profile\0${person.newAddress}`).digest();
  const name = [...digest.subarray(0, LENGTH)].map((byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
  return `p/${(name.match(/.{5}/g) ?? []).join('-')}.mobileconfig`;
}

/** The whole address, for a code on paper. */
export function profileAddress(person: KitPerson, company: KitCompany): string | undefined {
  const path = publishedPath(person, company);
  return path === undefined ? undefined : `${company.clients.publishAt ?? ''}${path}`;
}
