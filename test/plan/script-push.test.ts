// When the Windows script is pushed: only where migrate.yaml names a group, and again whenever it is written anew.

import { describe, expect, it } from '@jest/globals';
import type { ClientSettings } from '../../src/model/client-settings.ts';
import type { PlanEntry } from '../../src/model/plan.ts';
import { planScriptPush } from '../../src/plan/plan-script-push.ts';
import { allDone, inputsOf, SETTINGS } from './scene.ts';
import type { World } from './scene.ts';

const CLIENTS: ClientSettings = {
  helpDesk: { name: 'Help', telephone: '03-0000-0199' },
  switchAt: 0,
  windows: { closeWithinMs: 300_000 },
  apple: { identifier: 'example.new.mail' },
  intune: { group: 'Move-Everyone' },
};
const WRITTEN: PlanEntry = { batch: 'kits', steps: [], checked: ['kit.write/fleet is done'], problems: [] };
const ANEW: PlanEntry = {
  ...WRITTEN,
  steps: [{ kind: 'kit.write', id: 'kit.write/fleet', folder: 'fleet', version: '0', batch: 'kits', needs: [] }],
};

function pushed(fleet: PlanEntry, more: World = {}) {
  const { intune, ...bare } = CLIENTS;
  const clients = more.settings === undefined ? { ...bare, intune } : bare;
  const can = more.can ?? { forward: false, moveSenders: false, pushScripts: true };
  return planScriptPush(
    inputsOf({ ...more, can, settings: { ...SETTINGS, clients } as World['settings'] & object }),
    fleet,
  );
}

describe('the push of the Windows script', () => {
  it('follows the writing of the kit for all, and gives it to the group after that', () => {
    const steps = pushed(ANEW)?.steps ?? [];
    expect(steps).toEqual([
      expect.objectContaining({
        id: 'script.push/windows',
        file: 'fleet/windows/migrate-mail.ps1',
        needs: ['kit.write/fleet'],
      }),
      expect.objectContaining({ id: 'script.assign/windows/Move-Everyone', needs: ['script.push/windows'] }),
    ]);
    expect(steps.every(({ batch }) => batch === 'kits')).toBe(true);
  });

  it('is made again for a script that is written anew, and for no other', () => {
    const states = allDone(pushed(ANEW)?.steps ?? []);
    expect(pushed(WRITTEN, { states })?.steps).toEqual([]);
    expect(pushed(ANEW, { states })?.steps).toHaveLength(2);
  });

  it('is not planned without a group, nor where nothing carries scripts', () => {
    expect(pushed(ANEW, { settings: SETTINGS })).toBeUndefined();
    expect(pushed(ANEW, { can: { forward: true, moveSenders: true } })).toBeUndefined();
  });
});
