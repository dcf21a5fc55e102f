// The group `migrate evidence` of the command line. Each command is loaded only when it is called.

import { Command } from 'commander';
import type { Does } from '../action.ts';

export function addEvidenceCommands(program: Command, does: Does): void {
  program
    .command('evidence')
    .description('what checks have found on the devices')
    .addCommand(
      new Command('import')
        .description('take in reports of EmoCheck, exports of Microsoft Defender, or a plain CSV')
        .argument('<files...>', 'files, or folders of them')
        .action(
          does(async (context, files: readonly string[]) =>
            (await import('./evidence-import.ts')).importEvidence(context, files),
          ),
        ),
    );
}
