// The section `evidence` of migrate.yaml: what checks of devices are worth, and for how long an exception from the device gate may be.

import * as z from 'zod';

export const evidenceSchema = z
  .strictObject({
    validHours: z
      .number()
      .min(1)
      .max(8760)
      .optional()
      .meta({ description: 'How many hours a clean check of a device counts. Without it: 72.', examples: [72] }),
    mostExceptionDays: z
      .int()
      .min(1)
      .max(365)
      .optional()
      .meta({
        description: 'For how many days, from today on, an exception from the device gate may be. Without it: 30.',
        examples: [30],
      }),
  })
  .meta({ description: 'What checks of devices are worth.', examples: ['{ validHours: 72 }'] });
