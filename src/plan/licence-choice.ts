// Which licence somebody gets: names from the lists, ids from the provider.

import type { LicenceWay } from '../model/directory.ts';
import type { Person } from '../model/person.ts';
import type { Problem } from '../model/problem.ts';
import type { PlanInputs } from './inputs.ts';
import { groupGivesNot, unknownLicence, unknownLicenceGroup } from './problems.ts';

export interface LicenceChoice {
  readonly licenceName: string;
  readonly licenceId: string;
  readonly way: LicenceWay;
}

/** The name of the licence that a person gets; undefined where licences are not our business. */
export function licenceNameOf(person: Person, { settings }: PlanInputs): string | undefined {
  return person.licence ?? settings.licence?.default;
}

/** All licences that the people need, by name, with a problem for each that the provider does not have. */
export function chooseLicences(inputs: PlanInputs): {
  readonly byName: ReadonlyMap<string, LicenceChoice>;
  readonly problems: readonly Problem[];
} {
  const { settings, present, people } = inputs;
  const byName = new Map<string, LicenceChoice>();
  const problems: Problem[] = [];
  const group = settings.licence?.group;
  if (group !== undefined && present.licenceGroupId === undefined) problems.push(unknownLicenceGroup(group));
  const names = new Set<string>();
  for (const person of people) {
    const name = licenceNameOf(person, inputs);
    if (name !== undefined) names.add(name);
  }
  for (const name of names) {
    const pool = present.licences.find((one) => one.name === name || one.id === name);
    if (pool === undefined) {
      const known = present.licences.map((one) => one.name);
      problems.push(unknownLicence(name, known));
      continue;
    }
    const given = present.groupLicenceIds;
    if (group !== undefined && given?.includes(pool.id) === false) {
      const names = given.map((id) => present.licences.find((one) => one.id === id)?.name ?? id);
      problems.push(groupGivesNot(pool.name, { group, names }));
      // A group that shows none may show none to us.
      if (given.length > 0) continue;
    }
    const way: LicenceWay =
      present.licenceGroupId === undefined
        ? { by: 'direct', licenceId: pool.id }
        : { by: 'group', groupId: present.licenceGroupId, licenceId: pool.id };
    byName.set(name, { licenceName: pool.name, licenceId: pool.id, way });
  }
  return { byName, problems };
}
