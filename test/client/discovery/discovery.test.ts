// What is published for mail programs: right by our strict reading, the same for every address, and safe from hostile names.

import { describe, expect, it } from '@jest/globals';
import { autoconfigXml } from '../../../src/client/discovery/autoconfig-xml.ts';
import { RESPONSE_FORMS } from '../../../src/client/discovery/autodiscover-request.ts';
import { discoveryKit } from '../../../src/client/discovery/discovery-kit.ts';
import { judgePublished } from '../../../src/client/discovery/judge-published.ts';
import { readAutoconfig, readAutodiscover } from '../../../src/client/discovery/published-servers.ts';
import { company, HOSTILE_NAMES } from '../thunderbird/scene.ts';
import { answer, asked, facts, HOST, MANY, post } from './scene.ts';

describe('the autoconfig document', () => {
  it.each([HOST, MANY])('says what was planned, by our strict reading', (mailHost) => {
    const { servers, faults } = readAutoconfig(autoconfigXml(facts(mailHost)), 'newcorp.test');
    expect(faults).toEqual([]);
    const { imap, smtp, pop, login } = mailHost;
    const userName = login === 'address' ? '%EMAILADDRESS%' : '%EMAILLOCALPART%';
    expect(servers).toEqual([
      { kind: 'imap', ...imap, userName },
      ...(pop === undefined ? [] : [{ kind: 'pop3', ...pop, userName }]),
      { kind: 'smtp', ...smtp, userName },
    ]);
  });

  it('holds every hostile name as a name, and never a password', () => {
    for (const name of HOSTILE_NAMES) {
      const document = autoconfigXml(facts(HOST, name));
      expect(readAutoconfig(document, 'newcorp.test').faults).toEqual([]);
      expect(document).not.toMatch(/<password/);
      expect(document.replaceAll('%EMAILADDRESS%</username>', '')).not.toContain('%');
    }
  });

  it.each([
    ['a misspelt element', (text: string) => text.replaceAll('socketType', 'sockettype')],
    ['another domain', (text: string) => text.replace('<domain>newcorp.test', '<domain>oldcorp.test')],
    ['an unprotected server', (text: string) => text.replace('>SSL<', '>plain<')],
    ['a port that is none', (text: string) => text.replace('>993<', '>99300<')],
    ['a password', (text: string) => text.replace('</username>', '</username><password>x</password>')],
    ['an authentication that nobody knows', (text: string) => text.replaceAll('password-cleartext', 'password')],
    ['no id', (text: string) => text.replace(' id="newcorp.test"', '')],
    ['no server to send by', (text: string) => text.replaceAll('outgoingServer', 'sendingServer')],
    ['a document type', (text: string) => text.replace('?>', '?><!DOCTYPE a [<!ENTITY b "c">]>')],
  ])('is refused by our strict reading with %s', (_name, spoil) => {
    expect(readAutoconfig(spoil(autoconfigXml(facts(HOST))), 'newcorp.test').faults).not.toEqual([]);
  });
});

describe('the words about what is published', () => {
  it('hold nothing that moves the cursor of a terminal, whatever a hostile document says', () => {
    const body = autoconfigXml(facts(HOST)).replaceAll('imap.newcorp.test', 'imap\u009b2J\u202e.test');
    const fetched = { url: 'https://autoconfig.newcorp.test/', answer: { status: 200, body } };
    const nothing = { url: 'https://newcorp.test/', said: 'nobody answers there' };
    const published = { autoconfig: [fetched], autodiscover: [nothing], mobile: nothing, records: {} };
    const [thunderbird] = judgePublished(facts(HOST), published);
    expect(thunderbird).toMatchObject({ standing: 'wrong', said: expect.stringContaining('imap 2j .test') });
  });
});

