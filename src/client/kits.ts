// The table of all kits, in the order in which their files are written. A new kit is a folder beside this file and one line here.

import { appleKit } from './apple/apple-kit.ts';
import { discoveryKit } from './discovery/discovery-kit.ts';
import { handOutKit } from './hand-out/hand-out-kit.ts';
import type { Kit } from './kit.ts';
import { mobileKit } from './mobile/mobile-kit.ts';
import { thunderbirdKit } from './thunderbird/thunderbird-kit.ts';
import { windowsKit } from './windows/windows-kit.ts';

export const KITS: readonly Kit[] = [windowsKit, thunderbirdKit, discoveryKit, appleKit, mobileKit, handOutKit];
