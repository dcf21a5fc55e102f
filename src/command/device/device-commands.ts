// The group `migrate device` of the command line. Each command is loaded only when it is called.

import { Command, Option } from 'commander';
import { BOARD_STATES } from '../../client/device-board.ts';
import type { Does } from '../action.ts';
import type { ExceptionOptions } from './device-exception.ts';
import type { DeviceStatusOptions } from './device-status.ts';
import type { ThunderbirdPatchOptions } from './thunderbird-patch.ts';

export function addDeviceCommands(program: Command, does: Does): void {
  const device = program.command('device').description('the PCs and phones: where each stands, and who may go on');
  device.addCommand(
    new Command('status')
      .description('the board by person and device')
      .option('--person <person>', 'only this person (an address, or a name)')
      .option('--host <name>', 'only this device')
      .addOption(new Option('--state <state>', 'only what is in this state').choices(BOARD_STATES))
      .option('--csv [file]', 'as a table, one row for each person at each device')
      .action(
        does(async (context, options: DeviceStatusOptions) =>
          (await import('./device-status.ts')).deviceStatus(context, options),
        ),
      ),
  );
  addExceptionCommands(device, does);
  addMarkCommands(device, does);
  addProfileCommand(device, does);
  addPushedCommand(device, does);
  device.addCommand(
    new Command('results').description('what the program on the PCs has come to').addCommand(
      new Command('import')
        .description('take in what PCs have written to the share: reports, which move the board')
        .argument('<files...>', 'files, or folders of them')
        .action(
          does(async (context, files: readonly string[]) =>
            (await import('./results-import.ts')).importResults(context, files),
          ),
        ),
    ),
  );
}

function addPushedCommand(device: Command, does: Does): void {
  device.addCommand(
    new Command('pushed')
      .description('what Intune says of the Windows script (a beta interface of Microsoft)')
      .action(does(async (context) => (await import('./pushed.ts')).showPushed(context))),
  );
}

function addExceptionCommands(device: Command, does: Does): void {
  device
    .addCommand(
      new Command('exception')
        .description('enter into the register that somebody goes on although a device is not cleared')
        .argument('<person>', 'an address, or a name')
        .option('--device <host>', 'only at this device; without it, all devices of the person')
        .requiredOption('--approved-by <name>', 'who answers for it')
        .requiredOption('--until <day>', 'the last day (YYYY-MM-DD)')
        .requiredOption('--reason <text>', 'why')
        .action(
          does(async (context, person: string, options: ExceptionOptions) =>
            (await import('./device-exception.ts')).enterException(context, person, options),
          ),
        ),
    )
    .addCommand(
      new Command('exceptions')
        .description('the register: in force, expired, taken back')
        .action(does(async (context) => (await import('./device-exceptions.ts')).listExceptions(context))),
    )
    .addCommand(
      new Command('exception-end')
        .description('take an exception back before its time')
        .argument('<person>', 'an address, or a name')
        .option('--device <host>', 'the one for this device')
        .requiredOption('--reason <text>', 'why')
        .action(
          does(async (context, person: string, options: { device?: string; reason: string }) =>
            (await import('./device-exception.ts')).endException(context, person, options),
          ),
        ),
    );
}

function addProfileCommand(device: Command, does: Does): void {
  device.addCommand(
    new Command('thunderbird-patch')
      .description('add the new account to one Thunderbird profile on this computer or a share; the old one is kept')
      .requiredOption('--person <person>', 'whose it is (an address, or a name)')
      .requiredOption('--profile <folder>', 'the folder with prefs.js; it is copied as a whole first')
      .option('--host <name>', 'the device on which the profile is used, where the person has several')
      .option('--closed', 'you have looked: Thunderbird is closed, where this computer cannot tell')
      .option('--undo', 'take the account away again; what was changed since is kept')
      .action(
        does(async (context, options: ThunderbirdPatchOptions) =>
          (await import('./thunderbird-patch.ts')).patchThunderbird(context, options),
        ),
      ),
  );
}

function addMarkCommands(device: Command, does: Does): void {
  device
    .addCommand(
      new Command('handed-over')
        .description('record that the kit or the hand-out was given to its person')
        .argument('<device-or-person>', 'a host name; or a person, for all devices')
        .option('--evidence <text>', 'how it is known')
        .action(
          does(async (context, which: string, options: { evidence?: string }) =>
            (await import('./device-marking.ts')).handOver(context, which, options),
          ),
        ),
    )
    .addCommand(
      new Command('done')
        .description('record that a device is set up')
        .argument('<host>', 'name of the device')
        .option('--person <person>', 'of a device that several people use')
        .requiredOption('--evidence <text>', 'how it is known: who has seen it')
        .action(
          does(async (context, host: string, options: { person?: string; evidence: string }) =>
            (await import('./device-marking.ts')).sayDone(context, host, options),
          ),
        ),
    )
    .addCommand(
      new Command('undo')
        .description('take the last state of a device back: handed over, done, or reported')
        .argument('<host>', 'name of the device')
        .option('--person <person>', 'of a device that several people use')
        .requiredOption('--reason <text>', 'why, for the log')
        .action(
          does(async (context, host: string, options: { person?: string; reason: string }) =>
            (await import('./device-marking.ts')).takeBack(context, host, options),
          ),
        ),
    );
}
