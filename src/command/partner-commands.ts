// The commands about the partner list, as the command line names them.

import { Command } from 'commander';
import type { Does } from './action.ts';
import type { Problem } from '../model/problem.ts';
import { dayMs } from './day-option.ts';
import type { FromSentOptions } from './partners-from-sent.ts';

export function addPartnerCommands(program: Command, does: Does): void {
  program
    .command('partners')
    .description('the partners to be told')
    .addCommand(
      new Command('import')
        .description('propose partners from an address book or from sent mail; nobody is added without a confirmation')
        .argument('[file]', 'vCard, or contacts CSV of Outlook or Google')
        .option('--from-sent', 'whom our people have written to, by the headers of what their old mailboxes have sent')
        .option('--mailbox <address...>', 'with --from-sent: only the mailboxes of these people')
        .option('--since <day>', 'with --from-sent: from that day on (YYYY-MM-DD); without it, the last year', dayMs)
        .option('--out <file>', 'where the proposals go (default: data/partners-proposed.csv)')
        .action(
          does(async (context, file: string | undefined, options: ImportOptions) => {
            if ((file === undefined) === (options.fromSent === undefined)) {
              const { sayProblems } = await import('./say-problems.ts');
              return sayProblems([oneSource()], context.voice);
            }
            return file === undefined
              ? (await import('./partners-from-sent.ts')).importFromSent(context, options)
              : (await import('./partners.ts')).importPartners(context, file, options);
          }),
        ),
    );
}

interface ImportOptions extends FromSentOptions {
  readonly fromSent?: true;
}

function oneSource(): Problem {
  return {
    code: 'arguments.one-source',
    severity: 'error',
    what: 'Partners are proposed from one source.',
    why: 'It is an address book, or what was sent.',
    todo: 'Name a file, or give --from-sent.',
  };
}
