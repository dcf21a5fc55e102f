// script.push and script.assign: the script for all PCs is made known to the provider once, then given to a group, the one before it to nobody.

import { hash } from 'node:crypto';
import { canonicalJson } from '../model/canonical-json.ts';
import type { DevicePush, PushedScript, ScriptTarget } from '../model/device-push.ts';
import type { Directory } from '../model/directory.ts';
import type { Evidence } from '../model/event.ts';
import { RemoteFailure } from '../model/failure.ts';
import type { FormerGroup, ScriptAssign, ScriptPush } from '../model/step.ts';
import type { StepKind, Tools } from './kind.ts';

/** Intune takes scripts up to this size. https://learn.microsoft.com/mem/intune/apps/intune-management-extension */
const MOST_BYTES = 200 * 1024;

function pushOf({ push }: Directory): DevicePush {
  if (push === undefined) throw new Error('a script was planned for a provider that carries none to PCs');
  return push;
}

/** What the names of all scripts of a job begin with. */
export function scriptPrefix(jobId: string): string {
  return `migrate ${jobId} `;
}

interface Script {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** As it was written last; undefined where nobody uses Outlook on Windows, so that there is none. */
async function scriptOf({ jobId, file }: ScriptPush, tools: Tools): Promise<Script | undefined> {
  const bytes = await tools.kits?.file?.(file);
  return bytes && { name: `${scriptPrefix(jobId)}${hash('sha256', bytes).slice(0, 16)}`, bytes };
}

async function found(name: string, push: DevicePush): Promise<PushedScript | undefined> {
  return (await push.list(name)).find((script) => script.name === name);
}

export const scriptPush: StepKind<ScriptPush> = {
  calls: 2,
  patience: 'account',
  lane: () => 'directory',
  say: () => 'make the Windows script known to Intune (a beta interface of Microsoft)',

  async look(step, tools) {
    const script = await scriptOf(step, tools);
    if (script === undefined) return { standing: 'as-planned', evidence: {} };
    const there = await found(script.name, pushOf(tools.directory));
    return there === undefined
      ? { standing: 'absent' }
      : { standing: 'as-planned', evidence: { scriptId: there.id, name: there.name } };
  },

  async make(step, tools) {
    const script = await scriptOf(step, tools);
    if (script === undefined) return {};
    const { name, bytes } = script;
    if (bytes.length > MOST_BYTES) {
      throw refused(step.kind, `the script has ${bytes.length} bytes, and Intune takes ${MOST_BYTES}`);
    }
    const push = pushOf(tools.directory);
    const fileName = step.file.slice(step.file.lastIndexOf('/') + 1);
    const there = (await found(name, push)) ?? (await push.create({ name, fileName, bytes }));
    return { scriptId: there.id, name: there.name };
  },
};

function scriptIdOf({ script }: ScriptAssign, tools: Tools): string | undefined {
  const id = tools.evidenceOf(script)?.['scriptId'];
  return typeof id === 'string' ? id : undefined;
}

/** The ids of groups that have the script, or may have it. A name that means no single group now has never been given any by us. */
async function idsOf(groups: readonly FormerGroup[], { directory }: Tools): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for (const { name, id } of groups) {
    const found = id ?? (await directory.licences.groupByName(name).catch(ofNone));
    if (found !== undefined) ids.add(found);
  }
  return ids;
}

function ofNone(error: unknown): undefined {
  if (!(error instanceof RemoteFailure) || error.facts.kind !== 'refused') throw error;
}

/** Undefined where the step gives it to nobody, or there is nothing to give. Throws where there is no such group, or more than one. */
async function wantedId(step: ScriptAssign, tools: Tools): Promise<string | undefined> {
  const { kind, group } = step;
  if (group === undefined || scriptIdOf(step, tools) === undefined) return undefined;
  const id = await tools.directory.licences.groupByName(group);
  if (id === undefined) throw refused(kind, `there is no group ${group}`);
  return id;
}

/** A list of whom a script goes to that is not as it shall be, and what it shall be. */
interface Change {
  readonly scriptId: string;
  readonly kept: readonly ScriptTarget[];
  readonly groupIds: readonly string[];
}

/**
 * What is left to do, by what stands in Intune now. The new script first: nobody is without one in between. To take it away, no script
 * needs to be known: all of the job are asked for.
 */
async function changesLeft(step: ScriptAssign, wanted: string | undefined, tools: Tools): Promise<readonly Change[]> {
  const { group, jobId, former = [] } = step;
  const scriptId = scriptIdOf(step, tools);
  if (group !== undefined && scriptId === undefined) return [];
  const push = pushOf(tools.directory);
  const gone = await idsOf(former, tools);
  const isTheirs = ({ groupId }: ScriptTarget): boolean =>
    groupId === undefined || (groupId !== wanted && !gone.has(groupId));
  const scripts: { readonly id: string; readonly has: readonly ScriptTarget[] }[] = [];
  for (const { id } of await push.list(scriptPrefix(jobId))) scripts.push({ id, has: await push.assigned(id) });
  if (wanted === undefined || scriptId === undefined) {
    return scripts
      .filter(({ has }) => !has.every(isTheirs))
      .map(({ id, has }) => ({ scriptId: id, kept: has.filter(isTheirs), groupIds: [] }));
  }
  const has = await push.assigned(scriptId);
  const older = scripts.filter(({ id }) => id !== scriptId);
  const theirs = has.filter(isTheirs);
  const kept = eachOnce([...theirs, ...older.flatMap((one) => one.has.filter(isTheirs))]);
  const isSet =
    has.length === theirs.length + 1 && has.some(({ groupId }) => groupId === wanted) && kept.length === theirs.length;
  return [
    ...(isSet ? [] : [{ scriptId, kept, groupIds: [wanted] }]),
    // An older script is bound to an older table: it would refuse everybody.
    ...older.filter((one) => one.has.length > 0).map(({ id }) => ({ scriptId: id, kept: [], groupIds: [] })),
  ];
}

function eachOnce(targets: readonly ScriptTarget[]): readonly ScriptTarget[] {
  return [...new Map(targets.map((target) => [canonicalJson(target.whole), target])).values()];
}

export const scriptAssign: StepKind<ScriptAssign> = {
  calls: 4,
  patience: 'account',
  lane: () => 'directory',
  say: ({ group }) =>
    group === undefined
      ? 'take the Windows script away from its group in Intune (beta)'
      : `give the Windows script to the group ${group} in Intune (beta)`,

  async look(step, tools) {
    const wanted = await wantedId(step, tools);
    const isSet = (await changesLeft(step, wanted, tools)).length === 0;
    return { standing: isSet ? 'as-planned' : 'absent', evidence: given(wanted) };
  },

  async make(step, tools) {
    const wanted = await wantedId(step, tools);
    for (const { scriptId, ...list } of await changesLeft(step, wanted, tools)) {
      await pushOf(tools.directory).assign(scriptId, list);
    }
    return given(wanted);
  },
};

function given(groupId: string | undefined): Evidence {
  return groupId === undefined ? {} : { groupId };
}

function refused(operation: string, said: string): RemoteFailure {
  return new RemoteFailure({
    kind: 'refused',
    operation,
    said,
    todo: 'Correct clients.intune in migrate.yaml or the group in Entra, or leave clients.intune out and hand the script out in another way.',
  });
}
