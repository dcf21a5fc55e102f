// $filter by itself: what fits, what an index may look up, and what is no filter at all.

import { describe, expect, it } from '@jest/globals';
import { parseFilter } from '../../../src/sandbox/microsoft/odata/filter.ts';

const SATO = {
  id: 'a',
  userPrincipalName: "o'sato@old.example",
  accountEnabled: true,
  employeeId: null,
  createdDateTime: '2026-01-02T03:04:05Z',
  proxyAddresses: ['SMTP:sato@old.example', 'smtp:hanako@old.example'],
  assignedLicenses: [{ skuId: 'x' }],
  onPremisesExtensionAttributes: { extensionAttribute1: 'job' },
};

describe('a filter', () => {
  it.each([
    ["userPrincipalName eq 'O''Sato@old.example'", true],
    ['accountEnabled eq true and employeeId eq null', true],
    ['accountEnabled eq false or not (employeeId eq null)', false],
    ["startsWith(userPrincipalName,'o''')", true],
    ["onPremisesExtensionAttributes/extensionAttribute1 eq 'job'", true],
    ["proxyAddresses/any(p:p eq 'smtp:HANAKO@old.example')", true],
    ["proxyAddresses/any(p:startsWith(p,'sip:'))", false],
    ["assignedLicenses/any(l:l/skuId eq 'x' and accountEnabled eq true)", true],
    ['assignedLicenses/$count ne 0', true],
    ['createdDateTime ge 2026-01-01T00:00:00Z', true],
    ['createdDateTime lt 2026-01-01T00:00:00Z', false],
    ["id in ('b', 'a')", true],
    ["id eq 'A'", false],
  ])('%s: %s', (text, isFound) => {
    expect(parseFilter(text).fits(SATO)).toBe(isFound);
  });

  it.each([
    ["mail eq 'a' or proxyAddresses/any(p:p eq 'smtp:a')", [{ path: 'mail', value: 'a' }, { path: 'proxyAddresses', value: 'smtp:a' }]],
    ["userPrincipalName eq 'a' and accountEnabled eq true", [{ path: 'userPrincipalName', value: 'a' }]],
    ["userPrincipalName eq 'a' or accountEnabled eq true", undefined],
    ["not userPrincipalName eq 'a'", undefined],
    ["startsWith(mail,'a')", undefined],
  ])('%s can be looked up by %j', (text, lookUp) => {
    expect(parseFilter(text).lookUp).toEqual(lookUp);
  });

  it.each(['', 'oops', "mail eq 'a", "mail eq 'a' and", '(a eq 1', 'a like 1', "any(p:p eq 'a')"])('%s is none', (text) => {
    expect(() => parseFilter(text)).toThrow(/Invalid filter clause/);
  });
});
