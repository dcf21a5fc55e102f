// What nodemailer's errors, and those of the sockets below it, say. Read by members: an error may come from anywhere.

export interface ErrorFacts {
  /** The server's reply code; absent where it said nothing. */
  readonly status?: number;
  /** The server's reply, its code in front. */
  readonly response?: string;
  /** What the system said, where nodemailer has put a word of its own over it; else nodemailer's. */
  readonly code?: string;
  /** `MAIL FROM`, `RCPT TO`, `DATA`, `CONN`. */
  readonly command?: string;
  readonly message: string;
}

export function errorFacts(error: unknown): ErrorFacts {
  if (typeof error !== 'object' || error === null) return { message: String(error) };
  const member = (name: string): unknown => (name in error ? (error as Record<string, unknown>)[name] : undefined);
  const text = (name: string): string | undefined => {
    const value = member(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const status = member('responseCode');
  const [response, code, command] = [text('response'), text('originalCode') ?? text('code'), text('command')];
  return {
    message: text('message') ?? 'an error without words',
    ...(typeof status === 'number' ? { status } : {}),
    ...(response === undefined ? {} : { response }),
    ...(code === undefined ? {} : { code }),
    ...(command === undefined ? {} : { command }),
  };
}
