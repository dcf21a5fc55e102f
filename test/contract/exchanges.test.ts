// The check of exchanges can fail: a request and an answer that the vendors would not know are found.

import { describe, expect, it } from '@jest/globals';
import { heldAgainstContract } from './exchanges.ts';

const headers = { 'content-type': 'application/json' };

describe('the contract', () => {
  it('finds a request that Graph would refuse, and an answer that Graph would not give', () => {
    const request = { method: 'POST', url: '/v1.0/users', headers, body: '{"displayName":"x"}' };
    const domain = { method: 'GET', url: '/v1.0/domains/new.example', headers, body: '' };
    const response = { status: 200, headers, body: '{"id":"new.example","isVerified":"yes"}' };
    const verdict = heldAgainstContract('microsoft-365', [
      { provider: 'microsoft-365', request },
      { provider: 'microsoft-365', request: domain, response },
    ]);
    if (verdict === undefined) return;
    expect(verdict.errors.join('\n')).toMatch(/POST \/users: body required[^]*GET \/domains\/\{[^}]+\}: response/u);
  });

  it('finds a request that the Directory API would refuse, and an answer that it would not give', () => {
    const url = '/admin/directory/v1/users';
    const request = { method: 'POST', url, headers, body: '{"primaryEmail":"x@new.example"}' };
    const list = { method: 'GET', url: `${url}?customer=my_customer`, headers, body: '' };
    const response = { status: 200, headers, body: '{"users":[{"suspended":"no"}]}' };
    const verdict = heldAgainstContract('google-workspace', [
      { provider: 'google-workspace', request },
      { provider: 'google-workspace', request: list, response },
    ]);
    if (verdict === undefined) return;
    expect(verdict.errors.join('\n')).toMatch(/users\.insert: body required[^]*users\.list: response/u);
  });
});
