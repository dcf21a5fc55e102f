// The group `migrate notice` of the command line. Each command is loaded only when it is called.

import { Command } from 'commander';
import type { Does } from './action.ts';
import type { PreviewOptions } from './notice-preview.ts';

export function addNoticeCommands(program: Command, does: Does): void {
  program
    .command('notice')
    .description('the letters to partners and staff: write, check and look at them; nothing is sent')
    .addCommand(
      new Command('new')
        .description('copy a notice, to be edited under another name')
        .argument('<name>', 'its new name, in small letters')
        .option('--from <name>', 'the notice to begin with', 'change')
        .action(
          does(async (context, name: string, options: { from: string }) =>
            (await import('./notice-new.ts')).newNotice(context, name, options),
          ),
        ),
    )
    .addCommand(
      new Command('lint')
        .description('check every template, and every notice that is made of it')
        .argument('[name]', 'only this notice')
        .action(
          does(async (context, name: string | undefined) =>
            (await import('./notice-lint.ts')).lintNotices(context, name),
          ),
        ),
    )
    .addCommand(
      new Command('preview')
        .description('show what a reader would get, and write it to out/notices')
        .argument('[name]', 'which notice', 'change')
        .option('--to <reader>', 'an address, a person or a company of the lists')
        .option('--all', 'write those of every reader')
        .option('--open', 'open the first one in the browser')
        .action(
          does(async (context, name: string, options: PreviewOptions) =>
            (await import('./notice-preview.ts')).previewNotice(context, name, options),
          ),
        ),
    );
}
