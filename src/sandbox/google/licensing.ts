// The License Manager API: one SKU of a product for each user, one request a second, pools that run out.

import type { Answer } from '../kernel/call.ts';
import { conditionNotMet, duplicate, invalid, notFound, ok } from './answers.ts';
import { assignSku, licenceKey } from './assign-sku.ts';
import { checkCustomer } from './directory/find.ts';
import { withEtag } from './etag.ts';
import { LICENSING_QUOTA } from './limits.ts';
import { pageOf } from './paging.ts';
import type { LicenceRecord, SkuRecord, UserRecord } from './records.ts';
import { bodyOf, guardedRoute, param, textOf, type Ask, type Guard, type GuardedRoute } from './route.ts';
import { findUser, PROVIDER } from './tenant.ts';

const GUARD: Guard = { door: 'licensing', scopes: ['apps.licensing'] };
const ANSWERING_MS = 200;

export const licensingRoutes: readonly GuardedRoute[] = [
  licensingRoute('POST /sku/:skuId/user', insertLicence),
  licensingRoute('GET /sku/:skuId/user/:userId', (ask) => ok(showLicence(ask, held(ask)))),
  licensingRoute('PATCH /sku/:skuId/user/:userId', moveLicence),
  licensingRoute('PUT /sku/:skuId/user/:userId', moveLicence),
  licensingRoute('DELETE /sku/:skuId/user/:userId', deleteLicence),
  licensingRoute('GET /users', (ask) => listLicences(ask, undefined)),
  licensingRoute('GET /sku/:skuId/users', (ask) => listLicences(ask, knownSku(ask, param(ask, 'skuId')).id)),
];

function licensingRoute(on: string, answer: (ask: Ask) => Answer): GuardedRoute {
  const [method = '', path = ''] = on.split(' ');
  const pattern = `/apps/licensing/v1/product/:productId${path}`;
  return {
    ...guardedRoute({ on: [method, pattern], guard: GUARD, quotas: [LICENSING_QUOTA], answer }),
    answeringMs: ANSWERING_MS,
  };
}

function knownSku(ask: Ask, id: string): SkuRecord {
  const sku = ask.tenant.skus.get(id);
  if (sku?.productId !== param(ask, 'productId')) throw invalid(`Invalid SKU Id for the product: ${id}`);
  return sku;
}

function knownUser(ask: Ask, key: string): UserRecord {
  const user = findUser(ask.tenant, key);
  if (user === undefined) throw notFound('userId');
  return user;
}

function held(ask: Ask): LicenceRecord {
  const sku = knownSku(ask, param(ask, 'skuId'));
  const user = knownUser(ask, param(ask, 'userId'));
  const licence = ask.tenant.licences.get(licenceKey(user.id, sku.productId));
  if (licence?.skuId !== sku.id) throw notFound('userId');
  return licence;
}

function showLicence({ tenant }: Ask, licence: LicenceRecord) {
  const { productId, skuId } = licence;
  const userId = tenant.users.get(licence.userId)?.primaryEmail ?? licence.userId;
  const { etag: etags, ...shown } = withEtag({
    kind: 'licensing#licenseAssignment',
    productId,
    userId,
    selfLink: `https://licensing.googleapis.com/apps/licensing/v1/product/${productId}/sku/${skuId}/user/${encodeURIComponent(userId)}`,
    skuId,
    skuName: tenant.skus.get(skuId)?.name ?? skuId,
    productName: productId === 'Google-Apps' ? 'Google Workspace' : productId,
  });
  return { ...shown, etags };
}

function insertLicence(ask: Ask): Answer {
  const sku = knownSku(ask, param(ask, 'skuId'));
  const user = knownUser(ask, textOf(bodyOf(ask), 'userId') ?? '');
  const before = ask.tenant.licences.get(licenceKey(user.id, sku.productId));
  if (before?.skuId === sku.id) throw duplicate();
  if (before !== undefined) throw conditionNotMet('User already has a license for the specified product and SKU');
  assignSku(ask, { user, sku });
  return ok(showLicence(ask, { userId: user.id, productId: sku.productId, skuId: sku.id }));
}

/** Moves the user to another SKU of the same product. */
function moveLicence(ask: Ask): Answer {
  const before = held(ask);
  const sku = knownSku(ask, textOf(bodyOf(ask), 'skuId') ?? before.skuId);
  if (sku.id === before.skuId) return ok(showLicence(ask, before));
  assignSku(ask, { user: knownUser(ask, before.userId), sku });
  return ok(showLicence(ask, { ...before, skuId: sku.id }));
}

function deleteLicence(ask: Ask): Answer {
  const licence = held(ask);
  const user = knownUser(ask, licence.userId);
  ask.world.effect(
    { provider: PROVIDER, kind: 'licence.remove', key: `${user.primaryEmail} ${licence.skuId}`, idempotent: false },
    () => ask.tenant.licences.delete(licenceKey(licence.userId, licence.productId)),
  );
  return ok({});
}

function listLicences(ask: Ask, skuId: string | undefined): Answer {
  const productId = param(ask, 'productId');
  const customer = ask.call.query.get('customerId');
  if (customer === null) throw invalid('Required parameter: customerId');
  checkCustomer(ask, customer);
  const all = [...ask.tenant.licences.values()].filter(
    (licence) => licence.productId === productId && (skuId === undefined || licence.skuId === skuId),
  );
  const page = pageOf(ask, all, { usual: 100, most: 1000 });
  return ok(
    withEtag({
      kind: 'licensing#licenseAssignmentList',
      ...(page.items.length === 0 ? {} : { items: page.items.map((licence) => showLicence(ask, licence)) }),
      ...(page.nextPageToken === undefined ? {} : { nextPageToken: page.nextPageToken }),
    }),
  );
}
