// Steps at Google Workspace, in English.

import type { DeviceSteps, StepScene, StepsOfClients } from './device-steps.ts';

const WEB = 'https://mail.google.com/';
const SIGN_IN = 'When the Google sign-in page appears, enter your new address and your password.';
const TRY = 'Send a message to yourself and check that it comes from your new address.';
const POP = 'Your old mail is on this PC only. Remove neither the old account nor the program.';

const outlook = ({ protocol }: StepScene): DeviceSteps => ({
  steps: [
    'After the switch, choose File → Add Account (in the new Outlook: Settings → Accounts) and enter your new address.',
    SIGN_IN,
    TRY,
  ],
  note: protocol === 'pop' ? POP : 'Do not remove the account that you have now.',
});

const thunderbird = ({ isPhone, hasCode }: StepScene): DeviceSteps =>
  isPhone && hasCode
    ? {
        steps: ['In Thunderbird, choose Settings → Import → Scan QR code, and scan the code on the right.', SIGN_IN],
      }
    : {
        byItself:
          'The company’s settings add the new account and make it the default one. The old account is marked “(old)”.',
        steps: ['After the switch, start Thunderbird. ' + SIGN_IN, TRY],
        note: 'Your old mail stays in the account marked “(old)”. Do not delete it.',
      };

const byHand = ({ protocol }: StepScene): DeviceSteps => ({
  steps: [
    'Open ' + WEB + ' in the browser and sign in with your new address. You can read and write all mail there.',
    'To go on with this program you need a version that opens the Google sign-in page (OAuth 2.0). One that only asks for a password will not work.',
    'The help desk sets it up together with you. Please call before the switch.',
  ],
  ...(protocol === 'pop' ? { note: POP } : {}),
});

export const googleEn: StepsOfClients = {
  'outlook-classic': outlook,
  'outlook-new': outlook,
  thunderbird,
  'apple-mail': () => ({
    steps: [
      'After the switch, choose System Settings → Internet Accounts → Add Account → Google.',
      SIGN_IN,
      'Check that Mail is ticked. ' + TRY,
    ],
  }),
  ios: () => ({
    steps: [
      'Choose Settings → Apps → Mail → Mail Accounts → Add Account → Google (on older iOS: Settings → Mail → Accounts).',
      SIGN_IN,
      TRY,
    ],
    note: 'If you use the Gmail app: tap the picture at the top right → Add another account, and add the new address.',
  }),
  android: () => ({
    steps: ['In the Gmail app, tap the picture at the top right → Add another account → Google.', SIGN_IN, TRY],
  }),
  'gmail-web': ({ mode }) => ({
    steps: [
      mode === 'rename'
        ? 'After the switch, sign out, and sign in again with your new address and the same password as before.'
        : 'After the switch, open ' + WEB + ' and sign in with your new address.',
      TRY,
    ],
  }),
  becky: byHand,
  shuriken: byHand,
  other: byHand,
};
