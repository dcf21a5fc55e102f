// The words of what is wrong with the section `imap-host`.

import { show } from './show.ts';
import type { Words } from './show.ts';

export const hostTexts = {
  'settings.provision-one-way': ({ count }: { count: number }) => [
    count === 0
      ? 'provision says neither by command nor by upload how mailboxes are made.'
      : 'provision names both a command and an upload.',
    'Each mailbox is made once, in one way.',
    'Write one of: command: bin/make-mailbox, or upload: { columns: { メールアドレス: address, パスワード: password } }',
  ],
  'settings.only-with-command': ({ key }: { key: string }) => [
    `${key} does not go with upload.`,
    'It is about a command that makes mailboxes, and there is none.',
    `Remove ${key}.`,
  ],
  'settings.batch-file': ({ program }: { program: string }) => [
    `${show(program)} is a batch file, which only a shell can run.`,
    'A shell would take signs in names and addresses for orders; no shell is ever started here.',
    "Name the program itself, for example: command: powershell.exe, arguments: ['-NoProfile', '-File', 'bin/make-mailbox.ps1', '{address}']",
  ],
  'settings.argument-in-part': ({ argument }: { argument: string }) => [
    `${show(argument)} has a field in braces within other text.`,
    'A field takes the place of a whole argument, so that what people are called can never be taken for something else.',
    "Write two arguments: ['--address', '{address}']",
  ],
  'settings.password-argument': () => [
    'The password cannot be an argument.',
    'Everybody on that computer can see the arguments of a program that runs.',
    'Let the command read it from standard input: one line of JSON with the key password. Remove {password}.',
  ],
  'settings.unknown-field': ({ name, near, known }: { name: string; near: string | undefined; known: string }) => [
    `${show(name)} is no field of a mailbox${near === undefined ? '' : `; did you mean ${near}?`}`,
    'Nothing could be put in its place.',
    `Write one of: ${known}.`,
  ],
  'settings.upload-without-address': () => [
    'No column of the upload holds the address.',
    'The host could not tell which mailboxes to make.',
    'Add a column with address, or with localPart where the host wants the part before the @.',
  ],
  'settings.host-pop-only': () => [
    'A host that offers POP only cannot be moved to: imap-host needs an IMAP server.',
    'Whether a mailbox is ready is told by a sign-in over IMAP, and hand-outs, kits and discovery set devices up for IMAP; with POP, mail would lie on one device alone.',
    'Ask the host for IMAP, which may have to be switched on for the contract, and write imap: { host: … }; pop may stay beside it, for those who use it. ' +
      'Where there is none, choose another host.',
  ],
  'settings.host-cannot-rename': () => [
    'mode: rename does not go with provider: imap-host.',
    'A mail host has no way to move the address of a mailbox that could be asked for and looked at from outside.',
    'Write mode: new-mailbox. The old mailboxes stay where they are.',
  ],
  'settings.host-without-licences': () => [
    'A mail host has no licences; the section licence is not used.',
    'A new mailbox works as soon as it is there.',
    'Remove the section licence.',
  ],
} satisfies Record<string, (facts: never) => Words>;
