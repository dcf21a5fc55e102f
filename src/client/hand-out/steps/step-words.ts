// The sentences of the steps, which each language has. Which of them stand on a page is decided elsewhere, once for all languages.

export interface StepWords {
  readonly tryOut: string;
  readonly keepAccount: string;
  readonly keepPop: string;
  /** After the sign-in page of the provider, or the question for a password. */
  readonly signIn: Readonly<Record<'microsoft-365' | 'google-workspace' | 'imap-host', string>>;
  /** The address of the web mail is put in. */
  openWeb(address: string): string;
  needsOauth(provider: string): string;
  readonly callBefore: string;
  readonly outlook: {
    readonly prepares: string;
    readonly close: string;
    readonly start: string;
    readonly startAndAdd: string;
    readonly keepProfile: string;
    readonly restart: string;
    readonly signInAgain: string;
    readonly oldLabel: string;
    readonly addAccount: string;
    readonly byHand: string;
    readonly addInNew: string;
    readonly addIfOld: string;
    readonly addImapInNew: string;
    readonly makePrimary: string;
    readonly app: string;
  };
  readonly thunderbird: {
    readonly adds: string;
    readonly start: string;
    readonly keep: string;
    readonly scan: string;
    readonly installAndScan: string;
  };
  readonly mac: {
    readonly addExchange: string;
    readonly addGoogle: string;
    readonly addOther: string;
    readonly checkMail: string;
    readonly fetchProfile: string;
    readonly installProfile: string;
  };
  readonly ios: {
    readonly scanProfile: string;
    readonly installProfile: string;
    readonly addExchange: string;
    readonly addGoogle: string;
    readonly addOther: string;
    readonly gmailApp: string;
  };
  readonly android: { readonly addOutlook: string; readonly addGoogle: string; readonly addOther: string };
  readonly gmailWeb: {
    /** The address of the web mail that is used from now on. */
    elsewhere(address: string): string;
    readonly signInAgain: string;
    readonly notAnyMore: string;
    readonly chooseProgram: string;
  };
  readonly becky: string;
  readonly shuriken: string;
  readonly other: string;
}
