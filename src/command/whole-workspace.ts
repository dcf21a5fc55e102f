// A workspace with everything that a plan is made of: also the partner list, the suppress list and the templates, where notices are sent.

import type { Fingerprints, SavedPlan } from '../model/plan.ts';
import { hasErrors } from '../model/problem.ts';
import type { Problem } from '../model/problem.ts';
import type { SendingSettings } from '../model/settings.ts';
import { filesOf } from '../notice/lint-source.ts';
import { readTemplates } from '../notice/read-templates.ts';
import type { NoticeSource } from '../notice/read-templates.ts';
import type { NoticeInputs } from '../plan/inputs.ts';
import { DEVICE_LIST } from './device-list.ts';
import { TENANT } from './job.ts';
import { listPlacing } from './list-placing.ts';
import { readPartnerList } from './partner-list.ts';
import { readTemplateFiles } from './template-files.ts';
import { readWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** What the lists and templates say of notices; what was sent already is in the log. */
export type NoticeLists = Omit<NoticeInputs, 'sentStep'>;

export interface WholeWorkspace extends Workspace {
  /** Absent where migrate.yaml has no section sending. */
  readonly notices?: NoticeLists;
}

export type WholeReading = { readonly workspace: WholeWorkspace } | { readonly problems: readonly Problem[] };

/** Calls nobody. An error in any list ends it, so that nobody is passed over. */
export async function readWholeWorkspace(folder: string): Promise<WholeReading> {
  const reading = await readWorkspace(folder);
  if ('problems' in reading) return reading;
  const { workspace } = reading;
  const { settings, people } = workspace;
  const { sending, notice } = settings;
  if (sending === undefined || notice === undefined) return reading;
  const list = await readPartnerList({ folder, settings, people });
  const problems = [...workspace.problems, ...list.problems];
  if (list.file === undefined) problems.push(noPartners());
  if (list.file === undefined || hasErrors(problems)) return { problems };

  const files = await readTemplateFiles(folder);
  const templates = readTemplates(files.texts);
  const isUsed = usedIn(sending);
  const sources = templates.sources.filter(({ name }) => isUsed(`templates/notices/${name}.`));
  const notices: NoticeLists = {
    sending,
    voice: notice,
    file: list.file,
    placing: listPlacing({ partners: list, staff: workspace.staffPlaces, settings }),
    partners: list.partners,
    sources,
    problems: [...files.problems, ...templates.problems].filter(({ place }) => isUsed(place?.file ?? '')),
  };
  const fingerprints = {
    ...workspace.fingerprints,
    ...list.fingerprints,
    ...fingerprintsOf(sources, files.fingerprints),
  };
  return { workspace: { ...workspace, problems, fingerprints, notices } };
}

/** Whether a file of templates/ may be about a notice that is sent; of layouts and partials all are. */
function usedIn({ notices, pointer }: SendingSettings): (file: string) => boolean {
  const names = new Set([...notices.map(({ name }) => name), pointer]);
  return (file) => {
    const [, name] = /^templates\/notices\/([^.]+)\./.exec(file) ?? [];
    return name === undefined || names.has(name);
  };
}

function fingerprintsOf(sources: readonly NoticeSource[], all: Fingerprints): Fingerprints {
  const used = new Set(sources.flatMap((source) => [source.subject.file, ...filesOf(source).map(({ file }) => file)]));
  return Object.fromEntries([...used].toSorted().map((file) => [file, all[file] ?? '']));
}

/** Kept with the fingerprints of a plan, and no files. */
const NO_FILES: ReadonlySet<string> = new Set(['provider', DEVICE_LIST, TENANT]);

/** The files that are not what they were when the plan was saved, those that are gone or new among them. */
export function movedFiles(fingerprints: Fingerprints, saved: SavedPlan): readonly string[] {
  const files = new Set([...Object.keys(fingerprints), ...Object.keys(saved.fingerprints)]);
  return [...files].filter((file) => !NO_FILES.has(file) && saved.fingerprints[file] !== fingerprints[file]);
}

function noPartners(): Problem {
  return {
    code: 'notice.no-partners',
    severity: 'error',
    place: { file: 'data/partners.csv' },
    what: 'migrate.yaml says how notices are sent, but there is no partner list.',
    why: 'Nobody would be told.',
    todo: 'Put it in data/partners.csv or name it in migrate.yaml (lists.partners), or take the section sending out.',
  };
}
