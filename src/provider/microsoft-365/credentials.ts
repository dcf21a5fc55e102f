// The ways to sign in to a Microsoft tenant, through @azure/identity, which is loaded only when a token is needed.

import type { ClientSecretCredentialOptions, TokenCredential as AzureCredential } from '@azure/identity';
import type { Connection } from '../../model/settings.ts';
import type { Answer } from './failures.ts';
import { retryAfterMs } from './retry-after.ts';

export type MicrosoftConnection = Extract<Connection, { readonly provider: 'microsoft-365' }>;

/** What the way of signing in needs beside migrate.yaml. The caller reads the environment, never we. */
export interface MicrosoftSecrets {
  readonly clientSecret?: string;
  readonly certificatePassword?: string;
}

/** What a person must do to finish a device-code sign-in. */
export interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
  /** The provider's own sentence. */
  readonly message: string;
}

export interface TokenCredential {
  getToken(scope: string): Promise<{ readonly token: string; readonly expiresOnTimestamp: number }>;
}

/** The last exchange of a sign-in: its answer, or the error in place of one. The library drops both. */
export interface SignInTrace {
  answer: Answer | undefined;
  lost: unknown;
}

export interface CredentialOptions {
  readonly connection: MicrosoftConnection;
  readonly secrets: MicrosoftSecrets;
  /** Origin in place of https://login.microsoftonline.com. */
  readonly login?: string;
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly onDeviceCode?: (code: DeviceCode) => void;
}

const LOGIN = 'https://login.microsoftonline.com';
type Policy = NonNullable<ClientSecretCredentialOptions['additionalPolicies']>[number]['policy'];

/** Opens a credential with an empty cache. */
export async function openCredential(
  options: CredentialOptions,
): Promise<{ credential: TokenCredential; trace: SignInTrace }> {
  const trace: SignInTrace = { answer: undefined, lost: undefined };
  const credential = await azureCredential(options, {
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ policy: tracing(trace, options), position: 'perRetry' }],
  });
  return {
    trace,
    credential: {
      async getToken(scope) {
        const got = await credential.getToken(scope);
        if (got === null) throw new Error('the sign-in gave no token');
        return got;
      },
    },
  };
}

async function azureCredential(
  { connection, secrets, onDeviceCode }: CredentialOptions,
  shared: Pick<ClientSecretCredentialOptions, 'retryOptions' | 'additionalPolicies'>,
): Promise<AzureCredential> {
  const azure = await import('@azure/identity');
  const { tenant, client, sign } = connection;
  switch (sign.with) {
    case 'secret':
      return new azure.ClientSecretCredential(tenant, client, secrets.clientSecret ?? '', shared);
    case 'certificate': {
      const { certificatePassword } = secrets;
      const file = {
        certificatePath: sign.file,
        ...(certificatePassword === undefined ? {} : { certificatePassword }),
      };
      return new azure.ClientCertificateCredential(tenant, client, file, shared);
    }
    case 'device-code':
      return new azure.DeviceCodeCredential({
        ...shared,
        tenantId: tenant,
        clientId: client,
        userPromptCallback: ({ userCode, verificationUri, message }) =>
          onDeviceCode?.({ userCode, verificationUri, message }),
      });
    case 'managed-identity':
      return new azure.ManagedIdentityCredential({ ...shared, clientId: client });
  }
}

/** Leads each exchange to the wanted origin, bounds its time, and remembers how it ended. */
function tracing(trace: SignInTrace, { login, timeoutMs, now }: CredentialOptions): Policy {
  return {
    name: 'migrateTrace',
    async sendRequest(request, next) {
      request.timeout = timeoutMs;
      if (login !== undefined && request.url.startsWith(`${LOGIN}/`)) {
        request.url = login + request.url.slice(LOGIN.length);
        request.allowInsecureConnection = true;
      }
      trace.answer = undefined;
      trace.lost = undefined;
      try {
        const response = await next(request);
        const retry = retryAfterMs((name) => response.headers.get(name), now());
        trace.answer = {
          status: response.status,
          text: response.bodyAsText ?? '',
          ...(retry === undefined ? {} : { retryAfterMs: retry }),
        };
        return response;
      } catch (error) {
        trace.lost = withoutRequest(error);
        throw error;
      }
    },
  };
}

/** The library hangs the request, and with it the client secret, on its errors: only what says why is kept. */
function withoutRequest(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, syscall, cause } = error as { code?: unknown; syscall?: unknown; cause?: unknown };
  const kept = new Error(error.message, cause instanceof Error ? { cause: withoutRequest(cause) } : undefined);
  kept.name = error.name;
  return Object.assign(kept, typeof code === 'string' ? { code } : {}, typeof syscall === 'string' ? { syscall } : {});
}
