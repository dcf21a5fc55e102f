// Every route of Graph that the sandbox has, called as documented: no word against request or answer.

import { describe, expect, it } from '@jest/globals';
import { microsoftProvider } from '../../../src/sandbox/microsoft/provider.ts';
import { checked, graphContract } from './contract.ts';
import { newUser, SATO, SENDER, startTenant, valuesOf, type Reply, type Tenant } from './tenant.ts';

const idOf = (reply: Reply) => encodeURIComponent(String(reply.body['id']));

async function callAll(tenant: Tenant): Promise<void> {
  const call: Tenant['call'] = (...one) => tenant.call(...one);
  const [sku] = valuesOf(await call('GET', '/subscribedSkus'));
  await call('GET', `/subscribedSkus/${String(sku?.['id'])}`);
  const user = idOf(await call('POST', '/users', newUser('a@new.example', { employeeId: 'job' })));
  await call('GET', '/users?$top=1&$select=id,mail,proxyAddresses,assignedPlans,provisionedPlans,licenseAssignmentStates');
  await call('GET', `/users/${user}`);
  await call('GET', `/users/${user}?$select=id,onPremisesExtensionAttributes,onPremisesSyncEnabled,serviceProvisioningErrors`);
  await call('PATCH', `/users/${user}`, { jobTitle: 'Clerk' });
  const licences = { addLicenses: [{ skuId: sku?.['skuId'], disabledPlans: [] }], removeLicenses: [] };
  await call('POST', `/users/${user}/assignLicense`, licences);
  await call('POST', `/users/${user}/reprocessLicenseAssignment`);
  await call('GET', `/users/${user}/licenseDetails`);
  await call('POST', `/users/${user}/revokeSignInSessions`);
  const group = idOf(
    await call('POST', '/groups', { displayName: 'G', mailNickname: 'g', mailEnabled: false, securityEnabled: true }),
  );
  await call('GET', '/groups?$select=id,displayName,mail,proxyAddresses');
  await call('GET', `/groups/${group}`);
  await call('PATCH', `/groups/${group}`, { description: 'x' });
  await call('POST', `/groups/${group}/assignLicense`, licences);
  await call('POST', `/groups/${group}/members/$ref`, { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${SATO}` });
  await call('GET', `/groups/${group}/members`);
  await call('GET', `/users/${SATO}/memberOf`);
  await call('DELETE', `/groups/${group}/members/${SATO}/$ref`);
  await call('DELETE', `/groups/${group}`);
  await call('DELETE', `/users/${user}`);
  await call('GET', '/directory/deletedItems/microsoft.graph.user');
  await call('GET', `/directory/deletedItems/${user}`);
  await call('POST', `/directory/deletedItems/${user}/restore`);
  await call('DELETE', `/users/${user}`);
  await call('DELETE', `/directory/deletedItems/${user}`);
  const organisation = valuesOf(await call('GET', '/organization'))[0]?.['id'];
  await call('GET', `/organization/${String(organisation)}`);
  await call('POST', '/domains', { id: 'third.example' });
  await call('GET', '/domains');
  await call('GET', '/domains/old.example');
  await call('GET', '/domains/third.example/verificationDnsRecords');
  await call('GET', '/domains/old.example/serviceConfigurationRecords');
  await call('GET', '/domains/old.example/domainNameReferences');
  await call('POST', '/domains/third.example/verify');
  await call('PATCH', '/domains/old.example', { isDefault: true });
  await call('DELETE', '/domains/third.example');
  await callMailbox(call);
  const json = { 'Content-Type': 'application/json' };
  const requests = [
    { id: '1', method: 'GET', url: '/domains' },
    { id: '2', method: 'PATCH', url: `/users/${SATO}`, body: { jobTitle: 'y' }, headers: json },
    { id: '3', method: 'GET', url: '/users/nobody' },
  ];
  await call('POST', '/$batch', { requests });
}

async function callMailbox(call: Tenant['call']): Promise<void> {
  await call('GET', `/users/${SENDER}/mailboxSettings`);
  await call('PATCH', `/users/${SENDER}/mailboxSettings`, {
    automaticRepliesSetting: { status: 'alwaysEnabled', externalAudience: 'all', externalReplyMessage: 'x', internalReplyMessage: 'x' },
  });
  await call('GET', `/users/${SENDER}/mailFolders`);
  await call('GET', `/users/${SENDER}/mailFolders/inbox?$select=id`);
  const rules = `/users/${SENDER}/mailFolders/inbox/messageRules`;
  const rule = idOf(await call('POST', rules, { displayName: 'r', sequence: 1, actions: { stopProcessingRules: true } }));
  await call('GET', rules);
  await call('GET', `${rules}/${rule}`);
  await call('PATCH', `${rules}/${rule}`, { isEnabled: false });
  await call('DELETE', `${rules}/${rule}`);
  const message = {
    subject: 'x',
    body: { contentType: 'text', content: 'x' },
    toRecipients: [{ emailAddress: { address: 'p@else.example', name: 'P' } }],
    internetMessageHeaders: [{ name: 'x-migrate-notice', value: '1' }],
    singleValueExtendedProperties: [
      { id: 'String {00020329-0000-0000-C000-000000000046} Name MigrateNoticeId', value: '1' },
    ],
  };
  const messages = `/users/${SENDER}/messages`;
  const draft = idOf(await call('POST', messages, message));
  await call('POST', `/users/${SENDER}/mailFolders/drafts/messages`, message);
  await call('GET', `${messages}?$select=id,subject&$top=5`);
  await call('GET', `${messages}/${draft}`);
  await call('GET', `${messages}/${draft}?$select=id,internetMessageHeaders&$expand=attachments`);
  await call('PATCH', `${messages}/${draft}`, { subject: 'y' });
  const file = { '@odata.type': '#microsoft.graph.fileAttachment', name: 'a.txt', contentBytes: 'eA==' };
  await call('POST', `${messages}/${draft}/attachments`, file);
  await call('GET', `${messages}/${draft}/attachments`);
  await call('POST', `${messages}/${draft}/send`);
  await call('GET', `/users/${SENDER}/mailFolders/sentitems/messages`);
  const [sent] = valuesOf(await call('GET', `${messages}?$filter=isDraft eq false`));
  await call('DELETE', `${messages}/${encodeURIComponent(String(sent?.['id']))}`);
  await call('POST', `/users/${SENDER}/sendMail`, { message, saveToSentItems: true });
}

describe('the contract', () => {
  it('holds for every route', async () => {
    const tenant = await startTenant();
    await callAll(tenant);
    const called = tenant.exchanges.filter(({ request }) => request.url.startsWith('/v1.0/'));
    expect(called.filter(({ response }) => (response?.status ?? 0) >= 400).map(({ request }) => request.url)).toEqual([
      '/v1.0/domains/third.example/verify',
    ]);
    if (graphContract === undefined) return;
    const contract = graphContract;
    const verdicts = called.map((exchange) => checked(contract, exchange, 'all'));
    expect(verdicts.flatMap(({ errors }) => errors)).toEqual([]);
    // The description knows neither $value nor the message trace.
    const isDescribed = (pattern: string) => pattern.startsWith('/v1.0/') && !/\/\$value$|\/tracing\//.test(pattern);
    const routes = microsoftProvider.routes.filter(({ pattern }) => isDescribed(pattern)).length;
    // deletedItems/{id} and its cast to users are one route to the description, messages of a folder and of the mailbox two.
    expect(new Set(verdicts.map(({ op }) => op)).size).toBeGreaterThanOrEqual(routes - 1);
  });

  it('catches an answer that is wrong', async () => {
    if (graphContract === undefined) return;
    const tenant = await startTenant();
    await tenant.call('GET', '/domains/old.example');
    const [, exchange] = tenant.exchanges;
    if (exchange?.response === undefined) throw new Error('no exchange was kept');
    const spoilt = { ...exchange, response: { ...exchange.response, body: '{"id":"old.example","isVerified":"yes"}' } };
    expect(checked(graphContract, spoilt, 'answer').errors).toHaveLength(1);
  });
});
