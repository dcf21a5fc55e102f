// Paths of calls: whatever a key or a value holds, it stays where it belongs.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pathOf, quoted } from '../../../src/provider/microsoft-365/transport.ts';

describe('the path of a call', () => {
  it('keeps a guest name whole: a bare # would ask for another user', () => {
    const path = pathOf({ operation: 'GET /users/{id}', keys: ['a_b.test#EXT#@t.example'], query: { $select: 'id' } });
    expect(path).toBe('/users/a_b.test%23EXT%23%40t.example?$select=id');
  });

  it("doubles the quotes of a filter and encodes &, + and '", () => {
    const $filter = `displayName eq ${quoted("R&D + O'Neil #1")}`;
    const path = pathOf({ operation: 'GET /groups', query: { $filter } });
    expect(path).toBe("/groups?$filter=displayName%20eq%20'R%26D%20%2B%20O''Neil%20%231'");
  });

  it.each(['', '.', '..'])('takes no key "%s", which would make it another resource', (key) => {
    expect(() => pathOf({ operation: 'GET /users/{id}', keys: [key] })).toThrow('no key');
  });

  it('gives back every key and value as it was', () => {
    const operation = 'GET /users/{id}/memberOf';
    fc.assert(
      fc.property(fc.string({ minLength: 3 }), fc.string(), (key, value) => {
        const url = new URL(
          pathOf({ operation, keys: [key], query: { $filter: value } }),
          'https://graph.microsoft.com',
        );
        expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'users', key, 'memberOf']);
        expect([...url.searchParams]).toEqual([['$filter', value]]);
        expect(url.hash).toBe('');
      }),
    );
  });
});
