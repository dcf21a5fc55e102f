// What must lie in out/clients after the kill loop: the kit of everybody whose step is done and that for all, each whole, and no draft.

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { kitFolderOf } from '../../src/client/kit-folder.ts';
import { openKitShelf } from '../../src/store/kit-shelf.ts';
import { OLD_DOMAIN } from '../story/stage.ts';

interface Loop {
  readonly wish: { readonly people: number };
  readonly result: { readonly lost: string[]; readonly duplicates: string[] };
  /** Whether the log says that the step of that id is done. */
  readonly isDone: (id: string) => boolean;
}

/** `root` is out/clients of the company. */
export async function judgeKits(root: string, { wish, result, isDone }: Loop): Promise<void> {
  const shelf = openKitShelf(root, () => undefined);
  const wanted = new Map([['kit.write/fleet', 'fleet']]);
  for (let number = 1; number <= wish.people; number += 1) {
    const key = `p${number}@${OLD_DOMAIN}`;
    wanted.set(`kit.write/${key}`, kitFolderOf(key));
  }
  for (const [id, folder] of wanted) {
    const isWhole = (await shelf.whole(folder)) !== undefined;
    if (isDone(id) !== isWhole) result.lost.push(`${root}: ${id} is ${isWhole ? 'there, and not done' : 'not whole'}`);
    if (isDone(id) && existsSync(path.join(root, '.new', folder)))
      result.duplicates.push(`${root}: a draft of ${folder}`);
  }
  const people = existsSync(path.join(root, 'people')) ? readdirSync(path.join(root, 'people')).length : 0;
  if (people > wish.people) result.duplicates.push(`${root}: ${people} kits of ${wish.people} people`);
  if (existsSync(path.join(root, 'changed')))
    result.duplicates.push(`${root}: a kit of ours was taken for somebody else's`);
}
