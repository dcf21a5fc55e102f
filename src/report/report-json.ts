// The summary as JSON, for other programs. `format` grows by one when a field changes its meaning or goes.

import type { Summary } from './summary.ts';

export function reportJson(summary: Summary): string {
  return `${JSON.stringify({ format: 1, ...summary }, null, 2)}\n`;
}
