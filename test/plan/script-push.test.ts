// When the Windows script is pushed: only where migrate.yaml names a group, and again whenever it is written anew.

import { describe, expect, it } from '@jest/globals';
import type { ClientSettings } from '../../src/model/client-settings.ts';
import type { PlanEntry } from '../../src/model/plan.ts';
import type { StepState } from '../../src/model/event.ts';
import type { Step, StepId } from '../../src/model/step.ts';
import { planScriptPush } from '../../src/plan/plan-script-push.ts';
import { undoPlan } from '../../src/plan/undo-plan.ts';
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
      expect.objectContaining({ id: 'script.assign/windows', group: 'Move-Everyone', needs: ['script.push/windows'] }),
    ]);
    expect(steps.every(({ batch }) => batch === 'kits')).toBe(true);
  });

  it('is made again for a script that is written anew, and for no other', () => {
    const states = allDone(pushed(ANEW)?.steps ?? []);
    expect(pushed(WRITTEN, { states })?.steps).toEqual([]);
    expect(pushed(ANEW, { states })?.steps).toHaveLength(2);
  });

  it('goes to another group, and back to the first one, by what was done last', () => {
    const record = (state: StepState) => (step: Step) => ({ step, state, attempt: 1, at: 1 });
    const steps = (pushed(ANEW)?.steps ?? []).map((step) =>
      step.kind === 'script.assign' ? { ...step, group: 'B' } : step,
    );
    const states = allDone(steps);
    const done = steps.map((step) => ({ ...record('done')(step), evidence: { groupId: 'id of B' } }));
    const [assign, ...more] = pushed(WRITTEN, { states, logged: done })?.steps ?? [];
    const former = [{ name: 'B', id: 'id of B' }];
    expect([assign, more]).toEqual([expect.objectContaining({ group: 'Move-Everyone', former }), []]);

    // Planned for B and taken from A, it may have reached either.
    const half = steps.map((step) => (step.kind === 'script.assign' ? { ...step, former: [{ name: 'A' }] } : step));
    const logged = half.map(record('failed'));
    expect(pushed(ANEW, { logged })?.steps[1]).toMatchObject({ former: [{ name: 'A' }, { name: 'B' }] });
  });

  it('is given again after an undo, and is taken from every group that may have it by one', () => {
    const steps = pushed(ANEW)?.steps ?? [];
    const records = steps.map((step) => ({ step, state: 'done' as const, attempt: 1, at: 1 }));
    expect(undoPlan(records)).toEqual([
      expect.objectContaining({
        kind: 'script.assign',
        former: [{ name: 'Move-Everyone' }],
        undoes: 'script.assign/windows',
      }),
    ]);
    const states: Record<StepId, StepState> = { ...allDone(steps), 'script.assign/windows': 'undone' };
    const logged = records.map((record) => ({ ...record, state: states[record.step.id] ?? 'done' }));
    const [again, ...more] = pushed(WRITTEN, { states, logged })?.steps ?? [];
    expect([again?.id, more]).toEqual(['script.assign/windows', []]);
    expect(again).not.toHaveProperty('former');
  });

  it('is not planned without a group, nor where nothing carries scripts', () => {
    expect(pushed(ANEW, { settings: SETTINGS })).toBeUndefined();
    expect(pushed(ANEW, { can: { forward: true, moveSenders: true } })).toBeUndefined();
  });
});
