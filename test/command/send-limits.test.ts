// Which limits pace the messages: those of the way that they go, our share of them, and the numbers of migrate.yaml.

import { describe, expect, it } from '@jest/globals';
import { sendLimitsAt } from '../../src/command/send-limits.ts';
import type { SendLimit } from '../../src/model/mailer.ts';
import type { SendingSettings, SmtpSettings } from '../../src/model/settings.ts';
import { SETTINGS } from '../plan/scene.ts';

const SENDING: SendingSettings = {
  notices: [{ name: 'change' }],
  pointer: 'old-address',
  way: 'graph',
  ramp: [20],
  perOperatorHour: 60,
  isTrial: false,
  mostBounces: 0.05,
  dkimSelectors: [],
  statements: [],
};

const SERVER: SmtpSettings = { host: 'smtp.new.example', port: 587, security: 'starttls', connections: 2, limits: {} };

interface Wish {
  readonly sending?: Partial<SendingSettings>;
  readonly pace?: number;
  readonly licences?: number;
  readonly place?: { readonly scale: number; readonly hasQuotas: boolean };
}

async function limitsOf({
  sending,
  pace = 1,
  licences,
  place = { scale: 1, hasQuotas: true },
}: Wish): Promise<string[]> {
  const settings = { ...SETTINGS, sending: { ...SENDING, ...sending }, limits: { ...SETTINGS.limits, pace } };
  return (await sendLimitsAt(settings, place))(licences).map(short);
}

/** `30 mailbox 60s`. */
function short({ messages, scope, windowMs }: SendLimit): string {
  return `${messages} ${scope} ${windowMs / 1000}s`;
}

const OPERATOR = '60 operator 3600s';

describe('the limits on sending', () => {
  it('are those of the tenant and its mailboxes, by its licences, and our own', async () => {
    const mailbox = ['30 mailbox 60s', '10000 mailbox 86400s'];
    expect(await limitsOf({ licences: 100 })).toEqual([...mailbox, '22059 tenant 86400s', OPERATOR]);
    expect(await limitsOf({})).toEqual([...mailbox, '10000 tenant 86400s', OPERATOR]);
    expect(await limitsOf({ sending: { tenantPerDay: 700 } })).toEqual([...mailbox, '700 tenant 86400s', OPERATOR]);
    expect(await limitsOf({ sending: { way: 'gmail', isTrial: true } })).toEqual([
      '50 mailbox 60s',
      '500 mailbox 86400s',
      OPERATOR,
    ]);
  });

  it.each([
    ['smtp.office365.com', ['30 mailbox 60s', '10000 mailbox 86400s', '10000 tenant 86400s']],
    ['SMTP-relay.gmail.com', ['10000 mailbox 86400s']],
    ['smtp.gmail.com', ['50 mailbox 60s', '2000 mailbox 86400s']],
    ['smtp.new.example', []],
  ])('hold also behind the mail server of a provider: %s', async (host, theirs) => {
    const limits = { perSecond: 5, perMinute: 100, perDay: 3000 };
    expect(await limitsOf({ sending: { way: 'smtp', smtp: { ...SERVER, host, limits } } })).toEqual([
      ...theirs,
      OPERATOR,
      '5 campaign 1s',
      '100 campaign 60s',
      '3000 campaign 86400s',
    ]);
  });

  it('leave the others their share of what a minute allows', async () => {
    expect(await limitsOf({ pace: 0.7 })).toEqual([
      '21 mailbox 60s',
      '10000 mailbox 86400s',
      '10000 tenant 86400s',
      OPERATOR,
    ]);
  });

  it('run as fast as the sandbox does; without quotas only our own are left, and none where nothing is sent', async () => {
    expect((await limitsOf({ place: { scale: 60, hasQuotas: true } }))[0]).toBe('30 mailbox 1s');
    expect(await limitsOf({ place: { scale: 1, hasQuotas: false } })).toEqual([OPERATOR]);
    expect((await sendLimitsAt(SETTINGS, { scale: 1, hasQuotas: true }))()).toEqual([]);
  });
});
