// Reads what the library throws into plain facts. One rule: nothing of the request gets out, since it holds tokens and passwords.

/** What came back, or what became of the connection. */
export interface Trouble {
  /** HTTP status; absent where no answer came. */
  readonly status?: number;
  /** `errors[0].reason`, else `status` of Google's error body, else the error of the token endpoint. */
  readonly reason?: string;
  /** Google's message, or the words of a page that is no JSON; '' where there is nothing. */
  readonly said: string;
  readonly retryAfter?: string;
  readonly date?: string;
  /** What the connection died of: `ECONNRESET`, `TimeoutError`. */
  readonly code?: string;
  /** What the system was asked when it failed: `connect`, `read`. */
  readonly systemCall?: string;
}

const LONGEST_SAID = 300;

/** Undefined where the error does not come from a request: then it is a bug of ours. */
export function readTrouble(error: unknown): Trouble | undefined {
  if (!isRecord(error) || !('config' in error)) return undefined;
  const { response } = error;
  if (isRecord(response) && typeof response['status'] === 'number') return answered(response['status'], response);
  const code = textOf(error['code']);
  const systemCall = isRecord(error['cause'])
    ? (textOf(error['cause']['erroredSysCall']) ?? textOf(error['cause']['syscall']))
    : undefined;
  return {
    said: shorten(textOf(error['message']) ?? ''),
    ...(code === undefined ? {} : { code }),
    ...(systemCall === undefined ? {} : { systemCall }),
  };
}

function answered(status: number, response: Readonly<Record<string, unknown>>): Trouble {
  const retryAfter = header(response['headers'], 'retry-after');
  const date = header(response['headers'], 'date');
  return {
    status,
    ...readBody(response['data']),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(date === undefined ? {} : { date }),
  };
}

/** `{error: {message, status, errors: [{reason}]}}`, `{error, error_description}` of the token endpoint, or any other text. */
function readBody(data: unknown): { readonly reason?: string; readonly said: string } {
  const body = typeof data === 'string' ? parsed(data) : data;
  const error = isRecord(body) ? body['error'] : undefined;
  if (isRecord(body) && typeof error === 'string') {
    return { reason: error, said: shorten(textOf(body['error_description']) ?? error) };
  }
  if (isRecord(error)) {
    const first: unknown = Array.isArray(error['errors']) ? error['errors'][0] : undefined;
    const reason = (isRecord(first) ? textOf(first['reason']) : undefined) ?? textOf(error['status']);
    return { ...(reason === undefined ? {} : { reason }), said: shorten(textOf(error['message']) ?? '') };
  }
  return { said: typeof data === 'string' ? shorten(wordsOf(data)) : '' };
}

/** The words of a page, without its markup. */
function wordsOf(page: string): string {
  return page
    .replace(/<(script|style)[\s\S]*?<\/\1>/giu, ' ')
    .replace(/<[^>]*>/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Any kind of Headers will do: the library may bring its own. */
function header(headers: unknown, name: string): string | undefined {
  return hasGet(headers) ? textOf(headers.get(name)) : undefined;
}

function hasGet(value: unknown): value is { get(name: string): unknown } {
  return isRecord(value) && typeof value['get'] === 'function';
}

function shorten(text: string): string {
  return text.length > LONGEST_SAID ? `${text.slice(0, LONGEST_SAID)}...` : text;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
