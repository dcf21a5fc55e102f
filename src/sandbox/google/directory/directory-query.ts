// The `query` parameter of users.list and groups.list: `email:sato*`, `name='Sato'`, `isSuspended=true`, all of them at once.

export type FieldReader = (field: string) => readonly string[] | undefined;

interface Clause {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
}

/** Undefined where the query cannot be read. A clause without a field looks into name and address. */
export function readDirectoryQuery(query: string): ((read: FieldReader) => boolean | undefined) | undefined {
  const tokens = query.match(/[A-Za-z_.]+\s*(?:[:=]|>=|<=|>|<)\s*(?:'(?:[^'\\]|\\.)*'|"[^"]*"|[^\s]+)|'[^']*'|[^\s]+/g) ?? [];
  const clauses: Clause[] = [];
  for (const token of tokens) {
    const found = /^([A-Za-z_.]+)\s*(:|=|>=|<=|>|<)\s*(.+)$/s.exec(token);
    if (found === null && /[=<>]/.test(token)) return undefined;
    const value = found?.[3] ?? token;
    clauses.push({
      field: found?.[1] ?? '',
      operator: found?.[2] ?? ':',
      value: value.replace(/^(['"])(.*)\1$/s, '$2').replace(/\\(.)/g, '$1').toLowerCase(),
    });
  }
  return (read) => {
    let isMatch = true;
    for (const clause of clauses) {
      const values = read(clause.field);
      if (values === undefined) return undefined;
      isMatch &&= values.some((value) => fits(value.toLowerCase(), clause));
    }
    return isMatch;
  };
}

function fits(value: string, clause: Clause): boolean {
  if (clause.operator !== ':') return value === clause.value;
  if (clause.value.endsWith('*')) {
    const start = clause.value.slice(0, -1);
    return value.startsWith(start) || value.split(/[\s@.]+/).some((word) => word.startsWith(start));
  }
  return value === clause.value || value.split(/[\s@]+/).includes(clause.value);
}
