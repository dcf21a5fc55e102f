// Every call to Google goes through here: sent once, with a time-out, counted, its failure judged. Nothing is repeated here.

import type { MethodOptions, admin_directory_v1 } from 'googleapis/build/src/apis/admin/index.js';
import type { gmail_v1 } from 'googleapis/build/src/apis/gmail/index.js';
import type { licensing_v1 } from 'googleapis/build/src/apis/licensing/index.js';
import type { siteVerification_v1 } from 'googleapis/build/src/apis/siteVerification/index.js';
import { RemoteFailure } from '../../model/failure.ts';
import { classify, unusable } from './failures.ts';
import type { CallFacts } from './failure-rule.ts';
import type { Scope } from './scopes.ts';
import { openSignIn } from './sign-in.ts';
import type { Bearer, SignInOptions } from './sign-in.ts';
import { readTrouble } from './trouble.ts';

export interface Apis {
  readonly directory: () => Promise<admin_directory_v1.Admin>;
  readonly gmail: () => Promise<gmail_v1.Gmail>;
  readonly licensing: () => Promise<licensing_v1.Licensing>;
  readonly verification: () => Promise<siteVerification_v1.Siteverification>;
}

export interface Call extends CallFacts {
  readonly scope: Scope;
  /** The mailbox's owner; absent: the administrator. */
  readonly subject?: string;
}

/** Goes into every call: whose token, and no repetition by the library. */
export interface Sending {
  readonly auth: Bearer;
  readonly how: MethodOptions;
}

interface Answer<Body> {
  readonly status: number;
  readonly data: Body;
}

export interface Transport {
  readonly apis: Apis;
  /** Sends one call. Throws RemoteFailure, and whatever is a bug of ours as it is. */
  readonly send: <Body extends object>(
    call: Call,
    request: (sending: Sending) => Promise<{ readonly status: number; readonly data: Body }>,
  ) => Promise<Answer<Body>>;
  /** Fetches a token as the administrator and sends nothing with it. Throws RemoteFailure. */
  readonly signIn: (scope: Scope) => Promise<void>;
  /** The failure of an answer that came, but lacks what the method promises. */
  readonly unusable: (call: Call, said: string) => RemoteFailure;
}

export interface TransportOptions extends SignInOptions {
  /** Asked before each call is sent, and waited for: counts calls, and may hold one back. */
  readonly onCall?: (call: { readonly lane: Call['lane']; readonly operation: string }) => void | Promise<void>;
}

export function openTransport(options: TransportOptions): Transport {
  const { administrator, onCall, timeoutMs, now } = options;
  const signIn = openSignIn(options);
  const failure = (call: Call, error: unknown): unknown => {
    const trouble = readTrouble(error);
    // The cause stays out: the library's error holds the request with its token and its password.
    return trouble === undefined ? error : new RemoteFailure(classify(call, trouble, now()));
  };

  return {
    apis: lazyApis(options.endpoints?.root),
    async send(call, request) {
      const subject = call.subject ?? administrator;
      const auth = await signIn.bearer(call.scope, subject);
      await onCall?.({ lane: call.lane, operation: call.operation });
      try {
        const { status, data } = await request({ auth, how: { retry: false, timeout: timeoutMs } });
        if (isObject(data)) return { status, data };
        throw new RemoteFailure(unusable(call, { status, said: 'the answer is no JSON' }));
      } catch (error) {
        const judged = failure(call, error);
        if (judged instanceof RemoteFailure && judged.facts.status === 401) signIn.forget(call.scope, subject);
        throw judged;
      }
    },
    async signIn(scope) {
      await signIn.bearer(scope, administrator);
    },
    unusable: (call, said) => new RemoteFailure(unusable(call, { status: 200, said })),
  };
}

/** What the types call an object may be a page's text: the library passes on what it cannot parse. */
function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** Each API is loaded when its first call is made: all of them take 0.2 s, and most commands need none. */
function lazyApis(root: string | undefined): Apis {
  const where = root === undefined ? {} : { rootUrl: root };
  return {
    directory: once(async () => {
      const { admin } = await import('googleapis/build/src/apis/admin/index.js');
      return admin({ version: 'directory_v1', ...where });
    }),
    gmail: once(async () => {
      const { gmail } = await import('googleapis/build/src/apis/gmail/index.js');
      return gmail({ version: 'v1', ...where });
    }),
    licensing: once(async () => {
      const { licensing } = await import('googleapis/build/src/apis/licensing/index.js');
      return licensing({ version: 'v1', ...where });
    }),
    verification: once(async () => {
      const { siteVerification } = await import('googleapis/build/src/apis/siteVerification/index.js');
      return siteVerification({ version: 'v1', ...where });
    }),
  };
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}
