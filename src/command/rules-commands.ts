// The commands about the rules of old mailboxes, as the command line names them.

import { Command } from 'commander';
import type { Does } from './action.ts';
import type { ApproveRulesOptions } from './rules.ts';

export function addRulesCommands(program: Command, does: Does): void {
  program
    .command('rules')
    .description('rules, filters and forwards of the old mailboxes: thieves leave some behind')
    .addCommand(
      new Command('list')
        .description('list them, and write out/old-mailbox-rules.csv; change nothing')
        .action(does(async (context) => (await import('./rules.ts')).listRules(context))),
    )
    .addCommand(
      new Command('approve')
        .description('agree that rules are removed by the next apply, if they still are what they are now')
        .argument('[name...]', 'rules, by the first column of the list')
        .option('--outside', 'all that send mail out of the company')
        .option('--yes', 'do not ask')
        .action(
          does(async (context, names: readonly string[], options: ApproveRulesOptions) =>
            (await import('./rules.ts')).approveTheRules(context, names, options),
          ),
        ),
    )
    .addCommand(
      new Command('keep')
        .description('take an approval back before anything was removed on it')
        .argument('<name...>', 'rules, by the first column of the list')
        .action(
          does(async (context, names: readonly string[]) => (await import('./rules.ts')).keepRules(context, names)),
        ),
    );
}
