// The Windows script as a file: one for the whole fleet, bound to one table.

import { SCRIPT_BACKUP } from './script/script-backup.ts';
import { SCRIPT_FILES } from './script/script-files.ts';
import { SCRIPT_GATE } from './script/script-gate.ts';
import { scriptHead } from './script/script-head.ts';
import type { ScriptFacts } from './script/script-head.ts';
import { SCRIPT_MODES } from './script/script-modes.ts';
import { SCRIPT_OUTLOOK } from './script/script-outlook.ts';
import { SCRIPT_PERSON } from './script/script-person.ts';
import { SCRIPT_REGISTRY } from './script/script-registry.ts';
import { SCRIPT_RUN } from './script/script-run.ts';
import { SCRIPT_SIGNATURE } from './script/script-signature.ts';
import { windowsText } from './windows-text.ts';

const PARTS = [
  SCRIPT_FILES,
  SCRIPT_PERSON,
  SCRIPT_GATE,
  SCRIPT_OUTLOOK,
  SCRIPT_REGISTRY,
  SCRIPT_BACKUP,
  SCRIPT_SIGNATURE,
  SCRIPT_MODES,
  SCRIPT_RUN,
];

/** UTF-8 with BOM and CRLF, since Windows PowerShell 5.1 reads anything else in the code page of the machine. */
export function windowsScript(facts: ScriptFacts): Uint8Array {
  return windowsText([scriptHead(facts), ...PARTS].join(''));
}
