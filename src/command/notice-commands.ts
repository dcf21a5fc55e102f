// The group `migrate notice` of the command line. Each command is loaded only when it is called.

import { Command, InvalidArgumentError } from 'commander';
import type { Does } from './action.ts';
import type { ApproveOptions } from './notice-approve.ts';
import type { DiffOptions } from './notice-diff.ts';
import type { PreviewOptions } from './notice-preview.ts';

export function addNoticeCommands(program: Command, does: Does): void {
  program
    .command('notice')
    .description('the letters to partners and staff: write, check, look at and approve them; apply alone sends')
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
    )
    .addCommand(
      new Command('diff')
        .description('what an edit of templates or lists changes in the letters, and for whom')
        .option('--notice <name>', 'only this notice')
        .action(
          does(async (context, options: DiffOptions) =>
            (await import('./notice-diff.ts')).diffNotices(context, options),
          ),
        ),
    )
    .addCommand(
      new Command('approve')
        .description('look at the letters of the plan and approve them; asks once')
        .option('--sample <n>', 'how many to show at random, beside the extremes', wholeNumber, 3)
        .option('--yes', 'do not ask')
        .action(
          does(async (context, options: ApproveOptions) =>
            (await import('./notice-approve.ts')).approveNotices(context, options),
          ),
        ),
    )
    .addCommand(
      new Command('gates')
        .description(
          'what stands between the letters and their partners: MX, SPF, DKIM and DMARC of the domains that send',
        )
        .action(does(async (context) => (await import('./notice-gates.ts')).showGates(context))),
    )
    .addCommand(
      new Command('show')
        .description('the letters of one partner, as they were sent or will be')
        .argument('<partner>', 'an address, or a name of the list')
        .action(
          does(async (context, partner: string) => (await import('./notice-show.ts')).showNotices(context, partner)),
        ),
    );
}

function wholeNumber(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
