// The section `clients` of migrate.yaml: how kits reach the PCs and phones of the staff, and how results come back.

import * as z from 'zod';
import { momentAt } from './dates.ts';
import { checked, text, variable } from './field-checks.ts';

const folder = checked('client-folder', isClientFolder);

const note = text.max(400).meta({
  description: 'A paragraph in this language, at most 400 characters.',
  examples: ['12月1日の朝は、1階の会議室に担当者がおります。'],
});

const windows = z
  .strictObject({
    closeWithinSeconds: z
      .int()
      .min(10)
      .max(3600)
      .optional()
      .meta({
        description: 'How long Outlook is asked to close before the script gives up for this time. Without it: 300.',
        examples: [300],
      }),
    scanner: z
      .strictObject({
        file: folder.meta({
          description: 'EmoCheck, as PCs see it.',
          examples: ["'\\\\files.aozora-shoji.example\\migrate\\emocheck.exe'"],
        }),
        validHours: z
          .number()
          .min(1)
          .max(8760)
          .optional()
          .meta({
            description: 'How many hours its clean report counts on the PC. Without it: as evidence.validHours says.',
            examples: [24],
          }),
      })
      .optional()
      .meta({
        description:
          'The check that the script asks for on the PC itself. Without it the evidence that was imported decides alone.',
        examples: ["{ file: '\\\\files.aozora-shoji.example\\migrate\\emocheck.exe', validHours: 24 }"],
      }),
  })
  .meta({ description: 'The kit for Outlook on Windows.', examples: ['{ closeWithinSeconds: 300 }'] });

const apple = z
  .strictObject({
    identifier: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+$/)
      .optional()
      .meta({
        description:
          'What the identifiers of profiles begin with; a profile with the same one is replaced. Without it: the new ' +
          'domain backwards, and .mail.',
        examples: ['example.aozora-trading.mail'],
      }),
    certificateFile: text.optional().meta({
      description:
        'PKCS#12 file (.p12, .pfx) with certificate, key and chain that signs profiles. Without it: unsigned.',
      examples: ['keys/profiles.p12'],
    }),
    passwordVariable: variable.optional().meta({
      description: 'Name of the environment variable that holds the password of the file. Without it: it has none.',
      examples: ['MIGRATE_PROFILE_PASSWORD'],
    }),
  })
  .meta({
    description: 'Profiles for iPhone, iPad and Mac.',
    examples: ['{ identifier: example.aozora-trading.mail }'],
  });

export const clientsSchema = z
  .strictObject({
    helpDesk: z
      .strictObject({
        name: text.meta({ description: 'Whom people ask.', examples: ['情報システム課'] }),
        telephone: text.meta({ description: 'Number that answers on the day.', examples: ['03-0000-0199'] }),
      })
      .meta({ description: 'Whom people call.', examples: ['{ name: 情報システム課, telephone: 03-0000-0199 }'] }),
    switchAt: checked('moment', (value) => momentAt(value, 'UTC') !== undefined).meta({
      description: 'When people change over, in the time zone of the company.',
      examples: ['2026-12-01 09:00'],
    }),
    share: folder.optional().meta({
      description: 'Folder of the kit of all, as PCs see it. Without it the kit is carried to them in another way.',
      examples: ["'\\\\files.aozora-shoji.example\\migrate'"],
    }),
    results: folder.optional().meta({
      description: 'Folder into which PCs write what became of them. Without it they keep it to themselves.',
      examples: ["'\\\\files.aozora-shoji.example\\migrate-results'"],
    }),
    publishAt: checked('publish-at', isHttpsFolder)
      .optional()
      .meta({
        description:
          'HTTPS address under which you publish out/clients/fleet/publish. Without it nothing is published.',
        examples: ['https://move.aozora-trading.example/'],
      }),
    note: z
      .strictObject({ ja: note.optional(), en: note.optional() })
      .optional()
      .meta({
        description: 'Words of your own on every hand-out, in its language. Without it: none.',
        examples: ['{ ja: 12月1日の朝は、1階の会議室に担当者がおります。 }'],
      }),
    windows: windows.optional(),
    apple: apple.optional(),
    intune: z
      .strictObject({
        group: text.meta({ description: 'Name of the Entra group of people.', examples: ['Move-Everyone'] }),
      })
      .optional()
      .meta({
        description:
          'Pushes the Windows script through Intune (a beta interface of Microsoft). Without it: not pushed.',
        examples: ['{ group: Move-Everyone }'],
      }),
  })
  .meta({
    description: 'How mail programs are moved. Without this section no kits are written.',
    examples: ["{ helpDesk: { name: 情報システム課, telephone: 03-0000-0199 }, switchAt: '2026-12-01 09:00' }"],
  });

export type ClientsFile = z.output<typeof clientsSchema>;

/** `\\server\share`, a drive, or a path; nothing that a command line or a script could take for more than a name. */
function isClientFolder(value: string): boolean {
  const isPath = /^(?:\\\\[^\\/]+\\[^\\/]|[A-Za-z]:[\\/]|\/)/.test(value);
  return isPath && value.length <= 200 && !/["'`<>|?*&^;%!]|\p{Cc}/u.test(value);
}

function isHttpsFolder(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url?.protocol === 'https:' && url.username === '' && url.search === '' && url.hash === '';
}
