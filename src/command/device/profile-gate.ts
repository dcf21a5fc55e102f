// The device gate of a profile: it is used on one device of its person, and that one must be let through.

import type { PersonGate } from '../../client/device-gate.ts';
import { hostKey } from '../../model/device.ts';
import type { Problem } from '../../model/problem.ts';

/** Undefined where the gate lets the device through on which the profile is used. */
export function profileHeldBy(
  gate: PersonGate | undefined,
  { person, host }: { readonly person: string; readonly host?: string },
): Problem | undefined {
  if (gate === undefined || (gate.devices.length === 0 && !gate.isGated)) return undefined;
  const key = host === undefined ? undefined : hostKey(host);
  const meant = gate.devices.filter(({ standing }) => key === undefined || standing.device.key === key);
  const shut = meant.find(({ state }) => state === 'gated');
  if (shut === undefined && !gate.isGated && meant.length > 0) return undefined;
  const why = 'An account that is set up on a device that may be infected gives its password away.';
  const problem = { code: 'profile.gated', severity: 'error', why } as const;
  if (gate.devices.length === 0) {
    return { ...problem, what: `The device list names no device of ${person}.`, todo: 'Enter it in the device list.' };
  }
  const which = 'Say with --host on which device the profile is used.';
  if (shut === undefined) {
    return { ...problem, what: `The device list names no device ${host ?? ''} of ${person}.`, todo: which };
  }
  return {
    ...problem,
    what: `The device gate holds ${shut.standing.device.host}. ${shut.standing.why}`,
    todo: meant.length > 1 && !gate.isGated ? which : (shut.standing.todo ?? 'See: migrate device status'),
  };
}
