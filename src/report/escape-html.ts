// Text that stands in HTML, in an element or in a quoted attribute. All that comes from a list or a remote end goes through here.

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}

/** HTML that is safe to put into HTML. Only `html` makes it, so that no text can get in unescaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | readonly Html[];

/** A template whose values are escaped, unless they are Html already. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const written = parts.map((part) => {
    if (typeof part !== 'object') return escapeHtml(String(part));
    return (part instanceof Html ? [part] : part).map(({ text }) => text).join('');
  });
  return new Html(String.raw({ raw: strings }, ...written));
}
