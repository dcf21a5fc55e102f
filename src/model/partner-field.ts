// What a column of the partner list can hold. migrate.yaml maps headings to these names.

export const PARTNER_FIELDS = [
  'company',
  'department',
  'title',
  'name',
  'familyName',
  'givenName',
  'addresses',
  'contacts',
  'language',
  'route',
  'from',
  'phone',
  'postalCode',
  'postalAddress',
  'confirmed',
] as const;

export type PartnerField = (typeof PARTNER_FIELDS)[number];
