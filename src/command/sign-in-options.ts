// How a command signs in: secrets come from the environment, and who must confirm on another device is told by its voice.

import type { Settings } from '../model/settings.ts';
import type { Voice } from './voice.ts';
import type { ConnectOptions } from './wire-place.ts';

export function signInOptions(
  { folder, settings }: { readonly folder: string; readonly settings: Settings },
  voice: Voice,
): ConnectOptions {
  return { folder, settings, environment: process.env, onDeviceCode: (message) => voice.say(message) };
}
