// Steps at Microsoft 365, in English.

import type { DeviceSteps, StepScene, StepsOfClients } from './device-steps.ts';

const WEB = 'https://outlook.office.com/';
const SIGN_IN = 'When the Microsoft sign-in page appears, enter your new address and your password.';
const POP = 'Your old mail is on this PC only. Remove neither the old account nor the program.';

const outlookClassic = ({ mode }: StepScene): DeviceSteps =>
  mode === 'rename'
    ? {
        steps: [
          'After the switch, quit Outlook and start it again.',
          'If a sign-in page appears, enter your new address and the same password as before.',
          'Send a message to yourself and check that it comes from your new address.',
        ],
        note: 'The old address may still stand at the top of the folder list. It is only a label and does no harm.',
      }
    : {
        byItself:
          'After the switch, when you sign in to Windows, the company’s program asks whether it may close Outlook, keeps a copy of your settings and prepares a new profile.',
        steps: [
          'When you are asked to close Outlook, save what you are writing and close it.',
          'Then start Outlook. ' + SIGN_IN,
          'Send a message to yourself and check that it arrives.',
        ],
        note: 'Your old mail stays in the profile that you have now. Do not delete that profile.',
      };

const outlookNew = ({ mode }: StepScene): DeviceSteps => ({
  steps: [
    ...(mode === 'rename'
      ? [
          'After the switch, quit Outlook and start it again. ' + SIGN_IN,
          'If it still shows the old address, add the new one under Settings → Accounts.',
        ]
      : ['After the switch, choose Settings → Accounts → Add account and enter your new address.', SIGN_IN]),
    'Make the new address the primary account, and send a message to yourself.',
  ],
});

const thunderbird = ({ isPhone, hasCode }: StepScene): DeviceSteps =>
  isPhone && hasCode
    ? {
        steps: ['In Thunderbird, choose Settings → Import → Scan QR code, and scan the code on the right.', SIGN_IN],
      }
    : {
        byItself:
          'The company’s settings add the new account and make it the default one. The old account is marked “(old)”.',
        steps: [
          'After the switch, start Thunderbird. ' + SIGN_IN,
          'Send a message to yourself and check that it arrives.',
        ],
        note: 'Your old mail stays in the account marked “(old)”. Do not delete it.',
      };

const OUTLOOK_APP = 'If you use the Outlook app: add the new address under its Settings → Add account.';

const ios = ({ hasCode }: StepScene): DeviceSteps => ({
  steps: hasCode
    ? [
        'Point the camera at the QR code on the right, open the page that it shows, and tap Allow.',
        'Open Settings, tap “Profile Downloaded” near the top, then Install.',
        SIGN_IN,
        'In Mail, send a message to yourself from the new address and check that it arrives.',
      ]
    : [
        'Choose Settings → Apps → Mail → Mail Accounts → Add Account → Microsoft Exchange (on older iOS: Settings → Mail → Accounts).',
        'Enter your new address and tap Sign In. ' + SIGN_IN,
      ],
  note: OUTLOOK_APP,
});

const byHand = ({ protocol }: StepScene): DeviceSteps => ({
  steps: [
    'Open ' + WEB + ' in the browser and sign in with your new address. You can read and write all mail there.',
    'To go on with this program you need a version that opens the Microsoft sign-in page (OAuth 2.0). One that only asks for a password will not work.',
    'The help desk sets it up together with you. Please call before the switch.',
  ],
  ...(protocol === 'pop' ? { note: POP } : {}),
});

export const microsoftEn: StepsOfClients = {
  'outlook-classic': outlookClassic,
  'outlook-new': outlookNew,
  thunderbird,
  'apple-mail': () => ({
    steps: [
      'After the switch, choose System Settings → Internet Accounts → Add Account → Microsoft Exchange.',
      'Enter your new address and click Sign In. ' + SIGN_IN,
      'Check that Mail is ticked, and send a message to yourself.',
    ],
  }),
  ios,
  android: () => ({
    steps: [
      'In the Outlook app, choose Settings → Add account and enter your new address (in the Gmail app: Add account → Exchange and Office 365).',
      SIGN_IN,
      'Send a message to yourself and check that it arrives.',
    ],
  }),
  'gmail-web': () => ({
    steps: [
      'From the switch on, open ' + WEB + ' in the browser, no longer Gmail.',
      SIGN_IN,
      'Make a bookmark of that page.',
    ],
  }),
  becky: byHand,
  shuriken: byHand,
  other: byHand,
};
