// What a mail program asks of Autodiscover. It comes from anybody: a document type, and with it every entity, is refused unread.

import { parseXml, XmlElement } from '@rgrove/parse-xml';
import type { XmlDocument } from '@rgrove/parse-xml';

/** Which form of answer is asked for ([MS-OXDSCLI] 2.2.3, [MS-ASCMD] 2.2.1.1). */
export const RESPONSE_FORMS = {
  outlook: 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a',
  mobile: 'http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006',
} as const;

export interface AutodiscoverRequest {
  /** As it was given. */
  readonly address: string;
  /** `other`: a form that we do not know. */
  readonly form: keyof typeof RESPONSE_FORMS | 'other';
}

/** Undefined where it is no such request. */
export function readAutodiscoverRequest(body: string): AutodiscoverRequest | undefined {
  const root = readXml(body)?.root;
  const request = root?.name === 'Autodiscover' ? childOf(root, 'Request') : undefined;
  if (request === undefined) return undefined;
  const address = childOf(request, 'EMailAddress')?.text.trim();
  const schema = childOf(request, 'AcceptableResponseSchema')?.text.trim();
  if (address === undefined || schema === undefined) return undefined;
  return { address, form: formOf(schema) };
}

function formOf(schema: string): AutodiscoverRequest['form'] {
  if (schema === RESPONSE_FORMS.outlook) return 'outlook';
  return schema === RESPONSE_FORMS.mobile ? 'mobile' : 'other';
}

/** Undefined where it is no XML, has a document type, or is nested so deeply that nobody means it. */
export function readXml(text: string): XmlDocument | undefined {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return undefined;
  try {
    return parseXml(text);
  } catch {
    return undefined;
  }
}

/** The first child of that name, without regard to a prefix. */
export function childOf(parent: XmlElement, name: string): XmlElement | undefined {
  return childrenOf(parent).find((child) => child.name.slice(child.name.indexOf(':') + 1) === name);
}

export function childrenOf(parent: XmlElement): readonly XmlElement[] {
  return parent.children.filter((child) => child instanceof XmlElement);
}
