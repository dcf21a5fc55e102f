// Answers of Autodiscover: the servers in Outlook's form, ActiveSync in that of phones, and the errors of both.

import type { MailServer } from '../../model/mail-host.ts';
import type { DiscoveryFacts } from './discovery-facts.ts';
import { RESPONSE_FORMS } from './autodiscover-request.ts';
import { xmlText } from './xml-text.ts';

/** [MS-OXDSCLI] 2.2.4: IMAP, POP3 and SMTP. `SPA` stays off: it would mean NTLM. `Encryption` overrides `SSL` where it is there. */
export function outlookAnswer({ name, mailHost }: DiscoveryFacts, address: string): string {
  const login = mailHost.login === 'address' ? address : address.slice(0, address.lastIndexOf('@'));
  const protocol = (type: string, { host, port, security }: MailServer): string =>
    `      <Protocol>
        <Type>${type}</Type>
        <Server>${xmlText(host)}</Server>
        <Port>${port}</Port>
        <DomainRequired>off</DomainRequired>
        <LoginName>${xmlText(login)}</LoginName>
        <SPA>off</SPA>
        <SSL>on</SSL>
${security === 'starttls' ? '        <Encryption>TLS</Encryption>\n' : ''}        <AuthRequired>on</AuthRequired>
      </Protocol>
`;
  return inResponse(
    RESPONSE_FORMS.outlook,
    `    <User>
      <DisplayName>${xmlText(name)}</DisplayName>
    </User>
    <Account>
      <AccountType>email</AccountType>
      <Action>settings</Action>
${protocol('IMAP', mailHost.imap)}${mailHost.pop === undefined ? '' : protocol('POP3', mailHost.pop)}${protocol('SMTP', mailHost.smtp)}    </Account>
`,
  );
}

/** [MS-ASCMD] 4.2.1 where the host has ActiveSync, and 2.2.3.64 (601: nobody here answers in that form) where it has none. */
export function mobileAnswer({ name, mailHost: { activeSync } }: DiscoveryFacts, address: string): string {
  if (activeSync === undefined) return frameworkError(601, 'ActiveSync is not offered for this domain. Use IMAP.');
  return inResponse(
    RESPONSE_FORMS.mobile,
    `    <Culture>en:us</Culture>
    <User>
      <DisplayName>${xmlText(name)}</DisplayName>
      <EMailAddress>${xmlText(address)}</EMailAddress>
    </User>
    <Action>
      <Settings>
        <Server>
          <Type>MobileSync</Type>
          <Url>${xmlText(activeSync)}</Url>
          <Name>${xmlText(activeSync)}</Name>
        </Server>
      </Settings>
    </Action>
`,
  );
}

/** 600: what was asked is no request. 601: nobody here answers in that form. */
export type AutodiscoverErrorCode = 600 | 601;

/** What the framework says before any form is known ([MS-ASCMD] 4.2.1, "Case Framework Default"; [MS-OXDSCLI] 2.2.4). */
export function frameworkError(code: AutodiscoverErrorCode, message: string): string {
  return inResponse(ANSWER_NAMESPACE, errorText(code, message));
}

export const ANSWER_NAMESPACE = 'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006';

/** Time and id say when, and on which computer: nobody needs to know. */
function errorText(code: AutodiscoverErrorCode, message: string): string {
  return `    <Error Time="00:00:00.0000000" Id="0">
      <ErrorCode>${code}</ErrorCode>
      <Message>${xmlText(message)}</Message>
      <DebugData />
    </Error>
`;
}

function inResponse(form: string, content: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="${ANSWER_NAMESPACE}">
  <Response xmlns="${form}">
${content}  </Response>
</Autodiscover>
`;
}
