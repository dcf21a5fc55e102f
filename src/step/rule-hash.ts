// One hash for what a rule does, so that a rule that was changed after its approval is another one.

import { hash } from 'node:crypto';
import { canonicalJson } from '../model/canonical-json.ts';
import type { MailRule } from '../model/mail-rule.ts';

/** Hex sha256 over its sort and its content; its id at the provider is no part of it. */
export function ruleHash({ id, whole }: Pick<MailRule, 'id' | 'whole'>): string {
  return hash('sha256', canonicalJson({ sort: id.split('/', 1)[0], whole }));
}
