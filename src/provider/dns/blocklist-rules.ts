// What the answers of a blocklist mean. One row a list, with its source.

/** What a code says of the domain; `isBad` is false of what passes by itself. */
export interface Listing {
  readonly reason: string;
  readonly isBad: boolean;
}

export interface ListRules {
  readonly isOf: RegExp;
  /** Is on the list for ever. */
  readonly testPoint: string;
  readonly explain: (code: string) => Listing;
}

/** Sources: spamhaus.org/faqs/domain-blocklist, docs.spamhaus.com (DQS, ZRD); surbl.org/lists; uribl.com (about, refused); RFC 5782, 5 for all others. */
const RULES: readonly ListRules[] = [
  { isOf: /(?:^|\.)dbl\.(?:[^.]+\.)?spamhaus\.(?:org|net)$/, testPoint: 'dbltest.com', explain: spamhausDomain },
  {
    isOf: /(?:^|\.)zrd\.(?:[^.]+\.)?spamhaus\.(?:org|net)$/,
    testPoint: 'test',
    explain: (code) => ({ reason: `it was first seen ${code.split('.').at(-1) ?? ''} hours ago`, isBad: false }),
  },
  { isOf: /(?:^|\.)surbl\.org$/, testPoint: '2.0.0.127', explain: surbl },
  { isOf: /(?:^|\.)uribl\.com$/, testPoint: '2.0.0.127', explain: uribl },
];
const ANY_LIST: Omit<ListRules, 'isOf'> = {
  testPoint: 'test',
  explain: (code) => ({ reason: `code ${code}`, isBad: true }),
};

/** Whatever begins so is said of us, and not of the domain. */
export function refusalOf(code: string): string | undefined {
  return REFUSALS[code] ?? (code.startsWith('127.255.255.') ? `it does not answer us: code ${code}` : undefined);
}

/** Never a word about the domain. */
const REFUSALS: Readonly<Record<string, string>> = {
  '127.255.255.252': 'the name of the list is misspelt',
  '127.255.255.254': 'it does not answer public DNS servers: use your own, or a key',
  '127.255.255.255': 'it has had too many questions from here',
  '127.0.1.255': 'it is asked for names only, not for addresses',
  '127.0.0.1': 'it does not answer these DNS servers',
};

const DBL: Readonly<Record<string, string>> = {
  '127.0.1.2': 'low reputation',
  '127.0.1.4': 'phishing',
  '127.0.1.5': 'malware',
  '127.0.1.6': 'it commands infected computers',
  '127.0.1.102': 'a good domain that is abused for spam',
  '127.0.1.103': 'a good domain that is abused to lead elsewhere',
  '127.0.1.104': 'a good domain that is abused for phishing',
  '127.0.1.105': 'a good domain that is abused for malware',
  '127.0.1.106': 'a good domain that is abused to command infected computers',
};

function spamhausDomain(code: string): Listing {
  return { reason: DBL[code] ?? `code ${code}`, isBad: true };
}

const SURBL_BITS: readonly (readonly [bit: number, reason: string])[] = [
  [8, 'phishing'],
  [16, 'malware'],
  [64, 'abuse'],
  [128, 'a page that was broken into'],
];

function surbl(code: string): Listing {
  return { reason: bitsText(code, SURBL_BITS), isBad: true };
}

const URIBL_BITS: typeof SURBL_BITS = [
  [2, 'it belongs to spammers'],
  [4, 'it was seen in bulk mail'],
  [8, 'it is very young'],
];

function uribl(code: string): Listing {
  return { reason: bitsText(code, URIBL_BITS), isBad: !code.endsWith('.8') };
}

function bitsText(code: string, bits: typeof SURBL_BITS): string {
  const number = Number(code.split('.').at(-1));
  const reasons = bits.filter(([bit]) => (number & bit) !== 0).map(([, reason]) => reason);
  return reasons.length === 0 ? `code ${code}` : reasons.join(', ');
}

export function rulesOf(zone: string): Omit<ListRules, 'isOf'> {
  return RULES.find(({ isOf }) => isOf.test(zone)) ?? ANY_LIST;
}
