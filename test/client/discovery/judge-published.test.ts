// What each mail program makes of a world in which not everything is as it should be: the order in which they ask, and what stops them.

import { describe, expect, it } from '@jest/globals';
import { autoconfigXml } from '../../../src/client/discovery/autoconfig-xml.ts';
import { RESPONSE_FORMS } from '../../../src/client/discovery/autodiscover-request.ts';
import { frameworkError, outlookAnswer } from '../../../src/client/discovery/autodiscover-xml.ts';
import { judgePublished } from '../../../src/client/discovery/judge-published.ts';
import type { ClientVerdict, Fetched, Published } from '../../../src/client/discovery/judge-published.ts';
import { facts, HOST, MANY } from './scene.ts';

const CONFIG = autoconfigXml(facts(HOST));
const ANSWER = outlookAnswer(facts(HOST), 'taro@newcorp.test');
const PAGE = '<!DOCTYPE html><html><body>Welcome to our hosting</body></html>';

const got = (body: string, type = 'text/xml', status = 200): Fetched => ({
  url: 'https://newcorp.test/',
  answer: { status, type, body },
});
const none: Fetched = { url: 'https://newcorp.test/', said: 'nobody answers there' };
const unknown: Fetched = { url: 'https://newcorp.test/', said: 'SERVFAIL', isUncertain: true };

function judged(published: Partial<Published>, host = HOST): Readonly<Record<ClientVerdict['client'], ClientVerdict>> {
  const whole = { autoconfig: [none], autodiscover: [none], mobile: none, records: {}, ...published };
  const verdicts = judgePublished(facts(host), whole).map((verdict) => [verdict.client, verdict] as const);
  return Object.fromEntries(verdicts) as Record<ClientVerdict['client'], ClientVerdict>;
}

describe('Thunderbird', () => {
  it.each<[string, readonly Fetched[], ClientVerdict['standing']]>([
    ['takes the first document', [none, got(CONFIG), got(CONFIG.replace('993', '143'))], 'finds'],
    ['stops at a web page in its place', [got(PAGE, 'text/html'), got(CONFIG)], 'by-hand'],
    ['stops at other XML', [got('<html/>'), got(CONFIG)], 'by-hand'],
    ['stops at broken XML', [got('<clientConfig'), got(CONFIG)], 'by-hand'],
    ['stops at nothing', [got('', 'text/xml', 204), got(CONFIG)], 'by-hand'],
    ['knows types in small letters', [got(CONFIG, 'Text/XML')], 'by-hand'],
    ['knows another type of XML', [got(CONFIG, 'application/xml')], 'finds'],
    ['passes what is missing over', [got(PAGE, 'text/html', 404), got(CONFIG)], 'finds'],
    ['reads XML alone', [got(CONFIG, 'text/plain')], 'by-hand'],
    ['reads no document without a type', [got(CONFIG, '')], 'by-hand'],
    ['is not known where a name before was not looked up', [unknown, got(CONFIG)], 'cannot-tell'],
    ['is known where a name after was not looked up', [got(CONFIG), unknown], 'finds'],
  ])('%s', (_name, autoconfig, standing) => {
    expect(judged({ autoconfig }).Thunderbird).toMatchObject({ standing });
  });

  it('falls back to Autodiscover, also where that is wrong', () => {
    const autoconfig = [got(PAGE, 'text/html')];
    expect(judged({ autoconfig, autodiscover: [got(ANSWER)] }).Thunderbird).toMatchObject({ standing: 'finds' });
    const wrong = ANSWER.replace('993', '143');
    expect(judged({ autoconfig, autodiscover: [got(wrong)] }).Thunderbird).toMatchObject({ standing: 'wrong' });
    const plain = [got(ANSWER, 'text/plain')];
    expect(judged({ autoconfig, autodiscover: plain }).Thunderbird).toMatchObject({ standing: 'by-hand' });
    expect(judged({ autodiscover: [unknown] }).Thunderbird).toMatchObject({ standing: 'cannot-tell' });
  });

  it('would collect mail by POP3 where that comes first', () => {
    const pop = CONFIG.replace(
      '<incomingServer',
      '<incomingServer type="pop3"><hostname>pop.newcorp.test</hostname><port>995</port>' +
        '<socketType>SSL</socketType><authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username></incomingServer><incomingServer',
    );
    expect(judged({ autoconfig: [got(pop)] }).Thunderbird).toMatchObject({
      standing: 'wrong',
      said: expect.stringContaining('POP3 before IMAP'),
    });
  });
});

describe('Outlook', () => {
  it.each<[string, readonly Fetched[], ClientVerdict['standing']]>([
    ['goes on after a web page', [got(PAGE, 'text/html'), got(ANSWER)], 'finds'],
    ['goes on after an error', [got(frameworkError(601, 'no')), got(ANSWER)], 'finds'],
    ['goes on after a refusal', [got('', '', 401), got(ANSWER)], 'finds'],
    ['reads no other namespace', [got(ANSWER.replace(RESPONSE_FORMS.outlook, RESPONSE_FORMS.mobile))], 'by-hand'],
    ['reads no answer without a namespace', [got(ANSWER.replaceAll(/ xmlns="[^"]*"/g, ''))], 'by-hand'],
    [
      'is led to another address',
      [got(ANSWER.replace('<Action>', '<RedirectAddr>x@other.test</RedirectAddr><Action>'))],
      'wrong',
    ],
    ['is not known where a name before was not looked up', [unknown, got(ANSWER)], 'cannot-tell'],
  ])('%s', (_name, autodiscover, standing) => {
    expect(judged({ autodiscover }).Outlook).toMatchObject({ standing });
  });
});

describe('a phone', () => {
  it('finds ActiveSync where it is planned, whatever letters its address has', () => {
    const mobile = (url: string): Fetched =>
      got(
        `<Autodiscover><Response><Action><Settings><Server><Url>${url}</Url></Server></Settings></Action></Response></Autodiscover>`,
      );
    const planned = (MANY.activeSync ?? '').replaceAll('&', '&amp;');
    expect(judged({ mobile: mobile(planned) }, MANY).iOS).toMatchObject({ standing: 'finds' });
    expect(judged({ mobile: mobile('https://elsewhere.test/') }, MANY).iOS).toMatchObject({ standing: 'wrong' });
    expect(judged({ mobile: unknown }, MANY).iOS).toMatchObject({ standing: 'cannot-tell' });
  });
});
