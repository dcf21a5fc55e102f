// Where the kit of a person lies: a name that every file system takes, that is nobody else's, and that never changes.

import { hash } from 'node:crypto';

/** Below `out/clients`. */
export const FLEET_FOLDER = 'fleet';
export const PEOPLE_FOLDER = 'people';

const PLAIN = /^[a-z0-9][a-z0-9._+-]*@[a-z0-9.-]*[a-z0-9]$/;
/** Names that Windows keeps for devices, also with anything after a dot. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;
/** A share and a path below it must still fit into the 260 characters that many Windows programs bear. */
const MOST_CHARACTERS = 80;

/** `key` is Person.key, an address in lower case: no two people have the same, and no two folders differ by case alone. */
export function kitFolderOf(key: string): string {
  const [base = ''] = key.split('.');
  if (PLAIN.test(key) && !RESERVED.test(base) && key.length <= MOST_CHARACTERS) return `${PEOPLE_FOLDER}/${key}`;
  // The hash keeps it apart from every other name; a tilde is in no plain one.
  const rest = key.replace(/[^a-z0-9@-]/g, '_').slice(0, MOST_CHARACTERS - 20);
  return `${PEOPLE_FOLDER}/${rest}~${hash('sha256', key).slice(0, 12)}`;
}

/** Whether a path of a kit can be written everywhere, and stays in its folder. */
export function isKitPath(path: string): boolean {
  return (
    path.length <= 160 &&
    path.split('/').every((part) => {
      const [base = ''] = part.split('.');
      return /^\.?[\w@~+-](?:[\w@~+.-]*[\w@~+-])?$/.test(part) && !RESERVED.test(base);
    })
  );
}
