// What every command is called with.

import { resolve } from 'node:path';
import { Voice } from './voice.ts';

export interface CommandContext {
  /** Absolute path of the workspace. */
  readonly folder: string;
  readonly voice: Voice;
}

export function openContext(options: { readonly folder: string; readonly json: boolean }): CommandContext {
  return { folder: resolve(options.folder), voice: new Voice({ json: options.json }) };
}
