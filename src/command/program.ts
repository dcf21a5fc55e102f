// The command line: names, arguments and options. Each command is loaded only when it is called.

import { Command, CommanderError, Option } from 'commander';
import type { Action, Called, Does } from './action.ts';
import { addDiscoveryCommands } from './discovery/discovery-commands.ts';
import { EXIT } from './exit-code.ts';
import type { ExitCode } from './exit-code.ts';
import { addDeviceCommands } from './device/device-commands.ts';
import { addEvidenceCommands } from './device/evidence-commands.ts';
import type { RetryOptions } from './retry.ts';
import { addNoticeCommands } from './notice-commands.ts';
import { addPartnerCommands } from './partner-commands.ts';
import type { RunOptions } from './run-options.ts';
import { addRulesCommands } from './rules-commands.ts';
import { addSandboxCommands } from './sandbox-commands.ts';
import type { SettleOptions } from './settle.ts';
import packageFacts from '../../package.json' with { type: 'json' };

const PROVIDERS = ['microsoft-365', 'google-workspace', 'imap-host'] as const;

interface Shared {
  readonly workspace: string;
  readonly json?: true;
}

/** Runs one command line and says how the process shall end. */
export async function runProgram(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const program = new Command('migrate')
    .description('Moves a company to a new e-mail domain: planned, applied, and resumed wherever it was cut off.')
    .version(packageFacts.version)
    .option('-C, --workspace <folder>', 'the folder with migrate.yaml', '.')
    .option('--json', 'facts for programs, one JSON object a line')
    .exitOverride()
    .showHelpAfterError('(migrate --help shows what there is)')
    .addHelpText('after', FLOW);

  /** What a command does when it is called. */
  const does =
    (action: Action): Called =>
    async (...args) => {
      const called = args.at(-1) as Command;
      const { workspace, json } = called.optsWithGlobals<Shared>();
      const { openContext } = await import('./command-context.ts');
      const context = openContext({ folder: workspace, json: json === true });
      // Commander passes the arguments, then the options, then the command itself.
      const own = args.slice(0, -1) as never[];
      try {
        exitCode = await action(context, ...own);
      } catch (error) {
        exitCode = (await import('./trouble.ts')).sayTrouble(error, context.voice);
      }
    };

  program
    .command('init')
    .description('begin a workspace: a commented migrate.yaml, example lists and templates')
    .argument('[folder]', 'where', '.')
    .addOption(new Option('--provider <name>', 'where the new mailboxes are').choices(PROVIDERS).default(PROVIDERS[0]))
    .option('--sandbox', 'let the sandbox stand in for the provider')
    .action(
      does(async (context, folder: string, options: { provider: (typeof PROVIDERS)[number]; sandbox?: true }) =>
        (await import('./init.ts')).init(context, folder, options),
      ),
    );
  const checking = program
    .command('check')
    .description('read migrate.yaml, the lists and the templates; call nobody')
    .action(does(async (context) => (await import('./check.ts')).check(context)));
  addDiscoveryCommands(program, checking, does);
  program
    .command('connect')
    .description('sign in and try each permission by itself; change nothing')
    .action(does(async (context) => (await import('./connect.ts')).showConnection(context)));
  program
    .command('plan')
    .description('look at the provider and show exactly what apply would do')
    .option('--all', 'show every person, however many')
    .option('--out <file>', 'also write the whole plan to a file, to be reviewed')
    .option('--detailed-exitcode', 'exit with 2 where there are changes, 0 where there are none')
    .action(
      does(async (context, options: { all?: true; out?: string; detailedExitcode?: true }) =>
        (await import('./plan.ts')).plan(context, options),
      ),
    );
  program
    .command('show')
    .description('show the saved plan, step by step')
    .option('--person <address>', 'only this person')
    .action(does(async (context, options: { person?: string }) => (await import('./show.ts')).show(context, options)));
  addRunCommands(program, does);
  addRecordCommands(program, does);
  addNoticeCommands(program, does);
  addPartnerCommands(program, does);
  addEvidenceCommands(program, does);
  addDeviceCommands(program, does);
  addRulesCommands(program, does);
  addSandboxCommands(program, does);
  program
    .command('demo')
    .description('watch whole migrations of an example company, each killed and resumed')
    .argument('[folder]', 'a new folder for them', 'demo')
    .addOption(new Option('--provider <name>', 'play this provider only; without it: the first two').choices(PROVIDERS))
    .action(
      does(async (context, folder: string, options: { provider?: (typeof PROVIDERS)[number] }) =>
        (await import('./demo/demo.ts')).demo(context, folder, options),
      ),
    );

  shareManners(program);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.input;
    throw error;
  }
  return exitCode;
}

/** A wrong word ends in the same way at every depth: commander hands this down to `command()`, and not to `addCommand()`. */
function shareManners(parent: Command): void {
  for (const child of parent.commands) {
    child.copyInheritedSettings(parent);
    shareManners(child);
  }
}

