// Intune's scripts for Windows PCs, under /beta: made, given to groups, and what PCs say of them. Two of the same name are two.

import { z } from 'zod';
import type { Answer, Call } from '../../kernel/call.ts';
import type { Params } from '../../kernel/route.ts';
import type { World } from '../../kernel/world.ts';
import { created, entity, GraphRefusal, notFound } from '../answers.ts';
import { directoryReads, directoryWrites } from '../limits.ts';
import { pageOf, selected } from '../odata/page.ts';
import type { GraphRoute } from '../permissions.ts';
import { roomsOf, type ScriptRecord, type ScriptTargetRecord } from '../records.ts';
import { PROVIDER } from '../tenant.ts';

const MOST_BYTES = 200 * 1024;
const WHAT = 'deviceManagement/deviceManagementScripts';

const SCRIPT = z.looseObject({
  displayName: z.string().min(1),
  description: z.string().optional(),
  scriptContent: z.base64(),
  runAsAccount: z.enum(['system', 'user']),
  enforceSignatureCheck: z.boolean().optional(),
  fileName: z.string().min(1),
  runAs32Bit: z.boolean().optional(),
});

const INCLUDES = '#microsoft.graph.groupAssignmentTarget';
const TARGET = z.discriminatedUnion('@odata.type', [
  z.looseObject({ '@odata.type': z.literal(INCLUDES), groupId: z.string() }),
  z.looseObject({ '@odata.type': z.literal('#microsoft.graph.exclusionGroupAssignmentTarget'), groupId: z.string() }),
  z.looseObject({ '@odata.type': z.literal('#microsoft.graph.allDevicesAssignmentTarget') }),
  z.looseObject({ '@odata.type': z.literal('#microsoft.graph.allLicensedUsersAssignmentTarget') }),
]);
const ASSIGN = z.strictObject({ deviceManagementScriptAssignments: z.array(z.looseObject({ target: TARGET })) });

function read<Shape>(schema: z.ZodType<Shape>, body: unknown): Shape {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const where = result.error.issues[0]?.path.join('/') ?? '';
  throw new GraphRefusal(400, 'BadRequest', { message: `The property '${where}' is invalid.` });
}

function scriptOf(world: World, params: Params): ScriptRecord {
  const script = roomsOf(world).scripts.get(params['id'] ?? '');
  if (script === undefined) throw notFound(params['id'] ?? '');
  return script;
}

function listScripts(call: Call, _params: Params, world: World): Answer {
  const all = [...roomsOf(world).scripts.values()].map(({ properties }, ordinal) => ({ ordinal, entity: properties }));
  return pageOf(call, all, { what: WHAT, defaultTop: 100, mostTop: 1000 });
}

function createScript(call: Call, _params: Params, world: World): Answer {
  const { '@odata.type': _type, ...given } = read(SCRIPT, call.body);
  if (Buffer.from(given.scriptContent, 'base64').length > MOST_BYTES) {
    throw new GraphRefusal(400, 'BadRequest', { message: 'The script is larger than 200 KB.' });
  }
  const id = world.random.uuid();
  const properties = { id, ...given, createdDateTime: new Date(world.clock.now()).toISOString() };
  const effect = { provider: PROVIDER, kind: 'script.create', key: given.displayName, idempotent: false };
  world.effect(effect, () => roomsOf(world).scripts.put(id, { id, properties, targets: [] }));
  return created(entity(call, WHAT, properties));
}

function assignScript(call: Call, params: Params, world: World): Answer {
  const script = scriptOf(world, params);
  const { deviceManagementScriptAssignments } = read(ASSIGN, call.body);
  const targets = deviceManagementScriptAssignments.map(({ target }) => target as ScriptTargetRecord);
  const groups = targets.flatMap(({ groupId }) => groupId ?? []);
  for (const group of groups) if (roomsOf(world).groups.get(group) === undefined) throw notFound(group);
  const key = `${String(script.properties['displayName'])} ${groups.join(' ')}`;
  world.effect({ provider: PROVIDER, kind: 'script.assign', key, idempotent: true }, () =>
    roomsOf(world).scripts.put(script.id, { ...script, targets }),
  );
  return { status: 200 };
}

function listAssignments(call: Call, params: Params, world: World): Answer {
  const { id, targets } = scriptOf(world, params);
  const all = targets.map((target, ordinal) => ({
    ordinal,
    entity: { id: `${id}:${target.groupId ?? target['@odata.type']}`, target },
  }));
  return pageOf(call, all, { what: `${WHAT}('${id}')/assignments`, defaultTop: 100, mostTop: 1000 });
}

/** Each PC of the group has run it once; of those there are as many as members. */
function listRuns(call: Call, params: Params, world: World): Answer {
  const { id, targets } = scriptOf(world, params);
  const groups = targets.flatMap((target) => (target['@odata.type'] === INCLUDES ? (target.groupId ?? []) : []));
  const members = groups.flatMap((group) => roomsOf(world).groups.get(group)?.members ?? []);
  const all = members.map((member, ordinal) => ({
    ordinal,
    entity: { id: `${id}:${member}`, runState: 'success', errorCode: 0, resultMessage: 'applied' },
  }));
  return pageOf(call, all, { what: `${WHAT}('${id}')/deviceRunStates`, defaultTop: 100, mostTop: 1000 });
}

function readScript(call: Call, params: Params, world: World): Answer {
  return entity(call, WHAT, selected(call, scriptOf(world, params).properties));
}

const READ = ['DeviceManagementConfiguration.Read.All', 'DeviceManagementConfiguration.ReadWrite.All'];
const WRITE = ['DeviceManagementConfiguration.ReadWrite.All'];
const SCRIPTS = '/beta/deviceManagement/deviceManagementScripts';
const reading = { anyOf: READ, quotas: directoryReads(1) } as const;
const writing = { anyOf: WRITE, quotas: directoryWrites } as const;

export const scriptRoutes: readonly GraphRoute[] = [
  { method: 'GET', pattern: SCRIPTS, ...reading, answer: listScripts },
  { method: 'POST', pattern: SCRIPTS, ...writing, answer: createScript },
  { method: 'GET', pattern: `${SCRIPTS}/:id`, ...reading, answer: readScript },
  { method: 'POST', pattern: `${SCRIPTS}/:id/assign`, ...writing, answer: assignScript },
  { method: 'GET', pattern: `${SCRIPTS}/:id/assignments`, ...reading, answer: listAssignments },
  { method: 'GET', pattern: `${SCRIPTS}/:id/deviceRunStates`, ...reading, answer: listRuns },
];
