// The group `migrate notice` of the command line. Each command is loaded only when it is called.

import { Command, InvalidArgumentError, Option } from 'commander';
import type { Does } from './action.ts';
import type { ApproveOptions } from './notice-approve.ts';
import { dayMs } from './day-option.ts';
import type { BouncesOptions } from './notice-bounces.ts';
import type { DiffOptions } from './notice-diff.ts';
import type { NoticeDoneOptions } from './notice-done.ts';
import type { PreviewOptions } from './notice-preview.ts';
import type { TestOptions } from './notice-test.ts';
import type { ResendOptions } from './notice-resend.ts';
import type { NoticeStatusOptions } from './notice-status.ts';
import type { WorklistOptions } from './notice-worklist.ts';

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
      new Command('test')
        .description('send one letter, marked as a test, to an address of yours; no partner counts as told')
        .option('--to <address>', 'who gets it: never a partner, nor anybody in a partner’s domain')
        .option('--self', 'to a mailbox of ours, and read back whether spf, dkim and dmarc pass')
        .option('--partner <partner>', 'whose letter: an address, a person or a company of the list')
        .option('--notice <name>', 'which notice')
        .action(
          does(async (context, options: TestOptions) =>
            (await import('./notice-test.ts')).testNotice(context, options),
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
    )
    .addCommand(
      new Command('status')
        .description('where every partner stands')
        .option('--csv [file]', 'one row for each notice to each partner')
        .action(
          does(async (context, options: NoticeStatusOptions) =>
            (await import('./notice-status.ts')).noticeStatus(context, options),
          ),
        ),
    )
    .addCommand(
      new Command('retry')
        .description('try messages again that could not be sent')
        .requiredOption('--failed', 'those that failed; what is in doubt is settled instead')
        .option('--permanent', 'also those that their receivers have refused for good')
        .action(
          does(async (context, options: { readonly permanent?: true }) =>
            (await import('./retry.ts')).retry(context, { ...options, failed: true, kind: 'notice.send' }),
          ),
        ),
    )
    .addCommand(
      new Command('resend')
        .description('have one partner written to once more, with the next plan')
        .argument('<partner>', 'an address, or a name of the list')
        .requiredOption('--reason <text>', 'why; it is kept in the log')
        .option('--notice <name>', 'which notice, where there are several')
        .action(
          does(async (context, partner: string, options: ResendOptions) =>
            (await import('./notice-resend.ts')).resendNotice(context, partner, options),
          ),
        ),
    )
    .addCommand(
      new Command('stop')
        .description('let no further message start, also in an apply under way')
        .requiredOption('--reason <text>', 'why; it is kept in the log')
        .action(
          does(async (context, options: { readonly reason: string }) =>
            (await import('./notice-stop.ts')).stopSending(context, options),
          ),
        ),
    )
    .addCommand(
      new Command('continue')
        .description(
          'let messages start again after a stop; with a reason also on a day that is held after many refusals',
        )
        .option('--reason <text>', 'why; it is kept in the log')
        .action(
          does(async (context, options: { readonly reason?: string }) =>
            (await import('./notice-stop.ts')).continueSending(context, options),
          ),
        ),
    )
    .addCommand(
      new Command('done')
        .description('say that a partner was told by telephone, letter or otherwise')
        .argument('<partner>', 'an address, or a name of the list')
        .addOption(new Option('--by <way>', 'how').choices(['phone', 'letter', 'web', 'other']).makeOptionMandatory())
        .requiredOption('--evidence <text>', 'who spoke with whom, when; it is kept in the log')
        .option('--notice <name>', 'which notice, where there are several')
        .action(
          does(async (context, partner: string, options: NoticeDoneOptions) =>
            (await import('./notice-done.ts')).noticeDone(context, partner, options),
          ),
        ),
    )
    .addCommand(
      new Command('bounces')
        .description('read what came back: for whom a letter did not arrive, and why; who has answered')
        .option('--from <path>', 'a folder of messages saved as .eml, or one of them, in place of the mailboxes')
        .option('--since <day>', 'only what came from that day on (YYYY-MM-DD)', dayMs)
        .action(
          does(async (context, options: BouncesOptions) =>
            (await import('./notice-bounces.ts')).takeBounces(context, options),
          ),
        ),
    )
    .addCommand(
      new Command('worklist')
        .description('write the lists, scripts and letters for those who are not told by mail')
        .addOption(new Option('--route <route>', 'only this one').choices(['phone', 'letter', 'web']))
        .action(
          does(async (context, options: WorklistOptions) =>
            (await import('./notice-worklist.ts')).writeWorklists(context, options),
          ),
        ),
    );
}

function wholeNumber(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
