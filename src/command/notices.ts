// The notices of a workspace: its templates, and who would read them. Without readers in the lists, made-up ones stand in.

import type { Partner } from '../model/partner.ts';
import type { Language, Person } from '../model/person.ts';
import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { NoticeSettings, Settings } from '../model/settings.ts';
import { examplePartners, examplePeople } from '../notice/example-readers.ts';
import type { OwnNames } from '../notice/lint-links.ts';
import { partnerOrigin, personOrigin } from '../notice/list-cells.ts';
import type { ListPlacing } from '../notice/list-cells.ts';
import type { Recipient } from '../notice/lint-rendered.ts';
import { partnerFields, staffFields } from '../notice/make-fields.ts';
import type { Sender } from '../notice/make-fields.ts';
import { readTemplates } from '../notice/read-templates.ts';
import type { NoticeSource } from '../notice/read-templates.ts';
import { listPlacing } from './list-placing.ts';
import { readPartnerList } from './partner-list.ts';
import type { PartnerListReading } from './partner-list.ts';
import { readTemplateFiles } from './template-files.ts';
import { readWorkspace, SETTINGS_FILE } from './workspace.ts';

export interface Reader extends Recipient {
  /** For file names and for programs. */
  readonly key: string;
  /** What `--to` may name. */
  readonly names: readonly string[];
  readonly isExample: boolean;
  /** Who it is; one of the two. */
  readonly partner?: Partner;
  readonly person?: Person;
}

export interface Notices {
  readonly settings: Settings;
  /** Our people, made-up ones among them, by key. */
  readonly people: ReadonlyMap<string, Person>;
  readonly sources: readonly NoticeSource[];
  readonly own: OwnNames;
  /** Of the lists; made-up ones where they have nobody for this notice. */
  readonly readersOf: (source: NoticeSource) => readonly Reader[];
  readonly examplesOf: (source: NoticeSource) => readonly Reader[];
  /** Templates that cannot be read. */
  readonly problems: readonly Problem[];
}

/** All templates, or those of one name. The problems of files are told, and the others go on. */
export async function openNotices(
  folder: string,
  name: string | undefined,
): Promise<Notices | { readonly problems: readonly Problem[] }> {
  const reading = await readWorkspace(folder);
  if ('problems' in reading) return reading;
  const { settings, people, staffPlaces } = reading.workspace;
  const list = await readPartnerList({ folder, settings, people });
  const files = await readTemplateFiles(folder);
  const templates = readTemplates(files.texts);
  const sources = templates.sources.filter((source) => name === undefined || source.name === name);
  // Their warnings are for migrate check.
  const problems = list.problems.filter(({ severity }) => severity === 'error');
  const { notice } = settings;
  if (notice === undefined) problems.push(noNoticeSettings());
  else if (sources.length === 0) problems.push(noSuchNotice(name, templates.sources));
  if (notice === undefined || hasErrors(problems)) {
    return { problems: [...problems, ...files.problems, ...templates.problems] };
  }
  return {
    settings,
    sources,
    own: { website: notice.website, domains: [...settings.oldDomains, settings.newDomain] },
    problems: [...problems, ...files.problems, ...templates.problems],
    ...readersFrom({
      settings,
      notice,
      people,
      list,
      placing: listPlacing({ partners: list, staff: staffPlaces, settings }),
    }),
  };
}

interface Lists {
  readonly settings: Settings;
  readonly notice: NoticeSettings;
  readonly people: readonly Person[];
  readonly list: PartnerListReading;
  readonly placing: ListPlacing;
}

function readersFrom({
  settings,
  notice,
  people,
  list,
  placing,
}: Lists): Pick<Notices, 'readersOf' | 'examplesOf' | 'people'> {
  const byKey = new Map(people.map((person) => [person.key, person]));
  const madeUp = examplePeople(settings);
  const madeUpByKey = new Map(madeUp.map((person) => [person.key, person]));
  const senderIn = (language: Language): Sender => ({ settings, notice, language });
  const examplesOf = ({ language, front }: NoticeSource): readonly Reader[] =>
    front.audience === 'staff'
      ? madeUp.map((person) => staffReader(person, { sender: senderIn(language), isExample: true }))
      : examplePartners(settings)
          .filter((partner) => partner.language === language)
          .map((partner) =>
            partnerReader(partner, { sender: senderIn(language), people: madeUpByKey, isExample: true }),
          );
  return {
    people: new Map([...madeUpByKey, ...byKey]),
    examplesOf,
    readersOf(source) {
      const sender = senderIn(source.language);
      const readers =
        source.front.audience === 'staff'
          ? people
              .filter(({ language }) => language === source.language)
              .map((person) => {
                const origin = personOrigin(person, placing);
                return { ...staffReader(person, { sender, isExample: false }), origin };
              })
          : list.partners
              .filter(({ language, suppressed }) => language === source.language && suppressed === undefined)
              .map((partner) => {
                const origin = partnerOrigin(partner, { placing, people: byKey });
                return { ...partnerReader(partner, { sender, people: byKey, isExample: false }), origin };
              });
      return readers.length > 0 ? readers : examplesOf(source);
    },
  };
}

function partnerReader(
  partner: Partner,
  { sender, people, isExample }: { sender: Sender; people: ReadonlyMap<string, Person>; isExample: boolean },
): Reader {
  const { key, company, department, name, addresses } = partner;
  const names = [key, company, name, ...addresses].filter((text) => text !== undefined);
  const whose = [company, department, name].filter((text) => text !== undefined).join(' ');
  return { key, names, whose, isExample, partner, fields: partnerFields(partner, { sender, people }) };
}

function staffReader(person: Person, { sender, isExample }: { sender: Sender; isExample: boolean }): Reader {
  const { key, displayName, oldAddress, newAddress } = person;
  const names = [key, displayName, oldAddress, newAddress];
  return { key, names, whose: displayName, isExample, person, fields: staffFields(person, sender) };
}

function noNoticeSettings(): Problem {
  return {
    code: 'notice.no-settings',
    severity: 'error',
    place: { file: SETTINGS_FILE },
    what: 'The section notice is missing.',
    why: 'It says who speaks, on which days the addresses change, and where a reader can check it.',
    todo: 'Take it over from the file that migrate init writes into a new folder, and fill it in.',
  };
}

function noSuchNotice(name: string | undefined, sources: readonly NoticeSource[]): Problem {
  const known = [...new Set(sources.map((source) => source.name))];
  return {
    code: 'notice.none',
    severity: 'error',
    place: { file: 'templates/notices' },
    what: name === undefined ? 'There is no notice.' : `There is no notice ${name}.`,
    why: 'A notice is two files of one name: the text part and the HTML part.',
    todo: known.length === 0 ? 'Write the first one: migrate notice new change' : `Known: ${known.join(', ')}.`,
  };
}