function addRunCommands(program: Command, does: Does): void {
  program
    .command('apply')
    .description('carry out the plan, batch by batch; asks once')
    .option('--yes', 'do not ask')
    .option('--batch <name>', 'only this batch')
    .option('--only <person>', 'only this person (old or new address)')
    .option('--until <kind>', 'only steps up to this kind, e.g. user.create')
    .option('--leave-out-refused', 'go on although some people of the list are refused')
    .option('--wait', WAIT)
    .action(does(async (context, options: RunOptions) => (await import('./apply.ts')).apply(context, options)));
  program
    .command('resume')
    .description('go on where the last run was cut off')
    .option('--batch <name>', 'only this batch')
    .option('--only <person>', 'only this person')
    .option('--wait', WAIT)
    .action(does(async (context, options: RunOptions) => (await import('./resume.ts')).resume(context, options)));
  program
    .command('retry')
    .description('try again what failed')
    .option('--failed', 'everything that failed')
    .option('--batch <name>', 'only in this batch')
    .option('--only <person>', 'only for this person')
    .option('--kind <kind>', 'only steps of this kind')
    .option('--redo', 'with --only: the account was made and is gone again; let the next plan make it anew')
    .action(does(async (context, options: RetryOptions) => (await import('./retry.ts')).retry(context, options)));
  program
    .command('settle')
    .description('steps in doubt: look again, or say what became of them')
    .argument('[step]', 'id of one step')
    .addOption(
      new Option('--as <what>', 'your decision, after you have looked yourself').choices([
        'done',
        'not-done',
        'failed',
      ]),
    )
    .option('--reason <text>', 'why, for the log')
    .option('--by <name>', 'who decided')
    .action(
      does(async (context, step: string | undefined, options: SettleOptions) =>
        (await import('./settle.ts')).settle(context, step, options),
      ),
    );
  program
    .command('undo')
    .description('plan and carry out the way back: suspend, restore names, replies and forwarding; nothing is deleted')
    .option('--yes', 'do not ask')
    .option('--batch <name>', 'only this batch')
    .option('--only <person>', 'only this person')
    .action(does(async (context, options: RunOptions) => (await import('./undo.ts')).undo(context, options)));
  program
    .command('done')
    .description('record that a task for a person is done')
    .argument('<step>', 'id of the step')
    .requiredOption('--evidence <text>', 'how it is known: a ticket, a name, a file')
    .option('--by <name>', 'who did it')
    .action(
      does(async (context, step: string, options: { evidence: string; by?: string }) =>
        (await import('./done.ts')).done(context, step, options),
      ),
    );
}

function addRecordCommands(program: Command, does: Does): void {
  program
    .command('status')
    .description('where everything stands now')
    .option('--watch', 'keep looking')
    .action(does(async (context, options: { watch?: true }) => (await import('./status.ts')).status(context, options)));
  program
    .command('log')
    .description('what happened, line by line')
    .argument('[person]', 'only this person (old or new address)')
    .option('--verify', 'check that no line was changed or taken away since it was written')
    .action(
      does(async (context, person: string | undefined, options: { verify?: true }) =>
        (await import('./log.ts')).showLog(context, person, options),
      ),
    );
  program
    .command('report')
    .description('what was done, what is left, who is affected')
    .addOption(new Option('--format <name>', 'form').choices(['text', 'csv', 'json', 'html']).default('text'))
    .option('--out <file>', 'write it to a file')
    .action(
      does(async (context, options: { format: 'text' | 'csv' | 'json' | 'html'; out?: string }) =>
        (await import('./report.ts')).report(context, options),
      ),
    );
  program
    .command('credentials')
    .description('the initial passwords')
    .addCommand(
      new Command('print')
        .description('the list to hand out; needs the identity or the passphrase')
        .option('--identity <file>', 'age identity file, where migrate.yaml names a recipient')
        .option('--only <person>', 'only this person')
        .action(
          does(async (context, options: { identity?: string; only?: string }) =>
            (await import('./credentials.ts')).printCredentials(context, options),
          ),
        ),
    )
    .addCommand(
      new Command('upload')
        .description("new mailboxes in the form of a mail host's bulk import, passwords in it; needs the same key")
        .option('--batch <name>', 'only this batch')
        .option('--identity <file>', 'age identity file, where migrate.yaml names a recipient')
        .action(
          does(async (context, options: { batch?: string; identity?: string }) =>
            (await import('./credentials-upload.ts')).writeUpload(context, options),
          ),
        ),
    );
}

const WAIT = 'keep running for days: wait for the hours of sending and for what each day may take of the notices';

const FLOW = `
The way through:
  migrate init, edit migrate.yaml and data/staff.csv, migrate check, migrate connect,
  migrate plan, read it, migrate apply --batch pilot, migrate apply, migrate report.
  Cut off in the middle? migrate resume.

Exit codes: 0 done or nothing to do, 1 something failed, 2 bad input, 3 declined,
4 finished with steps in doubt or held.`;
