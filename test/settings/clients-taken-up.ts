// The section `clients` of the example as an administrator takes it up: one `# ` off every line.

import { exampleClients } from '../../src/settings/example-clients.ts';

export const CLIENTS_TAKEN_UP = exampleClients().split('\n').slice(1).join('\n').replace(/^# ?/gm, '');
