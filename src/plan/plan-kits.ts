// The kits of mail programs: one step a person, once the mailbox is there, and one for all after everybody. Whoever the device gate holds is
// planned like the others and held when it is carried out, so that nobody is passed over in silence.

import { kitFolderOf, FLEET_FOLDER } from '../client/kit-folder.ts';
import type { Person } from '../model/person.ts';
import type { PlanEntry } from '../model/plan.ts';
import { hasErrors } from '../model/problem.ts';
import { KITS_BATCH } from '../model/settings.ts';
import { stepId } from '../model/step.ts';
import type { StepId, StepKindName } from '../model/step.ts';
import { Draft } from './draft.ts';
import type { PlanInputs } from './inputs.ts';
import { FLEET_KIT, KitFacts, kitStepId } from './kit-facts.ts';

/** What must be done before there is an address that a mail program can be moved to. */
const MAKE_THE_ADDRESS: ReadonlySet<StepKindName> = new Set<StepKindName>(['mailbox.wait', 'user.rename']);

export interface KitPlan {
  /** The entry of a person with the step for the kit. */
  withKit(person: Person, entry: PlanEntry): PlanEntry;
  /** After everybody. */
  fleet(): PlanEntry;
}

/** Undefined where migrate.yaml asks for no kits. */
export function kitPlan({ kits, stateOf }: PlanInputs): KitPlan | undefined {
  if (kits === undefined) return undefined;
  const facts = new KitFacts(kits);
  const inFleet = facts.fleet();
  const listed = facts.fleet();
  let isAnyPlanned = false;
  return {
    withKit(person, entry) {
      const id = kitStepId(person);
      const wanted = facts.now(person);
      const written = facts.writtenOf(id);
      const fact = facts.fleetFact(person, wanted);
      if (fact !== undefined) inFleet.add(fact);
      const version = facts.listed(person);
      listed.add(version);
      const draft = new Draft({ batch: person.batch, person: person.key, stateOf });
      const taken = facts.toWithdraw(person, wanted);
      // An older one of the same name counts for nothing: the kit was written again since.
      const first =
        taken === undefined
          ? []
          : [
              draft.step(
                { kind: 'kit.withdraw', id: stepId('kit.withdraw', taken.folder), ...taken },
                { isAnew: true },
              ),
            ];
      const kitInHand = taken === undefined ? facts.inHand(person, wanted) : [];
      const inHand = kitInHand.length > 0 && { kitInHand };
      const isLeftOut = entry.isRefused === true || hasErrors(entry.problems);
      const isRight = taken === undefined && written?.version === wanted.version;
      if (isLeftOut) return { ...entry, ...inHand, steps: [...entry.steps, ...draft.entry().steps] };
      if (isRight) draft.checked(`${id} is done`);
      else {
        isAnyPlanned = true;
        const made = entry.steps.filter(({ kind }) => MAKE_THE_ADDRESS.has(kind)).map((step) => step.id);
        const needs: readonly StepId[] = [...made, ...first];
        draft.step({ kind: 'kit.write', id, folder: kitFolderOf(person.key), version, needs }, { isAnew: true });
      }
      const { steps, checked } = draft.entry();
      return {
        ...entry,
        ...inHand,
        steps: [...entry.steps, ...steps],
        checked: [...entry.checked, ...checked],
        ...(wanted.held !== undefined && !isRight && { heldByGate: wanted.held }),
      };
    },
    fleet() {
      const draft = new Draft({ batch: KITS_BATCH, stateOf });
      const isRight = facts.writtenOf(FLEET_KIT)?.version === inFleet.digest();
      if (isRight && !isAnyPlanned) draft.checked(`${FLEET_KIT} is done`);
      else {
        const version = listed.digest();
        draft.step({ kind: 'kit.write', id: FLEET_KIT, folder: FLEET_FOLDER, version }, { isAnew: true });
      }
      return draft.entry();
    },
  };
}
