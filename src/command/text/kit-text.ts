// Kits in words: how many are written, and whom the device gate holds.

/** People that are named one by one. */
const MOST_NAMED = 8;

export interface KitCounts {
  /** People whose kit is to be written, those who are held among them. */
  readonly kits: number;
  readonly held: readonly { readonly name: string; readonly why: string }[];
}

export function kitsText({ kits, held }: KitCounts): readonly string[] {
  const head = `Kits and hand-outs: ${kits} to write into out/clients, ${held.length} of them held by the device gate.`;
  if (held.length === 0) return [`Kits and hand-outs: ${kits} to write into out/clients.`];
  const lines = held.slice(0, MOST_NAMED).map(({ name, why }) => `  ! ${name}: ${why}`);
  const more = held.length > MOST_NAMED ? [`  and ${held.length - MOST_NAMED} more: migrate device status`] : [];
  return [head, ...lines, ...more];
}

export interface WithdrawnKit {
  readonly name: string;
  readonly infected?: readonly string[];
  readonly lapsed?: readonly string[];
  readonly isInHand?: true;
}

/** Kits that the gate would not give now: whose, for which device, and what the owner has in hand, which no move of a folder reaches. */
export function takenBackText(kits: readonly WithdrawnKit[]): readonly string[] {
  if (kits.length === 0) return [];
  const lines = kits.map(({ name, infected = [], lapsed = [], isInHand }) => {
    const reasons = [
      ...(infected.length > 0 ? [`${infected.join(', ')} is infected.`] : []),
      ...(lapsed.length > 0 ? [`no check has cleared ${lapsed.join(', ')}, and no exception is in force.`] : []),
    ];
    const hand = isInHand === true ? ` ${name} HAS IT IN HAND ALREADY: ask for it back.` : '';
    return `  - ${name}: ${reasons.join(' And ')}${hand}`;
  });
  return [
    `Kits to take back: ${kits.length}, moved to out/clients/withdrawn and written again when the gate lets their owners through.`,
    ...lines,
    '  What was copied to a share or a web site is yours to remove: copy out/clients/fleet there again when it is written.',
  ];
}

export interface KitInHand {
  readonly name: string;
  /** Host names. */
  readonly hosts: readonly string[];
}

/** Kits that no step takes back: their owners have them, and the gate holds a device that is in them. */
export function inHandText(kits: readonly KitInHand[]): readonly string[] {
  if (kits.length === 0) return [];
  return [
    `Kits in hand that the device gate holds by now: ${kits.length}. Ask for them back: migrate device status says how.`,
    ...kits.map(({ name, hosts }) => `  - ${name} HAS ONE IN HAND for ${hosts.join(', ')}.`),
  ];
}

/** `1 kit is`, `2 kits are`. */
export function kitsAre(count: number): string {
  return count === 1 ? '1 kit is' : `${count} kits are`;
}

/** What an undo must say before anybody agrees: it reaches this computer only. `isPart`: what all mail programs need stays as it is. */
export function withdrawnText({ isPart }: { readonly isPart: boolean }): readonly string[] {
  return isPart ? [...WITHDRAWN, ...STILL_IN_FLEET] : WITHDRAWN;
}

const WITHDRAWN: readonly string[] = [
  '  Kits are moved to out/clients/withdrawn. What they have set up on devices stays there until each device takes it back:',
  '  the fleet kit of Windows and that of Thunderbird each have an undo of their own (see READ-ME.txt in their folders);',
  '  profiles of iPhone, iPad and Mac are removed in their settings; whatever was copied to a share or a web site is yours to remove.',
];

const STILL_IN_FLEET: readonly string[] = [
  '  out/clients/fleet still holds these people, and PCs are still set up by it. Take them out with: migrate plan, then migrate apply --batch kits;',
  '  then copy it to the share again.',
];
