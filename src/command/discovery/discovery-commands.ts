// The commands about what mail programs find by themselves, as the command line names them.

import { Command, InvalidArgumentError } from 'commander';
import type { Does } from '../action.ts';

/** `check`: the command below which the check of discovery lies. */
export function addDiscoveryCommands(program: Command, check: Command, does: Does): void {
  check.addCommand(
    new Command('discovery')
      .description('fetch what is published for mail programs as they do, and say what each of them makes of it')
      .option('--at <address>', 'ask there and not at the hosts of the domain, e.g. http://127.0.0.1:8080', webAddress)
      .action(
        does(async (context, options: { at?: string }) =>
          (await import('./check-discovery.ts')).checkDiscovery(context, options),
        ),
      ),
  );
  program
    .command('serve')
    .description('answer mail programs on this computer, behind a reverse proxy')
    .addCommand(
      new Command('discovery')
        .description('where to read and to send, for every address of the new domain; this computer alone can ask')
        .option('--port <n>', 'port on 127.0.0.1; a free one unless it is given', portNumber)
        .action(
          does(async (context, options: { port?: number }) =>
            (await import('./serve-discovery.ts')).serveDiscovery(context, options),
          ),
        ),
    );
}

function webAddress(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidArgumentError('It must begin with http:// or https://.');
  }
  return text;
}

function portNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new InvalidArgumentError('It must be a number from 1 to 65535.');
  }
  return value;
}
