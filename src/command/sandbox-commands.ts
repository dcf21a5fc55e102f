// The commands of the stand-in for the providers: names, arguments and options.

import { Command, InvalidArgumentError, Option } from 'commander';
import type { Does } from './action.ts';
import type { SandboxStartOptions } from './sandbox.ts';

export function addSandboxCommands(program: Command, does: Does): void {
  program
    .command('sandbox')
    .description('the stand-in for the providers, on this machine only')
    .addCommand(
      new Command('start')
        .description('start it, or find it running')
        .addOption(
          new Option('--profile <name>', 'how time and quotas run')
            .choices(['documented', 'fast', 'free'])
            .default('fast'),
        )
        .option('--scale <n>', 'fast: how many times faster than documented', positiveNumber)
        .option('--port <n>', 'port on 127.0.0.1; a free one unless it is given', positiveNumber)
        .option('--folder <folder>', 'its folder in the workspace', 'sandbox')
        .option('--empty', 'without the accounts of the staff list')
        .option('--record', 'keep every request and answer, with what is secret in them, in exchanges.ndjson')
        .action(
          does(async (context, options: SandboxStartOptions) => (await import('./sandbox.ts')).start(context, options)),
        ),
    )
    .addCommand(
      new Command('stop')
        .description('stop it; what it holds stays in its folder')
        .option('--folder <folder>', 'its folder in the workspace', 'sandbox')
        .action(
          does(async (context, options: { folder: string }) => (await import('./sandbox.ts')).stop(context, options)),
        ),
    )
    .addCommand(
      new Command('status')
        .description('say where it is and how to sign in to it')
        .option('--folder <folder>', 'its folder in the workspace', 'sandbox')
        .action(
          does(async (context, options: { folder: string }) => (await import('./sandbox.ts')).status(context, options)),
        ),
    )
    .addCommand(
      new Command('make-mailbox')
        .argument('<folder>')
        .action(
          does(async (_context, folder: string) => (await import('./sandbox-mailbox.ts')).makeSandboxMailbox(folder)),
        ),
      { hidden: true },
    )
    .addCommand(
      new Command('has-mailbox')
        .argument('<folder>')
        .action(
          does(async (_context, folder: string) => (await import('./sandbox-mailbox.ts')).hasSandboxMailbox(folder)),
        ),
      { hidden: true },
    )
    .addCommand(
      new Command('serve')
        .argument('<options>')
        .action(does(async (_context, options: string) => (await import('./sandbox.ts')).serve(options))),
      { hidden: true },
    );
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}
