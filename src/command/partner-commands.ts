// The commands about the partner list, as the command line names them.

import { Command } from 'commander';
import type { Does } from './action.ts';

export function addPartnerCommands(program: Command, does: Does): void {
  program
    .command('partners')
    .description('the partners to be told')
    .addCommand(
      new Command('import')
        .description('propose partners from an address book; nobody is added without a confirmation')
        .argument('<file>', 'vCard, or contacts CSV of Outlook or Google')
        .option('--out <file>', 'where the proposals go (default: data/partners-proposed.csv)')
        .action(
          does(async (context, file: string, options: { out?: string }) =>
            (await import('./partners.ts')).importPartners(context, file, options),
          ),
        ),
    );
}
