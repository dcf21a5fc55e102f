import { describe, expect, it } from '@jest/globals';
import type { AutomaticReply } from '../../../src/model/account.ts';
import { replyOf, vacationOf } from '../../../src/provider/google-workspace/vacation.ts';

const SILENT: AutomaticReply = {
  isOn: true,
  internalHtml: '<p>moved</p>',
  externalHtml: '<p>moved</p>',
  audience: 'all',
};

const REPLY: AutomaticReply = {
  ...SILENT,
  subject: 'New address',
  startsAt: 1_795_000_000_000,
  endsAt: 1_797_600_000_000,
};

describe('an automatic reply in Gmail', () => {
  it('has its times as milliseconds in text, and comes back as it went', () => {
    const vacation = vacationOf(REPLY, {});
    expect(vacation).toMatchObject({ startTime: '1795000000000', endTime: '1797600000000' });
    expect(replyOf(vacation)).toEqual(REPLY);
  });

  it.each(['none', 'contacts', 'all'] as const)('keeps its audience: %s', (audience) => {
    expect(replyOf(vacationOf({ ...REPLY, audience }, {})).audience).toBe(audience);
  });

  it('keeps the subject and the restriction to contacts that the reply does not speak of', () => {
    const present = { responseSubject: 'Holiday', restrictToContacts: true, restrictToDomain: true };
    expect(vacationOf({ ...SILENT, audience: 'none' }, present)).toMatchObject({
      responseSubject: 'Holiday',
      restrictToContacts: true,
      restrictToDomain: true,
    });
  });

  it('takes over neither the old plain text nor the old times', () => {
    const present = { responseBodyPlainText: 'old', startTime: '1', endTime: '2' };
    const vacation = vacationOf(SILENT, present);
    expect(vacation).not.toHaveProperty('responseBodyPlainText');
    expect(vacation).not.toHaveProperty('startTime');
    expect(vacation).not.toHaveProperty('endTime');
  });

  it('shows a plain text as HTML that cannot break out', () => {
    const { externalHtml } = replyOf({ enableAutoReply: true, responseBodyPlainText: 'a < b\n"c" & d' });
    expect(externalHtml).toBe('a &lt; b<br>&quot;c&quot; &amp; d');
  });

  it('that was never set is off and empty', () => {
    expect(replyOf({})).toEqual({ isOn: false, internalHtml: '', externalHtml: '', audience: 'all' });
  });
});
