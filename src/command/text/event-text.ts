// The facts of one line of the log, in words.

/** ` attempt 2, adopted, refused: ...`; empty where there is nothing to add. */
export function factsText(facts: Readonly<Record<string, unknown>>): string {
  const parts: string[] = [];
  const { attempt, how, failure, evidence, ...others } = facts;
  if (typeof attempt === 'number' && attempt > 1) parts.push(`attempt ${attempt}`);
  if (typeof how === 'string') parts.push(how);
  if (isRecord(failure) && typeof failure['said'] === 'string') {
    parts.push(`${String(failure['kind'])}: ${failure['said']}`);
  }
  if (isRecord(evidence) && typeof evidence['accountId'] === 'string') parts.push(`account ${evidence['accountId']}`);
  for (const [name, value] of Object.entries(others)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      parts.push(`${name} ${value}`);
    }
  }
  return parts.length === 0 ? '' : `  ${parts.join(', ')}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
