// Steps at a plain mail host, in English.

import type { DeviceSteps, StepScene, StepsOfClients } from './device-steps.ts';

const TRY = 'Send a message to yourself and check that it arrives.';
const KEEP = 'Do not remove the account that you have now: your old mail is in it.';
const POP = 'Your old mail is on this PC only. Remove neither the old account nor the program.';

function added(steps: readonly string[]): (scene: StepScene) => DeviceSteps {
  return ({ protocol }) => ({ steps: [...steps, TRY], note: protocol === 'pop' ? POP : KEEP, showsServers: true });
}

const phoneByHand = added([
  'In the mail app, choose Add account → Other (IMAP), enter your new address, and set it up as “Mail servers” below says.',
]);

const onPhone = (scene: StepScene): DeviceSteps =>
  scene.hasCode
    ? {
        steps: [
          'Install the app “Thunderbird”, open it, choose Settings → Import → Scan QR code, and scan the code on the right.',
          'Enter the password of your new address.',
          TRY,
        ],
      }
    : phoneByHand(scene);

const thunderbird = (scene: StepScene): DeviceSteps =>
  scene.isPhone
    ? onPhone(scene)
    : {
        byItself:
          'The company’s settings add the new account and make it the default one. The old account is marked “(old)”.',
        steps: ['After the switch, start Thunderbird and enter the password of your new address.', TRY],
        note: 'Your old mail stays in the account marked “(old)”. Do not delete it.',
      };

const apple = (open: string): ((scene: StepScene) => DeviceSteps) => {
  return ({ hasCode, isPhone }) =>
    hasCode
      ? {
          steps: [
            isPhone
              ? 'Point the camera at the QR code on the right, open the page that it shows, and tap Allow.'
              : 'Open the address below in Safari and download the profile.',
            isPhone
              ? 'Open Settings, tap “Profile Downloaded” near the top, then Install.'
              : 'Choose System Settings → General → Device Management, double-click the profile, then Install.',
            'Enter the password of your new address.',
            TRY,
          ],
        }
      : { steps: [open + ' Set it up as “Mail servers” below says.', TRY], note: KEEP, showsServers: true };
};

export const mailHostEn: StepsOfClients = {
  'outlook-classic': added([
    'Choose File → Add Account and enter your new address.',
    'Under Advanced options, tick “Let me set up my account manually”, and set it up as “Mail servers” below says.',
  ]),
  'outlook-new': added([
    'Choose Settings → Accounts → Add account, enter your new address, choose IMAP, and set it up as “Mail servers” below says.',
  ]),
  thunderbird,
  'apple-mail': apple(
    'Choose System Settings → Internet Accounts → Add Account → Add Other Account → Mail account, and enter your new address.',
  ),
  ios: apple('Choose Settings → Apps → Mail → Mail Accounts → Add Account → Other, and enter your new address.'),
  android: onPhone,
  'gmail-web': () => ({
    steps: [
      'From the switch on, mail to your new address cannot be read in Gmail.',
      'Choose a mail program together with the help desk. Please call before the switch.',
    ],
  }),
  becky: added(['Make a new mailbox (File → Mailbox → New), and set it up as “Mail servers” below says.']),
  shuriken: added(['Add a new account (Tools → Accounts), and set it up as “Mail servers” below says.']),
  other: added(['Add a new account in your program, and set it up as “Mail servers” below says.']),
};
