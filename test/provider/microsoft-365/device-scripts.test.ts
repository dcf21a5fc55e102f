// The Windows script in Intune, over the beta interface at the sandbox: made once whatever becomes of the answer, given to one group.

import { describe, expect, it } from '@jest/globals';
import type { ScriptTarget } from '../../../src/model/device-push.ts';
import type { ScriptAssign, ScriptPush } from '../../../src/model/step.ts';
import type { KitShelf } from '../../../src/client/kit-shelf.ts';
import type { Evidence } from '../../../src/model/event.ts';
import type { Tools } from '../../../src/step/kind.ts';
import { scriptAssign, scriptPush } from '../../../src/step/script-push.ts';
import { failureOf, openTenant } from './tenant.ts';
import type { Tenant } from './tenant.ts';

const GROUP = 'Move-Everyone';
const GROUP_ID = '00000000-0000-4000-8000-00000000b001';
const OTHER = 'Move-Later';
const OTHER_ID = '00000000-0000-4000-8000-00000000b002';
const TWICE = 'Move-Twice';
const THEIRS_ID = '00000000-0000-4000-8000-00000000b003';
const PUSH: ScriptPush = {
  batch: 'kits',
  needs: [],
  kind: 'script.push',
  id: 'script.push/windows',
  jobId: '0123456789ab',
  file: 'fleet/windows/migrate-mail.ps1',
};
const ASSIGN: ScriptAssign = {
  batch: 'kits',
  needs: [PUSH.id],
  kind: 'script.assign',
  id: 'script.assign/windows',
  jobId: PUSH.jobId,
  script: PUSH.id,
  group: GROUP,
};
const BACK: ScriptAssign = {
  batch: 'kits',
  needs: [],
  kind: 'script.assign',
  id: 'script.assign/windows/before',
  jobId: PUSH.jobId,
  script: PUSH.id,
  former: [{ name: GROUP }],
  undoes: ASSIGN.id,
};

const GROUPS = [
  { displayName: GROUP, id: GROUP_ID },
  { displayName: OTHER, id: OTHER_ID },
  { displayName: 'Theirs', id: THEIRS_ID },
  { displayName: TWICE, id: '00000000-0000-4000-8000-00000000b004' },
  { displayName: TWICE, id: '00000000-0000-4000-8000-00000000b005' },
];
/** What somebody has set in Intune by hand: one group more, one that is left out, and all PCs. */
const BY_HAND: readonly ScriptTarget[] = [
  { groupId: THEIRS_ID, whole: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId: THEIRS_ID } },
  { whole: { '@odata.type': '#microsoft.graph.exclusionGroupAssignmentTarget', groupId: OTHER_ID } },
  { whole: { '@odata.type': '#microsoft.graph.allDevicesAssignmentTarget' } },
];

const noKit = (): never => {
  throw new Error('no kit is written here');
};

/** What the steps may use; `content` is the script as the kit for all holds it. */
async function openDesk(content: { text: string | undefined }) {
  const tenant = await openTenant({ profile: 'free', seed: { groups: GROUPS } });
  const evidence = new Map<string, Evidence>();
  const tools: Tools = {
    directory: tenant.directory,
    clock: { now: () => 0, elapsed: () => 0, sleep: () => Promise.resolve() },
    evidenceOf: (id) => evidence.get(id),
    passwordFor: () => ({ password: '', segment: '' }),
    kits: {
      shelf: {} as KitShelf,
      orderFor: noKit,
      ordered: noKit,
      file: () => Promise.resolve(content.text === undefined ? undefined : Buffer.from(content.text)),
    },
  };
  return { tenant, tools, evidence };
}

const groupsOf = async ({ directory }: Tenant, kept: Evidence | undefined) =>
  (await directory.push?.assigned(String(kept?.['scriptId'])))?.map(({ groupId }) => groupId);

const made = (tenant: Tenant) => tenant.ledger('script.create').length;

