// A reply goes to Graph and comes back as it was.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AutomaticReply } from '../../../src/model/account.ts';
import { replyBody, replyFrom } from '../../../src/provider/microsoft-365/automatic-reply.ts';

const NOW = Date.UTC(2026, 9, 1);

const reply: fc.Arbitrary<AutomaticReply> = fc
  .record({
    isOn: fc.boolean(),
    internalHtml: fc.string(),
    externalHtml: fc.string(),
    audience: fc.constantFrom('none', 'contacts', 'all'),
    times: fc.option(
      fc.record({
        startsAt: fc.integer({ min: 0, max: NOW }),
        lastsMs: fc.option(fc.integer({ min: 1, max: 10 ** 10 })),
      }),
    ),
  })
  .map(({ times, ...rest }) => ({
    ...rest,
    ...(times === null || !rest.isOn ? {} : { startsAt: times.startsAt }),
    ...(times?.lastsMs == null || !rest.isOn ? {} : { endsAt: times.startsAt + times.lastsMs }),
  }));

describe('an automatic reply', () => {
  it('comes back as it was sent', () => {
    fc.assert(fc.property(reply, (one) => expect(replyFrom(replyBody(one, NOW))).toEqual(one)));
  });

  it('begins now where only its end is given', () => {
    const ends = Date.UTC(2026, 11, 31);
    const body = replyBody({ isOn: true, internalHtml: '', externalHtml: 'x', audience: 'all', endsAt: ends }, NOW);
    expect(body).toMatchObject({
      status: 'scheduled',
      scheduledStartDateTime: { dateTime: '2026-10-01T00:00:00.000', timeZone: 'UTC' },
      scheduledEndDateTime: { dateTime: '2026-12-31T00:00:00.000', timeZone: 'UTC' },
    });
  });

  it("reads Graph's own form of times", () => {
    const read = replyFrom({
      status: 'scheduled',
      externalAudience: 'contactsOnly',
      scheduledStartDateTime: { dateTime: '2026-10-10T00:00:00.0000000', timeZone: 'UTC' },
      scheduledEndDateTime: { dateTime: '2026-10-11T00:00:00', timeZone: 'UTC' },
    });
    expect(read).toMatchObject({
      startsAt: Date.UTC(2026, 9, 10),
      endsAt: Date.UTC(2026, 9, 11),
      audience: 'contacts',
    });
  });

  it.each([
    { status: 'scheduled', externalAudience: 'all' },
    {
      status: 'scheduled',
      externalAudience: 'all',
      scheduledStartDateTime: { dateTime: '2026-10-10T00:00:00', timeZone: 'Tokyo Standard Time' },
      scheduledEndDateTime: { dateTime: '2026-10-11T00:00:00', timeZone: 'Tokyo Standard Time' },
    },
    { status: 'sometimes', externalAudience: 'all' },
    { status: 'disabled' },
  ])('is not guessed at: %j', (setting) => {
    expect(replyFrom(setting)).toBeUndefined();
  });
});
