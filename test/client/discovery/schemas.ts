// Schemas of our own for xmllint, closed: an element that stands in none of them is a fault. After draft-ietf-mailmaint-autoconfig,
// [MS-OXDSCLI] 2.2.4 and [MS-ASCMD] 2.2.1.1, as far as we write these documents.

const relaxNg = (start: string, defines: string, namespace = ''): string =>
  `<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="${namespace}" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start>${start}</start>${defines}</grammar>`;

const text = (name: string): string =>
  `<element name="${name}"><data type="string"><param name="minLength">1</param></data></element>`;
const oneOf = (name: string, ...values: readonly string[]): string =>
  `<element name="${name}"><choice>${values.map((value) => `<value>${value}</value>`).join('')}</choice></element>`;
const PORT = (name: string): string =>
  `<element name="${name}"><data type="unsignedShort"><param name="minInclusive">1</param></data></element>`;

const server = (types: readonly string[]): string => `<attribute name="type"><choice>${types
  .map((type) => `<value>${type}</value>`)
  .join('')}</choice></attribute><interleave>${text('hostname')}${PORT('port')}${oneOf('socketType', 'SSL', 'STARTTLS')}
${oneOf('authentication', 'password-cleartext')}${oneOf('username', '%EMAILADDRESS%', '%EMAILLOCALPART%')}</interleave>`;

const most = (name: string, length: number): string =>
  `<element name="${name}"><data type="string"><param name="minLength">1</param><param name="maxLength">${length}</param></data></element>`;

export const AUTOCONFIG_SCHEMA = relaxNg(
  `<element name="clientConfig"><attribute name="version"><value>1.1</value></attribute><element name="emailProvider">
<attribute name="id"><data type="token"/></attribute>${text('domain')}${most('displayName', 60)}${most('displayShortName', 20)}
<oneOrMore><element name="incomingServer">${server(['imap', 'pop3'])}</element></oneOrMore>
<element name="outgoingServer">${server(['smtp'])}</element></element></element>`,
  '',
);

const ANSWER = 'http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006';
const OUTLOOK = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a';
const MOBILE = 'http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006';

const ERROR = `<element name="Error"><attribute name="Time"/><attribute name="Id"/>${oneOf('ErrorCode', '600', '601')}${text('Message')}<element name="DebugData"><empty/></element></element>`;

export const AUTODISCOVER_SCHEMA = relaxNg(
  `<element name="Autodiscover"><choice>
<element name="Response" ns="${OUTLOOK}"><element name="User">${text('DisplayName')}</element>
<element name="Account">${oneOf('AccountType', 'email')}${oneOf('Action', 'settings')}<oneOrMore><element name="Protocol"><interleave>
${oneOf('Type', 'IMAP', 'POP3', 'SMTP')}${text('Server')}${PORT('Port')}${oneOf('DomainRequired', 'off')}${text('LoginName')}${oneOf('SPA', 'off')}
${oneOf('SSL', 'on')}<optional>${oneOf('Encryption', 'TLS')}</optional>${oneOf('AuthRequired', 'on')}</interleave></element></oneOrMore></element></element>
<element name="Response" ns="${MOBILE}">${text('Culture')}<element name="User">${text('DisplayName')}${text('EMailAddress')}</element>
<element name="Action"><element name="Settings"><element name="Server">${oneOf('Type', 'MobileSync')}<element name="Url"><data type="anyURI"/></element>
${text('Name')}</element></element></element></element>
<element name="Response">${ERROR}</element></choice></element>`,
  '',
  ANSWER,
);