describe('the Windows script in Intune', () => {
  it('is made once under a name with the job and its content, runs as the user, and goes to one group', async () => {
    const { tenant, tools, evidence } = await openDesk({ text: 'Write-Output 髙橋' });
    expect(await scriptPush.look(PUSH, tools)).toEqual({ standing: 'absent' });
    const kept = await scriptPush.make(PUSH, tools, {});
    evidence.set(PUSH.id, kept);
    expect(kept['name']).toMatch(/^migrate 0123456789ab [0-9a-f]{16}$/u);
    expect(await scriptPush.make(PUSH, tools, {})).toEqual(kept);
    expect(await scriptPush.look(PUSH, tools)).toMatchObject({ standing: 'as-planned', evidence: kept });
    expect(made(tenant)).toBe(1);
    const create = tenant.exchanges.find(
      ({ request }) => request.method === 'POST' && request.url.startsWith('/beta/'),
    );
    const body = JSON.parse(String(create?.request.body)) as Record<string, unknown>;
    expect(body).toMatchObject({ runAsAccount: 'user', fileName: 'migrate-mail.ps1' });
    expect(Buffer.from(String(body['scriptContent']), 'base64').toString()).toBe('Write-Output 髙橋');

    expect(await scriptAssign.look(ASSIGN, tools)).toMatchObject({ standing: 'absent' });
    expect(await scriptAssign.make(ASSIGN, tools, {})).toEqual({ groupId: GROUP_ID });
    expect(await scriptAssign.look(ASSIGN, tools)).toEqual({
      standing: 'as-planned',
      evidence: { groupId: GROUP_ID },
    });
    await scriptAssign.make(BACK, tools, {});
    expect(await tenant.directory.push?.assigned(String(kept['scriptId']))).toEqual([]);
    expect(await scriptAssign.look(BACK, tools)).toMatchObject({ standing: 'as-planned' });
  });

  it('is found by a look where the answer to its making was lost, so that nobody makes a second one', async () => {
    const { tenant, tools } = await openDesk({ text: 'exit 0' });
    await tenant.faults([
      { match: { method: 'POST', path: 'deviceManagementScripts' }, count: 1, kind: 'reset-after' },
    ]);
    expect((await failureOf(scriptPush.make(PUSH, tools, {}))).facts.kind).toBe('in-doubt');
    expect(await scriptPush.look(PUSH, tools)).toMatchObject({ standing: 'as-planned' });
    expect(made(tenant)).toBe(1);
  });

  it('takes the place of an older one of the job, which nobody gets any more, and of nobody else’s', async () => {
    const content = { text: 'exit 1' };
    const { tenant, tools, evidence } = await openDesk(content);
    const { push } = tenant.directory;
    const strangers = await push?.create({
      name: 'migrate ffffffffffff x',
      fileName: 'x.ps1',
      bytes: Buffer.from('x'),
    });
    await push?.assign(strangers?.id ?? '', { kept: [], groupIds: [GROUP_ID] });
    const older = await scriptPush.make(PUSH, tools, {});
    evidence.set(PUSH.id, older);
    await scriptAssign.make(ASSIGN, tools, {});
    content.text = 'exit 2';
    evidence.set(PUSH.id, await scriptPush.make(PUSH, tools, {}));
    await scriptAssign.make(ASSIGN, tools, {});
    expect(await push?.assigned(String(older['scriptId']))).toEqual([]);
    expect(await groupsOf(tenant, evidence.get(PUSH.id))).toEqual([GROUP_ID]);
    expect(await groupsOf(tenant, { scriptId: strangers?.id })).toEqual([GROUP_ID]);
  });

  it('keeps what was set by hand: with the group, when another one gets it, with a newer script, and when it is taken back', async () => {
    const content = { text: 'exit 1' };
    const { tenant, tools, evidence } = await openDesk(content);
    const { push } = tenant.directory;
    const kept = await scriptPush.make(PUSH, tools, {});
    evidence.set(PUSH.id, kept);
    const id = String(kept['scriptId']);
    await push?.assign(id, { kept: BY_HAND, groupIds: [] });
    const inOrder = async (): Promise<unknown> =>
      (await push?.assigned(id))?.map(({ whole, groupId }) => groupId ?? whole);
    const theirs = BY_HAND.map(({ whole, groupId }) => groupId ?? whole);

    expect(await scriptAssign.look(ASSIGN, tools)).toMatchObject({ standing: 'absent' });
    await scriptAssign.make(ASSIGN, tools, {});
    expect(await inOrder()).toEqual([...theirs, GROUP_ID]);
    expect(await scriptAssign.look(ASSIGN, tools)).toMatchObject({ standing: 'as-planned' });

    // By its id: it may be called something else by now.
    const other = { ...ASSIGN, group: OTHER, former: [{ name: 'Renamed', id: GROUP_ID }] };
    expect(await scriptAssign.look(other, tools)).toMatchObject({ standing: 'absent' });
    await scriptAssign.make(other, tools, {});
    expect(await inOrder()).toEqual([...theirs, OTHER_ID]);
    expect(await scriptAssign.look(ASSIGN, tools)).toMatchObject({ standing: 'absent' });

    content.text = 'exit 2';
    evidence.set(PUSH.id, await scriptPush.make(PUSH, tools, {}));
    await scriptAssign.make({ ...ASSIGN, former: [{ name: OTHER }] }, tools, {});
    expect(await groupsOf(tenant, kept)).toEqual([]);
    expect(await groupsOf(tenant, evidence.get(PUSH.id))).toEqual([THEIRS_ID, undefined, undefined, GROUP_ID]);

    // A name that several groups have was refused when it was to get the script, so nothing is to be taken from it.
    await scriptAssign.make({ ...BACK, former: [{ name: TWICE }, { name: GROUP }] }, tools, {});
    expect(await groupsOf(tenant, evidence.get(PUSH.id))).toEqual([THEIRS_ID, undefined, undefined]);
    expect(await scriptAssign.look(BACK, tools)).toMatchObject({ standing: 'as-planned' });
  });

  it('is no trouble where nobody uses Outlook on Windows, and refused where it is too long or the group is not there', async () => {
    const content: { text: string | undefined } = { text: undefined };
    const { tenant, tools, evidence } = await openDesk(content);
    evidence.set(PUSH.id, await scriptPush.make(PUSH, tools, {}));
    await scriptAssign.make(ASSIGN, tools, {});
    expect(tenant.calls().filter((call) => call.includes('/beta/'))).toEqual([]);
    content.text = 'x'.repeat(200 * 1024 + 1);
    expect((await failureOf(scriptPush.make(PUSH, tools, {}))).facts.kind).toBe('refused');
    content.text = 'x';
    evidence.set(PUSH.id, await scriptPush.make(PUSH, tools, {}));
    const nowhere = scriptAssign.make({ ...ASSIGN, group: 'Nobody' }, tools, {});
    expect((await failureOf(nowhere)).facts).toMatchObject({ kind: 'refused', said: 'there is no group Nobody' });
    const twice = scriptAssign.make({ ...ASSIGN, group: TWICE }, tools, {});
    expect((await failureOf(twice)).facts).toMatchObject({ kind: 'refused', said: `2 groups are called ${TWICE}` });
  });

  it('needs a permission, which is named where it is missing', async () => {
    const { tenant, tools } = await openDesk({ text: 'x' });
    await tenant.seed({ tenant: { withoutRoles: ['DeviceManagementConfiguration.ReadWrite.All'] } });
    const { facts } = await failureOf(scriptPush.make(PUSH, { ...tools, directory: tenant.connect() }, {}));
    expect(facts.kind).toBe('refused');
    expect(facts.todo).toContain('DeviceManagementConfiguration.ReadWrite.All');
  });
});
