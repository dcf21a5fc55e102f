// Reads PowerShell as PowerShell does, as far as the Exchange script uses it: strings, comments, brackets. For tests.

export interface Token {
  readonly kind: 'text' | 'code' | 'comment';
  readonly value: string;
}

const SINGLE = /['\u2018\u2019\u201a\u201b]/u;
const DOUBLE = /["\u201c\u201d\u201e]/u;

/** Splits a script into literal texts, comments and everything else; throws where a text is never closed. */
export function tokens(script: string): readonly Token[] {
  const found: Token[] = [];
  let code = '';
  const flush = (): void => {
    if (code !== '') found.push({ kind: 'code', value: code });
    code = '';
  };
  for (let at = 0; at < script.length; at += 1) {
    const sign = script.charAt(at);
    if (script.startsWith('<#', at)) {
      const end = script.indexOf('#>', at);
      if (end < 0) throw new Error('a comment is never closed');
      flush();
      found.push({ kind: 'comment', value: script.slice(at, end + 2) });
      at = end + 1;
    } else if (sign === '#') {
      const end = script.indexOf('\n', at);
      flush();
      found.push({ kind: 'comment', value: script.slice(at, end < 0 ? undefined : end) });
      at = end < 0 ? script.length : end - 1;
    } else if (SINGLE.test(sign)) {
      flush();
      const { text, end } = singleQuoted(script, at);
      found.push({ kind: 'text', value: text });
      at = end;
    } else {
      if (DOUBLE.test(sign)) throw new Error('a double-quoted text would expand what is in it');
      code += sign;
    }
  }
  flush();
  return found;
}

function singleQuoted(script: string, start: number): { readonly text: string; readonly end: number } {
  let text = '';
  for (let at = start + 1; at < script.length; at += 1) {
    const sign = script.charAt(at);
    if (SINGLE.test(sign)) {
      if (!SINGLE.test(script.charAt(at + 1))) return { text, end: at };
      at += 1;
    }
    text += sign;
  }
  throw new Error('a text is never closed');
}
