// kit.write: the kit of one person, or of all, into a folder of this computer. kit.withdraw takes it away again, and throws nothing away.

import type { KitManifest } from '../client/kit-shelf.ts';
import type { Evidence } from '../model/event.ts';
import type { KitWithdraw, KitWrite } from '../model/step.ts';
import type { StepKind, Tools } from './kind.ts';

function kitsOf(tools: Tools): NonNullable<Tools['kits']> {
  if (tools.kits === undefined) throw new Error('a kit was planned where none can be written');
  return tools.kits;
}

function receipt(step: KitWrite, { version, files }: KitManifest): Evidence {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { folder: `out/clients/${step.folder}`, files: files.length, bytes, version };
}

export const kitWrite: StepKind<KitWrite> = {
  calls: 1,
  patience: 'account',
  lane: () => 'disk',
  say: ({ person, folder }) =>
    person === undefined
      ? `write what all mail programs need into out/clients/${folder}`
      : `write the hand-out and the kit of ${person} into out/clients/${folder}`,

  madeWith(step, tools) {
    const { version, devices, byException } = kitsOf(tools).orderFor(step);
    return { version, devices, byException };
  },

  /** By what this very try was to write: an older kit in the same place is none of it. */
  async look(step, tools) {
    const there = await kitsOf(tools).shelf.whole(step.folder);
    const isOurs = there !== undefined && there.version === tools.evidenceOf(step.id)?.['version'];
    return isOurs
      ? { standing: 'as-planned', evidence: receipt(step, there) }
      : { standing: 'absent', believedAfterMs: 0 };
  },

  async make(step, tools) {
    const kits = kitsOf(tools);
    const order = kits.ordered(step);
    const there = await kits.shelf.whole(step.folder);
    if (there?.version === order.version) return receipt(step, there);
    const { version } = order;
    return receipt(step, await kits.shelf.write(step.folder, { version, files: await order.files() }));
  },
};

export const kitWithdraw: StepKind<KitWithdraw> = {
  calls: 1,
  patience: 'account',
  lane: () => 'disk',
  say: ({ folder, person, infected, lapsed, isInHand }) => {
    const reasons = [
      ...(infected === undefined ? [] : [`infected is ${infected.join(', ')}`]),
      ...(lapsed === undefined ? [] : [`neither a check nor an exception lets ${lapsed.join(', ')} through`]),
    ];
    const why = reasons.length === 0 ? '' : `: ${reasons.join(', and ')}`;
    const hand = isInHand === true ? `; ${person ?? ''} has it in hand already` : '';
    return `move out/clients/${folder} to out/clients/withdrawn${why}${hand}`;
  },

  look(step, tools) {
    const isThere = kitsOf(tools).shelf.isThere(step.folder);
    return Promise.resolve(isThere ? { standing: 'absent', believedAfterMs: 0 } : { standing: 'as-planned' });
  },

  async make(step, tools) {
    const place = await kitsOf(tools).shelf.withdraw(step.folder);
    return place === undefined ? {} : { movedTo: `out/clients/${place}` };
  },
};
