// What is answered to a mail program that asks where to read and send. Its one rule: nobody's address is known here, so every address of the
// domain gets the same answer, and one of another domain gets none.

import { readAddress } from '../../model/mail-address.ts';
import { AUTOCONFIG_PATHS, autoconfigXml } from './autoconfig-xml.ts';
import { readAutodiscoverRequest } from './autodiscover-request.ts';
import { frameworkError, mobileAnswer, outlookAnswer } from './autodiscover-xml.ts';
import type { DiscoveryFacts } from './discovery-facts.ts';
import { CONFIGURATION_PATH, userAgentConfiguration } from './user-agent-configuration.ts';

export interface DiscoveryRequest {
  /** Upper case. */
  readonly method: string;
  /** Decoded as far as a URL needs it: with its percent signs. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

export interface DiscoveryAnswer {
  readonly status: 200 | 400 | 404 | 405;
  readonly type: 'text/xml; charset=utf-8' | 'application/json; charset=utf-8' | 'text/plain; charset=utf-8';
  readonly body: string;
  /** The methods that are taken, where this one was not. */
  readonly allow?: string;
}

export const AUTODISCOVER_PATH = '/autodiscover/autodiscover.xml';
const JSON_PATH = /^\/autodiscover\/autodiscover\.json(?:\/v1\.0\/([^/]*))?$/;

export function answerDiscovery(facts: DiscoveryFacts, request: DiscoveryRequest): DiscoveryAnswer {
  const { method, query } = request;
  const path = request.path.toLowerCase();
  const isRead = method === 'GET' || method === 'HEAD';
  if (path === AUTODISCOVER_PATH) return method === 'POST' ? autodiscover(facts, request.body) : notAllowed('POST');
  if (!isRead) return notAllowed('GET, HEAD');
  if (AUTOCONFIG_PATHS.some((known) => known === path)) {
    const address = query.get('emailaddress');
    return address === null || isOfDomain(facts, address) ? xml(autoconfigXml(facts)) : NOT_FOUND;
  }
  if (path === CONFIGURATION_PATH) {
    const configuration = userAgentConfiguration(facts);
    return configuration === undefined ? NOT_FOUND : json(200, configuration);
  }
  const [whole, asked] = JSON_PATH.exec(path) ?? [];
  return whole === undefined
    ? NOT_FOUND
    : inJson(facts, asked ?? query.get('Email') ?? '', query.get('Protocol') ?? '');
}

function autodiscover(facts: DiscoveryFacts, body: string): DiscoveryAnswer {
  const request = readAutodiscoverRequest(body);
  if (request === undefined) return xml(frameworkError(600, 'Invalid Request'));
  const address = addressOf(facts, request.address);
  if (address === undefined) return xml(frameworkError(600, 'This server answers for another domain.'));
  switch (request.form) {
    case 'outlook':
      return xml(outlookAnswer(facts, address));
    case 'mobile':
      return xml(mobileAnswer(facts, address));
    case 'other':
      return xml(frameworkError(601, 'The form of answer that was asked for is not known.'));
  }
}

/** Autodiscover V2 as Exchange answers it: a place, or the name of what is wrong. */
function inJson(facts: DiscoveryFacts, asked: string, protocol: string): DiscoveryAnswer {
  const { domain, mailHost } = facts;
  if (!isOfDomain(facts, decoded(asked))) return NOT_FOUND;
  const url = { autodiscoverv1: `https://autodiscover.${domain}${AUTODISCOVER_PATH}`, activesync: mailHost.activeSync };
  const name = protocol.toLowerCase();
  const found = name === 'autodiscoverv1' || name === 'activesync' ? url[name] : undefined;
  if (found === undefined) {
    return json(
      400,
      JSON.stringify({ ErrorCode: 'ProtocolNotSupported', ErrorMessage: 'That protocol is not offered.' }),
    );
  }
  return json(200, JSON.stringify({ Protocol: name === 'activesync' ? 'ActiveSync' : 'AutodiscoverV1', Url: found }));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function isOfDomain(facts: DiscoveryFacts, address: string): boolean {
  return addressOf(facts, address) !== undefined;
}

/** In lower case; undefined of another domain, and of what is no address. */
function addressOf({ domain }: DiscoveryFacts, text: string): string | undefined {
  const reading = readAddress(text.trim());
  if ('fault' in reading || !reading.address.endsWith(`@${domain}`)) return undefined;
  return reading.address;
}

function xml(body: string): DiscoveryAnswer {
  return { status: 200, type: 'text/xml; charset=utf-8', body };
}

function json(status: 200 | 400, body: string): DiscoveryAnswer {
  return { status, type: 'application/json; charset=utf-8', body };
}

function text(status: 404 | 405, body: string): DiscoveryAnswer {
  return { status, type: 'text/plain; charset=utf-8', body: `${body}\n` };
}

function notAllowed(allow: string): DiscoveryAnswer {
  return { ...text(405, `Ask with ${allow}.`), allow };
}

const NOT_FOUND = text(404, 'There is nothing here.');
