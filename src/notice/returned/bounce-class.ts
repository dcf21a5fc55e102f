// Why a message bounced: by enhanced status codes (RFC 3463) first, then by known texts, else unknown. One rule: "gone" is never guessed,
// since whoever is gone is written off. Sources: RFC 3463 and its registry; Exchange Online's non-delivery codes (learn.microsoft.com);
// Google's SMTP errors (support.google.com/a/answer/3726730); the texts that Postfix, Sendmail, qmail, Exim and carriers write.

import type { BounceClass } from '../../model/mail-back.ts';

interface ClassRule {
  readonly class: BounceClass;
  readonly code?: RegExp;
  readonly said?: RegExp;
}

const FULL =
  /(?:mailbox|inbox|mail ?drop|account|user) (?:is |has )?(?:full|over ?quota|exceeded)|over ?(?:the )?(?:disk )?quota|quota (?:has been |is )?exceeded|exceed(?:s|ed|ing)? (?:(?:the|its|his|their) )?(?:storage|mailbox|maximum|disk|quota)(?: limit| size| allocation)?|insufficient (?:disk|system|mailbox) (?:storage|space)|not enough (?:disk )?space|out of (?:storage )?space|disk full|too much mail data|mailbox size limit|メールボックス(?:の容量)?(?:が|は)(?:いっぱい|一杯|満杯)|受信トレイがいっぱい|容量(?:制限)?(?:を|が)(?:超|いっぱい)/i;
const POLICY =
  /spam|junk|unsolicited|bulk mail|reputation|block(?:ed|ing|list| list)|black ?list|\brbl\b|dnsbl|spamhaus|barracuda|spamcop|proofpoint|banned|dmarc|\bspf\b|\bdkim\b|authentication (?:level|check|is required|requirement)|unauthenticated|suspicious|phish|virus|malware|rate.?limit|external recipient|daily (?:sending )?limit|submission quota|sending limit|outbound|by policy|policy (?:reason|violation|restriction)|violates? .{0,40}policy|low volume|迷惑メール|スパム|ブロック(?:され|し)|ポリシー/i;
const GONE =
  /(?:user|recipient|mailbox|address|account)(?: name)? (?:is )?(?:unknown|not found|unavailable at this domain|does not exist|doesn't exist)|(?:unknown|no such|invalid|non-?existent) (?:local )?(?:user|recipient|mailbox|address|account|person|rcpt)|(?:does not|doesn't|did not) exist|no longer (?:exists|works here|with|valid)|no mailbox here by that name|isn't a mailbox|unrouteable address|unroutable address|(?:address|recipient)(?: .{1,80})? (?:couldn't|could not|wasn't|was not) (?:be )?found|wasn't found at|recip(?:ient)?notfound|host (?:unknown|or domain name not found|not found)|unknown host|no such (?:host|domain)|domain (?:name )?(?:does not exist|doesn't exist|not found)|couldn't find any host named|null ?mx|does not accept mail|not a valid (?:recipient|mailbox|user)|user has moved|アドレスが見つかりま|(?:ユーザー?|受信者|宛先|アドレス|アカウント|メールボックス)[^。\n]{0,40}(?:見つかりません|存在しません)|宛先不明|アドレス不明/i;
const TEMPORARY =
  /gr[ea]ylist|try again later|temporar|timed? ?out|retry time(?:out)? (?:not reached|exceeded)|delivery time expired|message expired|queue too long|not delivered within|too (?:many|quickly|fast|long in)|receiving (?:email|mail) (?:too|at a rate)|connection refused|not responding|could not be reached|unable to connect|no route to host|deferred|一時的|タイムアウト|しばらく/i;

/** Texts that say more than the code beside them. */
const EXCEPTIONS: readonly ClassRule[] = [
  { code: /^[45]\.2\.[12]$/, said: /too quickly|at a rate|rate limit/i, class: 'temporary' },
  { code: /^[45]\.2\.2$/, said: /submission ?quota|sending limit/i, class: 'policy' },
  { code: /^[45]\.1\.1$/, said: /\bspam\b|blocked using|reputation|dmarc/i, class: 'policy' },
  { code: /^4\.7\./, said: /gr[ea]y ?list|try again|tempor/i, class: 'temporary' },
  // Access of one group or mailbox is limited by its owner: that is not about our reputation.
  {
    code: /^5\.7\.1$/,
    said: /relay(?:ing)? (?:access )?denied|unable to relay|not permitted to relay/i,
    class: 'unknown',
  },
  { code: /^5\.7\.1$/, said: GONE, class: 'gone' },
  // Directory-based edge blocking of Exchange Online: the recipient is not in the directory.
  { code: /^5\.4\.1$/, said: /recipient address rejected: access denied/i, class: 'gone' },
];

const CODES: readonly ClassRule[] = [
  { code: /^5\.1\.(?:8|90)$/, class: 'policy' },
  { code: /^[45]\.1\.(?:1|2|3|4|6|10|15|16|17|18|20)$|^5\.4\.(?:4|310)$/, class: 'gone' },
  { code: /^[45]\.2\.2$|^4\.3\.1$/, class: 'full' },
  { code: /^5\.7\.(?:12\d|13\d)$/, class: 'unknown' },
  { code: /^[45]\.7\.\d+$|^5\.4\.5$/, class: 'policy' },
  { code: /^[45]\.4\.(?:7|30[0-9]|316|317)$|^4\.4\.\d+$|^4\.[23]\.\d+$/, class: 'temporary' },
];

const TEXTS: readonly ClassRule[] = [
  { said: FULL, class: 'full' },
  { said: POLICY, class: 'policy' },
  { said: GONE, class: 'gone' },
  { said: TEMPORARY, class: 'temporary' },
];

/** A code that stands alone: no part of an address of the network, nor of a number with more dots. */
const CODE = /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d]|\.\d)/g;
const MOST_CODES = 10;

export function codesIn(text: string): readonly string[] {
  return [...new Set(text.match(CODE) ?? [])].slice(0, MOST_CODES);
}

/** What is known of a failure; `said` first what the server at the other end said, then what else is written. */
export interface BounceFacts {
  /** `5.1.1` of the report; '' where there is none. */
  readonly status: string;
  readonly said: readonly string[];
}

export function bounceClass({ status, said }: BounceFacts): BounceClass {
  const [first = ''] = said;
  // A server's own words are more exact than what the reporting one has made of them.
  const codes = [...codesIn(first), status, ...said.slice(1).flatMap(codesIn)].filter((code) => code !== '');
  const texts = said.filter((text) => text !== '');
  const byException = EXCEPTIONS.find(
    (rule) => codes.some((code) => rule.code?.test(code)) && texts.some((text) => rule.said?.test(text)),
  );
  if (byException !== undefined) return byException.class;
  for (const code of codes) {
    const rule = CODES.find((one) => one.code?.test(code));
    if (rule !== undefined) return rule.class;
  }
  for (const text of texts) {
    const rule = TEXTS.find((one) => one.said?.test(text));
    if (rule !== undefined) return rule.class;
  }
  return codes.some((code) => code.startsWith('4.')) ? 'temporary' : 'unknown';
}
