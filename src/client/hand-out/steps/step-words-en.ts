// The sentences of the steps in English.

import type { StepWords } from './step-words.ts';

export const stepWordsEn: StepWords = {
  tryOut: 'Send a message to yourself and check that it comes from your new address.',
  keepAccount: 'Do not remove the account that you have now: your old mail is in it.',
  keepPop: 'Your old mail is on this PC only. Remove neither the old account nor the program.',
  signIn: {
    'microsoft-365': 'When the Microsoft sign-in page appears, enter your new address and your password.',
    'google-workspace': 'When the Google sign-in page appears, enter your new address and your password.',
    'imap-host': 'Enter the password of your new address.',
  },
  openWeb: (address) =>
    `After the switch, open ${address} in the browser and sign in with your new address. You can read and write all mail there.`,
  needsOauth: (provider) =>
    `To go on with this program you need a version that opens the ${provider} sign-in page (OAuth 2.0). One that only asks for a password will not work.`,
  callBefore: 'The help desk sets it up together with you. Please call before the switch.',
  outlook: {
    prepares:
      'After the switch, when you sign in to Windows, the company’s program asks whether it may close Outlook, keeps a copy of your settings and prepares a new profile.',
    close: 'When you are asked to close Outlook, save what you are writing and close it.',
    start: 'When it says that Outlook is ready, start Outlook.',
    startAndAdd: 'When it says that Outlook is ready, start Outlook, enter your new address and add the account.',
    keepProfile: 'Your old mail stays in the profile that you have now. Do not delete that profile.',
    restart: 'After the switch, quit Outlook and start it again.',
    signInAgain: 'If a sign-in page appears, enter your new address and the same password as before.',
    oldLabel: 'The old address may still stand at the top of the folder list. It is only a label and does no harm.',
    addAccount: 'After the switch, choose File → Add Account and enter your new address.',
    byHand:
      'Under Advanced options, tick “Let me set up my account manually”, choose IMAP, and set it up as “Mail servers” below says.',
    addInNew: 'After the switch, choose Settings → Accounts → Add account and enter your new address.',
    addIfOld: 'If it still shows the old address, add the new one under Settings → Accounts.',
    addImapInNew:
      'After the switch, choose Settings → Accounts → Add account, enter your new address, choose IMAP, and set it up as “Mail servers” below says.',
    makePrimary: 'Make the new address the primary account.',
    app: 'If you use the Outlook app: add the new address under its Settings → Add account.',
  },
  thunderbird: {
    adds: 'The company’s settings add the new account and make it the default one. The old account is marked “(old)”.',
    start: 'After the switch, start Thunderbird.',
    keep: 'Your old mail stays in the account marked “(old)”. Do not delete it.',
    scan: 'After the switch, in Thunderbird, choose Settings → Import → Scan QR code, and scan the code on the right.',
    installAndScan:
      'After the switch, install the app “Thunderbird”, open it, choose Settings → Import → Scan QR code, and scan the code on the right.',
  },
  mac: {
    addExchange:
      'After the switch, choose System Settings → Internet Accounts → Add Account → Microsoft Exchange, and enter your new address.',
    addGoogle: 'After the switch, choose System Settings → Internet Accounts → Add Account → Google.',
    addOther:
      'After the switch, choose System Settings → Internet Accounts → Add Account → Add Other Account → Mail account, enter your new address, and set it up as “Mail servers” below says.',
    checkMail: 'Check that Mail is ticked.',
    fetchProfile: 'After the switch, open the address below in Safari and download the profile.',
    installProfile: 'Choose System Settings → General → Device Management, double-click the profile, then Install.',
  },
  ios: {
    scanProfile:
      'After the switch, point the camera at the QR code on the right, open the page that it shows, and tap Allow.',
    installProfile: 'Open Settings, tap “Profile Downloaded” near the top, then Install.',
    addExchange:
      'After the switch, choose Settings → Apps → Mail → Mail Accounts → Add Account → Microsoft Exchange, and enter your new address (on older iOS: Settings → Mail → Accounts).',
    addGoogle:
      'After the switch, choose Settings → Apps → Mail → Mail Accounts → Add Account → Google (on older iOS: Settings → Mail → Accounts).',
    addOther:
      'After the switch, choose Settings → Apps → Mail → Mail Accounts → Add Account → Other, enter your new address, and set it up as “Mail servers” below says.',
    gmailApp:
      'If you use the Gmail app: tap the picture at the top right → Add another account, and add the new address.',
  },
  android: {
    addOutlook:
      'After the switch, in the Outlook app, choose Settings → Add account and enter your new address (in the Gmail app: Add account → Exchange and Office 365).',
    addGoogle: 'After the switch, in the Gmail app, tap the picture at the top right → Add another account → Google.',
    addOther:
      'After the switch, in the mail app, choose Add account → Other (IMAP), enter your new address, and set it up as “Mail servers” below says.',
  },
  gmailWeb: {
    elsewhere: (address) =>
      `From the switch on, open ${address} in the browser, no longer Gmail. Make a bookmark of that page.`,
    signInAgain: 'After the switch, sign out, and sign in again with your new address and the same password as before.',
    notAnyMore: 'From the switch on, mail to your new address cannot be read in Gmail.',
    chooseProgram: 'Choose a mail program together with the help desk. Please call before the switch.',
  },
  becky: 'After the switch, make a new mailbox (File → Mailbox → New), and set it up as “Mail servers” below says.',
  shuriken: 'After the switch, add a new account (Tools → Accounts), and set it up as “Mail servers” below says.',
  other: 'After the switch, add a new account in your program, and set it up as “Mail servers” below says.',
};
