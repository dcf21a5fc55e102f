// What we have said in public against what the notices show. The rule is simple, so that it can be trusted: where a statement names
// addresses or web sites, the notices may come from and lead to those alone. What names none cannot be judged by a program.

import { asciiDomain } from '../model/mail-address.ts';
import type { Problem } from '../model/problem.ts';
import type { SendingSettings } from '../model/settings.ts';

type Statement = SendingSettings['statements'][number];

export interface Shown {
  /** Domains from which the planned notices come. */
  readonly fromDomains: readonly string[];
  /** The site to which they lead. */
  readonly website: string;
}

export function statementProblems(
  statements: readonly Statement[],
  { shown, file }: { readonly shown: Shown; readonly file: string },
): readonly Problem[] {
  if (shown.fromDomains.length === 0) return [];
  return statements.flatMap((statement) =>
    statement.isCorrected ? [] : [problemOf(statement, { shown, file })].flat(),
  );
}

const NAME = /(@|https?:\/\/|www\.)([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.[a-z\p{N}-]+)/giu;

function problemOf(statement: Statement, { shown, file }: { shown: Shown; file: string }): readonly Problem[] {
  const named = [...statement.text.normalize('NFKC').matchAll(NAME)].flatMap(([, sign = '', name = '']) => {
    const domain = asciiDomain(name.toLowerCase());
    return domain === undefined ? [] : [{ isMail: sign === '@', domain: sign === 'www.' ? `www.${domain}` : domain }];
  });
  if (named.length === 0) return [unjudged(statement, file)];
  const mail = named.filter(({ isMail }) => isMail).map(({ domain }) => domain);
  const sites = named.filter(({ isMail }) => !isMail).map(({ domain }) => domain);
  const strangers =
    mail.length === 0 ? [] : shown.fromDomains.filter((from) => !mail.some((one) => isBelow(from, one)));
  const site = new URL(shown.website).hostname;
  const isOtherSite = sites.length > 0 && !sites.some((one) => isBelow(site, one));
  return [
    ...(strangers.length > 0 ? [contradiction(statement, file, `come from ${strangers.join(', ')}`)] : []),
    ...(isOtherSite ? [contradiction(statement, file, `lead to ${site}`)] : []),
  ];
}

function isBelow(domain: string, other: string): boolean {
  return domain === other || domain.endsWith(`.${other}`);
}

function quoted({ text, where, on }: Statement): string {
  return `"${text}" (${where}, ${on})`;
}

function contradiction(statement: Statement, file: string, what: string): Problem {
  return {
    code: 'plan.statement-contradicted',
    severity: 'warning',
    place: { file },
    what: `We have said ${quoted(statement)}, but the notices ${what}.`,
    why: 'Whoever has read that will take the notices for fraud, or delete them unread.',
    todo: 'Correct it in public first, at the same place. Then write corrected: true beside it in migrate.yaml (sending.statements).',
  };
}

function unjudged(statement: Statement, file: string): Problem {
  return {
    code: 'plan.statement-unjudged',
    severity: 'warning',
    place: { file },
    what: `We have said ${quoted(statement)}. It names no address and no web site, so a program cannot tell whether the notices contradict it.`,
    why: 'Whoever has read that may take the notices for fraud.',
    todo: 'Read both side by side. Correct it in public where they differ, and write corrected: true beside it in migrate.yaml (sending.statements).',
  };
}