describe('Autodiscover', () => {
  it('answers in the form that was asked for', () => {
    const outlook = readAutodiscover(post(MANY, asked(RESPONSE_FORMS.outlook, 'Taro@NEWCORP.test')).body);
    expect(outlook).toEqual({
      faults: [],
      servers: [
        { kind: 'imap', ...MANY.imap, userName: 'taro' },
        { kind: 'pop3', ...MANY.pop, userName: 'taro' },
        { kind: 'smtp', ...MANY.smtp, userName: 'taro' },
      ],
    });
    const mobile = post(MANY, asked(RESPONSE_FORMS.mobile, 'taro@newcorp.test')).body;
    expect(mobile).toContain('<Url>https://mail.newcorp.test/Microsoft-Server-ActiveSync?a=1&#38;b=2</Url>');
    expect(post(HOST, asked(RESPONSE_FORMS.mobile, 'taro@newcorp.test')).body).toContain('<ErrorCode>601</ErrorCode>');
    expect(post(HOST, asked('urn:other', 'taro@newcorp.test')).body).toContain('<ErrorCode>601</ErrorCode>');
  });

  it('refuses what is no request: another domain, entities, broken or endless XML', () => {
    const one = asked(RESPONSE_FORMS.outlook, 'taro@newcorp.test');
    for (const body of [
      asked(RESPONSE_FORMS.outlook, 'taro@oldcorp.test'),
      asked(RESPONSE_FORMS.outlook, 'taro@newcorp.test@oldcorp.test'),
      one.replace('?>', '?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/hostname">]>').replace('taro', '&y;'),
      one.replace('</Request>', ''),
      '<a>'.repeat(5000),
      `${'<a>'.repeat(2000)}${'</a>'.repeat(2000)}`,
      '',
    ]) {
      expect(post(HOST, body).body).toContain('<ErrorCode>600</ErrorCode>');
    }
  });

  it('knows nobody: two addresses differ in nothing but the address', () => {
    const of = (local: string) =>
      post(HOST, asked(RESPONSE_FORMS.outlook, `${local}@newcorp.test`)).body.replaceAll(local, 'X');
    expect(of('nobody-at-all')).toBe(of('president'));
    const config = (local: string) =>
      answer(HOST, { path: `/mail/config-v1.1.xml?emailaddress=${local}%40newcorp.test` });
    expect(config('nobody-at-all')).toEqual(config('president'));
  });

  it('has the JSON form', () => {
    const found = answer(MANY, { path: '/autodiscover/autodiscover.json/v1.0/taro@newcorp.test?Protocol=ActiveSync' });
    expect(JSON.parse(found.body)).toEqual({ Protocol: 'ActiveSync', Url: MANY.activeSync });
    const form = answer(HOST, {
      path: '/autodiscover/autodiscover.json?Email=taro%40newcorp.test&Protocol=AutodiscoverV1',
    });
    expect(JSON.parse(form.body)).toMatchObject({
      Url: 'https://autodiscover.newcorp.test/autodiscover/autodiscover.xml',
    });
    expect(
      answer(HOST, { path: '/autodiscover/autodiscover.json/v1.0/taro@newcorp.test?Protocol=ActiveSync' }).status,
    ).toBe(400);
    expect(
      answer(HOST, { path: '/autodiscover/autodiscover.json/v1.0/taro@oldcorp.test?Protocol=ActiveSync' }).status,
    ).toBe(404);
    expect(answer(HOST, { path: '/autodiscover/autodiscover.json/v1.0/%E0%A4?Protocol=constructor' }).status).toBe(404);
  });

  it('answers nothing else', () => {
    expect(answer(HOST, { path: '/mail/config-v1.1.xml?emailaddress=taro%40oldcorp.test' }).status).toBe(404);
    expect(answer(HOST, { path: '/mail/../migrate.yaml' }).status).toBe(404);
    expect(answer(HOST, { method: 'PUT', path: '/mail/config-v1.1.xml' }).status).toBe(405);
  });
});

describe('the kit', () => {
  const files = async (changes: Parameters<typeof company>[0]) => {
    const made = (await discoveryKit.forFleet?.([], company(changes))) ?? [];
    expect(made.every(({ isPublic }) => isPublic)).toBe(true);
    return Object.fromEntries(made.map(({ path: name, bytes }) => [name, new TextDecoder().decode(bytes)]));
  };

  it('has what to upload for each name, and the records', async () => {
    const made = await files({ mailHost: HOST });
    expect(Object.keys(made)).toEqual([
      'discovery/autoconfig.newcorp.test/mail/config-v1.1.xml',
      'discovery/newcorp.test/.well-known/autoconfig/mail/config-v1.1.xml',
      'discovery/ua-auto-config.newcorp.test/.well-known/user-agent-configuration.json',
      'discovery/dns/records.zone',
      'discovery/READ-ME.txt',
    ]);
    expect(made['discovery/dns/records.zone']).toContain(
      '_imaps._tcp.newcorp.test. 3600 IN SRV 0 1 993 imap.newcorp.test.\n',
    );
    expect(made['discovery/READ-ME.txt']).toContain('v=UAAC1; a=sha256; d=');
    const many = await files({ mailHost: MANY });
    expect(many['discovery/dns/records.zone']).toContain(
      '_submission._tcp.newcorp.test. 3600 IN SRV 0 1 587 smtp.newcorp.test.\n',
    );
    expect(Object.keys(many)).not.toContainEqual(expect.stringContaining('ua-auto-config'));
  });

  it('says that nothing is to be published where the provider does it', async () => {
    for (const provider of ['microsoft-365', 'google-workspace'] as const) {
      const made = await files({ provider });
      expect(Object.keys(made)).toEqual(['discovery/READ-ME.txt']);
    }
  });
});
