// Routes are found segment by segment; parameters come percent-decoded.

import { describe, expect, it } from '@jest/globals';
import { matcherOf, type Route } from '../../../src/sandbox/kernel/route.ts';

const route = (method: string, pattern: string): Route => ({ method, pattern, answer: () => ({ status: 204 }) });
const find = matcherOf([
  route('GET', '/v1.0/users/:id'),
  route('GET', '/v1.0/users/me'),
  route('PATCH', '/v1.0/users/:id'),
  route('GET', '/v1.0/users/:id/messages/:message'),
]);

describe('the matcher', () => {
  it('decodes each parameter by itself', () => {
    expect(find('GET', '/v1.0/users/a%23b%40x.example')?.params).toEqual({ id: 'a#b@x.example' });
    expect(find('GET', '/v1.0/users/a%2Fb/messages/c')?.params).toEqual({ id: 'a/b', message: 'c' });
  });

  it('prefers a literal segment', () => {
    expect(find('GET', '/v1.0/users/me')?.route.pattern).toBe('/v1.0/users/me');
  });

  it('finds nothing for other methods, lengths, empty segments and broken encoding', () => {
    for (const [method, path] of [
      ['DELETE', '/v1.0/users/a'],
      ['GET', '/v1.0/users'],
      ['GET', '/v1.0/users/'],
      ['GET', '/v1.0/users/%zz'],
    ] as const) {
      expect(find(method, path)).toBeUndefined();
    }
  });
});
