// The seam to the folder in which kits lie, `out/clients`. Its one rule: a kit is there as a whole or not at all, whenever the process ends.

import type { KitFile } from './kit.ts';

/** What `kit.json` in the folder of every kit says: by it a kit is known to be whole. */
export interface KitManifest {
  readonly schema: 'migrate.kit/1';
  /** Hex sha256 over all that the kit was made from. */
  readonly version: string;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[];
}

/** `folder` is a path below `out/clients`, with forward slashes. Throws StoreTrouble where a file cannot be read or written. */
export interface KitShelf {
  /** What lies there whole; undefined where nothing does, and where a file was changed or is missing. */
  whole(folder: string): Promise<KitManifest | undefined>;
  /** Puts the kit there in place of what was there. A folder in which somebody has changed or added a file is kept, below `changed/`. */
  write(folder: string, kit: { readonly version: string; readonly files: readonly KitFile[] }): Promise<KitManifest>;
  isThere(folder: string): boolean;
  /** Moves what lies there to `withdrawn/`; gives the path below `out/clients`. Undefined where nothing was there. */
  withdraw(folder: string): Promise<string | undefined>;
}

/** One kit as it is to be written now. */
export interface KitOrder {
  readonly version: string;
  /** Keys of the devices that are in it, in the order of the list. */
  readonly devices: readonly string[];
  /** Keys of those that only an exception has let through. */
  readonly byException: readonly string[];
  files(): Promise<readonly KitFile[]>;
}
