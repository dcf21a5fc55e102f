// Which steps a person takes on a device, for each provider and each mail program. The sentences come from the words of a language.

import type { KitCompany } from '../../kit.ts';
import type { DeviceSteps, StepScene, StepsOfClients } from './device-steps.ts';
import type { StepWords } from './step-words.ts';

type Steps = (scene: StepScene) => DeviceSteps;
type BigProvider = Exclude<KitCompany['provider'], 'imap-host'>;

/** Where mail is read in a browser. */
export const WEB_MAIL: Readonly<Record<BigProvider, string>> = {
  'microsoft-365': 'https://outlook.office.com/',
  'google-workspace': 'https://mail.google.com/',
};

export function stepsFor(words: StepWords): Readonly<Record<KitCompany['provider'], StepsOfClients>> {
  return {
    'microsoft-365': atMicrosoft(words),
    'google-workspace': atGoogle(words),
    'imap-host': atMailHost(words),
  };
}

function atMicrosoft(words: StepWords): StepsOfClients {
  const { outlook, mac, ios, android, gmailWeb, tryOut } = words;
  const signIn = words.signIn['microsoft-365'];
  const byHand = inBrowser(words, 'microsoft-365');
  return {
    'outlook-classic': ({ mode }) =>
      mode === 'rename'
        ? { steps: [outlook.restart, outlook.signInAgain, tryOut], note: outlook.oldLabel }
        : {
            byItself: outlook.prepares,
            steps: [outlook.close, outlook.start, signIn, tryOut],
            note: outlook.keepProfile,
          },
    'outlook-new': ({ mode }) => ({
      steps:
        mode === 'rename'
          ? [outlook.restart, outlook.signInAgain, outlook.addIfOld, tryOut]
          : [outlook.addInNew, signIn, outlook.makePrimary, tryOut],
    }),
    thunderbird: thunderbird(words, 'microsoft-365'),
    'apple-mail': () => ({ steps: [mac.addExchange, signIn, mac.checkMail, tryOut] }),
    ios: ({ hasCode }) => ({
      steps: hasCode ? [ios.scanProfile, ios.installProfile, signIn, tryOut] : [ios.addExchange, signIn, tryOut],
      note: outlook.app,
    }),
    android: () => ({ steps: [android.addOutlook, signIn, tryOut] }),
    'gmail-web': () => ({ steps: [gmailWeb.elsewhere(WEB_MAIL['microsoft-365']), signIn] }),
    becky: byHand,
    shuriken: byHand,
    other: byHand,
  };
}

function atGoogle(words: StepWords): StepsOfClients {
  const { outlook, mac, ios, android, gmailWeb, tryOut } = words;
  const signIn = words.signIn['google-workspace'];
  const byHand = inBrowser(words, 'google-workspace');
  return {
    'outlook-classic': (scene) =>
      scene.mode === 'rename'
        ? { steps: [outlook.addAccount, signIn, tryOut], note: kept(words, scene) }
        : inNewProfile(words, [outlook.startAndAdd, signIn, tryOut]),
    'outlook-new': (scene) => ({ steps: [outlook.addInNew, signIn, tryOut], note: kept(words, scene) }),
    thunderbird: thunderbird(words, 'google-workspace'),
    'apple-mail': () => ({ steps: [mac.addGoogle, signIn, mac.checkMail, tryOut] }),
    ios: () => ({ steps: [ios.addGoogle, signIn, tryOut], note: ios.gmailApp }),
    android: () => ({ steps: [android.addGoogle, signIn, tryOut] }),
    'gmail-web': ({ mode }) => ({
      steps: [mode === 'rename' ? gmailWeb.signInAgain : words.openWeb(WEB_MAIL['google-workspace']), tryOut],
    }),
    becky: byHand,
    shuriken: byHand,
    other: byHand,
  };
}

function atMailHost(words: StepWords): StepsOfClients {
  const { outlook, mac, ios, android, gmailWeb, tryOut } = words;
  const signIn = words.signIn['imap-host'];
  const added =
    (...steps: readonly string[]): Steps =>
    (scene) => ({ steps: [...steps, tryOut], note: kept(words, scene), showsServers: true });
  const onPhone: Steps = (scene) =>
    scene.hasCode ? { steps: [words.thunderbird.installAndScan, signIn, tryOut] } : added(android.addOther)(scene);
  return {
    'outlook-classic': (scene) =>
      scene.mode === 'rename'
        ? added(outlook.addAccount, outlook.byHand)(scene)
        : { ...inNewProfile(words, [outlook.startAndAdd, outlook.byHand, tryOut]), showsServers: true },
    'outlook-new': added(outlook.addImapInNew),
    thunderbird: (scene) => (scene.isPhone ? onPhone : thunderbird(words, 'imap-host'))(scene),
    'apple-mail': (scene) =>
      scene.hasCode
        ? { steps: [mac.fetchProfile, mac.installProfile, signIn, tryOut], note: words.keepAccount }
        : added(mac.addOther)(scene),
    ios: (scene) =>
      scene.hasCode
        ? { steps: [ios.scanProfile, ios.installProfile, signIn, tryOut], note: words.keepAccount }
        : added(ios.addOther)(scene),
    android: onPhone,
    'gmail-web': () => ({ steps: [gmailWeb.notAnyMore, gmailWeb.chooseProgram] }),
    becky: added(words.becky),
    shuriken: added(words.shuriken),
    other: added(words.other),
  };
}

/** The Windows kit has made an empty profile; the account is left to the person. */
function inNewProfile({ outlook }: StepWords, steps: readonly string[]): DeviceSteps {
  return { byItself: outlook.prepares, steps: [outlook.close, ...steps], note: outlook.keepProfile };
}

function thunderbird(words: StepWords, provider: KitCompany['provider']): Steps {
  const { adds, start, keep, scan } = words.thunderbird;
  const signIn = words.signIn[provider];
  return ({ isPhone, hasCode }) =>
    isPhone && hasCode
      ? { steps: [scan, signIn, words.tryOut] }
      : { byItself: adds, steps: [start, signIn, words.tryOut], note: keep };
}

/** For programs that no kit of ours sets up. What is to be done before the switch comes first. */
function inBrowser(words: StepWords, provider: BigProvider): Steps {
  const name = provider === 'microsoft-365' ? 'Microsoft' : 'Google';
  return ({ protocol }) => ({
    steps: [words.callBefore, words.needsOauth(name), words.openWeb(WEB_MAIL[provider])],
    ...(protocol === 'pop' ? { note: words.keepPop } : {}),
  });
}

function kept({ keepAccount, keepPop }: StepWords, { protocol }: StepScene): string {
  return protocol === 'pop' ? keepPop : keepAccount;
}
