// Access tokens for Microsoft Graph: one sign-in at a time, kept until shortly before they expire, never written anywhere.

import { RemoteFailure } from '../../model/failure.ts';
import type { SignInTrace, TokenCredential } from './credentials.ts';
import { noAnswer, refusal } from './failures.ts';

const SCOPE = 'https://graph.microsoft.com/.default';
const SIGN_IN = 'POST /oauth2/v2.0/token';
/** A token is renewed this long before its end, so that none expires on the way. */
const LEAD_MS = 120_000;

export interface Tokens {
  token(): Promise<string>;
  /** A new token in place of one that was refused. Calls at the same time share one sign-in. */
  renew(refused: string): Promise<string>;
}

export interface TokenOptions {
  /** Makes a credential with an empty cache, and the trace of its last exchange. */
  readonly open: () => Promise<{ readonly credential: TokenCredential; readonly trace: SignInTrace }>;
  readonly secrets: readonly string[];
  readonly now: () => number;
}

interface Held {
  readonly token: string;
  readonly renewAt: number;
}

export function tokensFrom({ open, secrets, now }: TokenOptions): Tokens {
  let held: Held | undefined;
  let underWay: Promise<Held> | undefined;
  let opened: ReturnType<TokenOptions['open']> | undefined;

  const signIn = async (): Promise<Held> => {
    opened ??= open();
    const { credential, trace } = await opened;
    try {
      const { token, expiresOnTimestamp } = await credential.getToken(SCOPE);
      // A tenant, or a sandbox, may give tokens that live shorter than the lead: those are used for half their life.
      const life = expiresOnTimestamp - now();
      return { token, renewAt: now() + Math.max(life - LEAD_MS, life / 2) };
    } catch (error) {
      // The library remembers refusals; the next try starts from nothing.
      opened = undefined;
      throw signInFailure(error, trace, secrets);
    }
  };
  const fresh = async (): Promise<string> => {
    underWay ??= signIn().finally(() => (underWay = undefined));
    held = await underWay;
    return held.token;
  };

  const token = (): Promise<string> =>
    held !== undefined && now() < held.renewAt ? Promise.resolve(held.token) : fresh();

  return {
    token,
    renew(refused) {
      if (held?.token === refused) {
        held = undefined;
        opened = undefined;
      }
      return token();
    },
  };
}

/** The call that needed the token was never sent, so whatever went wrong, nothing has happened. */
function signInFailure(error: unknown, trace: SignInTrace, secrets: readonly string[]): RemoteFailure {
  const failed = { operation: SIGN_IN, isRepeatable: true, secrets };
  if (trace.lost !== undefined) return noAnswer(failed, trace.lost);
  const { answer } = trace;
  if (answer !== undefined && (answer.status === 429 || answer.status >= 500)) return refusal(failed, answer);
  const said = error instanceof Error ? error.message : String(error);
  const open = secrets.filter((secret) => secret !== '').reduce((left, secret) => left.replaceAll(secret, '***'), said);
  return new RemoteFailure({
    kind: 'refused',
    operation: SIGN_IN,
    said: open.split('\n')[0]?.slice(0, 400) ?? 'the sign-in failed',
    ...(answer === undefined ? {} : { status: answer.status }),
    todo: 'Check tenant, client and the way of signing in in migrate.yaml, and that the secret or certificate is still valid.',
  });
}
