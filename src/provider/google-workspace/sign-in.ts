// Tokens of a service account with domain-wide delegation: one for each scope and each person that it acts as.
// One rule: a token is fetched before its call and apart from it, so a sign-in that fails proves that the call was never sent.

import type { AuthPlus } from 'googleapis/build/src/apis/admin/index.js';
import { RemoteFailure } from '../../model/failure.ts';
import type { Scope } from './scopes.ts';
import { classifyToken, unsigned } from './token-failures.ts';
import { readTrouble } from './trouble.ts';

type Jwt = InstanceType<AuthPlus['JWT']>;
/** What the library takes as `auth`. It holds one token and nothing to refresh it with, so the library never repeats a call. */
export type Bearer = InstanceType<AuthPlus['OAuth2']>;

/** What we need of the JSON key file that Google Cloud gives out. */
export interface ServiceAccountKey {
  readonly client_email: string;
  readonly private_key: string;
  /** What the Admin console asks for where scopes are delegated. Not a secret. */
  readonly client_id?: string;
}

export function isServiceAccountKey(value: unknown): value is ServiceAccountKey {
  if (typeof value !== 'object' || value === null) return false;
  const key: Readonly<Record<string, unknown>> = { ...value };
  return (
    typeof key['client_email'] === 'string' &&
    typeof key['private_key'] === 'string' &&
    (key['client_id'] === undefined || typeof key['client_id'] === 'string')
  );
}

export interface SignInOptions {
  readonly key: ServiceAccountKey;
  readonly administrator: string;
  /** Where a stand-in answers instead of Google. */
  readonly endpoints?: { readonly root: string; readonly token: string };
  readonly timeoutMs: number;
  readonly now: () => number;
}

export interface SignIn {
  /** Something to send a call with. Throws RemoteFailure. */
  bearer(scope: Scope, subject: string): Promise<Bearer>;
  /** Drops a token that was refused. */
  forget(scope: Scope, subject: string): void;
}

interface Grant {
  readonly jwt: Jwt;
  readonly bearer: Bearer;
}

/** The library sends the request for a token here, whatever the key file says. */
const GOOGLE_TOKEN_URL = 'https://oauth2.googleapis.com/token';
/** Each mailbox has tokens of its own; those that were not used for the longest time go first. */
const MOST_GRANTS = 500;
/** A call reaches Google sooner than this; one that does not hears 401, which proves that nothing happened. */
const EARLY_MS = 5000;

export function openSignIn(options: SignInOptions): SignIn {
  const grants = new Map<string, Grant>();
  const keyOf = (scope: Scope, subject: string): string => `${scope} ${subject}`;
  let transporter: Jwt['transporter'] | undefined;

  function open(auth: AuthPlus, scope: Scope, subject: string): Grant {
    const jwt = new auth.JWT({
      email: options.key.client_email,
      key: options.key.private_key,
      subject,
      scopes: [scope],
      eagerRefreshThresholdMillis: EARLY_MS,
      ...(transporter === undefined ? { transporterOptions: transport(options) } : { transporter }),
    });
    if (transporter === undefined) redirect(jwt, options);
    ({ transporter } = jwt);
    return { jwt, bearer: new auth.OAuth2({ transporter }) };
  }

  function grantOf(auth: AuthPlus, scope: Scope, subject: string): Grant {
    const key = keyOf(scope, subject);
    const grant = grants.get(key) ?? open(auth, scope, subject);
    grants.delete(key);
    grants.set(key, grant);
    const [oldest] = grants.keys();
    if (grants.size > MOST_GRANTS && oldest !== undefined) grants.delete(oldest);
    return grant;
  }

  return {
    async bearer(scope, subject) {
      const { auth } = await import('googleapis/build/src/apis/admin/index.js');
      const { jwt, bearer } = grantOf(auth, scope, subject);
      try {
        const { token } = await jwt.getAccessToken();
        bearer.setCredentials({ access_token: token ?? null });
        return bearer;
      } catch (error) {
        grants.delete(keyOf(scope, subject));
        throw tokenFailure(error, { scope, subject, options });
      }
    },
    forget(scope, subject) {
      grants.delete(keyOf(scope, subject));
    },
  };
}

/** The library asks for a token up to four times by itself: off, as everywhere. */
function transport({ endpoints, timeoutMs }: SignInOptions): NonNullable<Jwt['transporter']['defaults']> {
  return {
    timeout: timeoutMs,
    retryConfig: { retry: 0, noResponseRetries: 0 },
    // A proxy of the company's has no way to a stand-in on this computer.
    ...(endpoints === undefined
      ? {}
      : { noProxy: [endpoints.root, endpoints.token, GOOGLE_TOKEN_URL].map((url) => new URL(url).origin) }),
  };
}

/** Only the address changes: the same code sends the request to Google and to a stand-in. */
function redirect(jwt: Jwt, { endpoints }: SignInOptions): void {
  if (endpoints === undefined) return;
  jwt.transporter.interceptors.request.add({
    resolved: (request) => {
      if (request.url.href === GOOGLE_TOKEN_URL) request.url = new URL(endpoints.token);
      return Promise.resolve(request);
    },
  });
}

function tokenFailure(
  error: unknown,
  { scope, subject, options }: { readonly scope: Scope; readonly subject: string; readonly options: SignInOptions },
): RemoteFailure {
  const { client_id, client_email } = options.key;
  const facts = {
    scope,
    subject,
    isAdministrator: subject === options.administrator,
    client: client_id ?? client_email,
  };
  const trouble = readTrouble(error);
  return new RemoteFailure(
    trouble === undefined ? unsigned(facts, error) : classifyToken(facts, trouble, options.now()),
  );
}
