// What a column of the staff list can hold. migrate.yaml maps headings to these names.

export const STAFF_FIELDS = [
  'displayName',
  'familyName',
  'givenName',
  'familyRomaji',
  'givenRomaji',
  'oldAddress',
  'newAddress',
  'aliases',
  'department',
  'title',
  'phone',
  'extension',
  'batch',
  'language',
  'licence',
  'employeeNumber',
] as const;

export type StaffField = (typeof STAFF_FIELDS)[number];
