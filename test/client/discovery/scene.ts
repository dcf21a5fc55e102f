// Two mail hosts, what is published for them, and what a mail program asks and is answered.

import { answerDiscovery } from '../../../src/client/discovery/answer-request.ts';
import type { DiscoveryAnswer, DiscoveryRequest } from '../../../src/client/discovery/answer-request.ts';
import { discoveryFacts } from '../../../src/client/discovery/discovery-facts.ts';
import type { MailHost } from '../../../src/model/mail-host.ts';

export const HOST: MailHost = {
  imap: { host: 'imap.newcorp.test', port: 993, security: 'tls' },
  smtp: { host: 'smtp.newcorp.test', port: 465, security: 'tls' },
  login: 'address',
};
export const MANY: MailHost = {
  imap: { host: 'imap.newcorp.test', port: 143, security: 'starttls' },
  smtp: { host: 'smtp.newcorp.test', port: 587, security: 'starttls' },
  pop: { host: 'pop.newcorp.test', port: 995, security: 'tls' },
  login: 'local-part',
  activeSync: 'https://mail.newcorp.test/Microsoft-Server-ActiveSync?a=1&b=2',
};

export const facts = (mailHost: MailHost, name = '新会社') =>
  discoveryFacts({ name: { ja: name, en: name }, newDomain: 'newcorp.test' }, mailHost);

export function asked(form: string, address: string): string {
  return `<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="x"><Request><EMailAddress>${address}</EMailAddress><AcceptableResponseSchema>${form}</AcceptableResponseSchema></Request></Autodiscover>`;
}

export function answer(
  mailHost: MailHost,
  request: Partial<DiscoveryRequest> & { readonly path: string },
): DiscoveryAnswer {
  const [way = '', query = ''] = request.path.split('?');
  return answerDiscovery(facts(mailHost), {
    method: 'GET',
    query: new URLSearchParams(query),
    body: '',
    ...request,
    path: way,
  });
}

export const post = (mailHost: MailHost, body: string): DiscoveryAnswer =>
  answer(mailHost, { method: 'POST', path: '/Autodiscover/Autodiscover.xml', body });
