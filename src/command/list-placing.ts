// Where the lists of a workspace have their fields, as one for the letters that are made of them.

import type { Place } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { ListPlacing } from '../notice/list-cells.ts';
import type { PartnerListReading } from './partner-list.ts';
import type { Workspace } from './workspace.ts';

export interface ListsRead {
  readonly partners: PartnerListReading;
  readonly staff: Workspace['staffPlaces'];
  readonly settings: Settings;
}

export function listPlacing({ partners, staff, settings }: ListsRead): ListPlacing {
  return {
    ofPartner: (partner, field) => {
      const line = partner.fieldLines?.[field] ?? partner.line;
      const place: Place = partners.places?.place(line, field) ?? { file: partners.file ?? '', line };
      // A name may stand in two cells.
      return place.column === undefined && field === 'name'
        ? (partners.places?.place(line, 'familyName') ?? place)
        : place;
    },
    ofPerson: ({ line }, field) => {
      const place: Place = staff?.place(line, field) ?? { file: settings.lists.staff, line };
      return place.column === undefined && field === 'displayName'
        ? (staff?.place(line, 'familyName') ?? place)
        : place;
    },
  };
}
