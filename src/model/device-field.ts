// What a column of the device list can hold. migrate.yaml maps headings to these names.

export const DEVICE_FIELDS = ['host', 'people', 'system', 'client', 'protocol', 'logon', 'note'] as const;

export type DeviceField = (typeof DEVICE_FIELDS)[number];
