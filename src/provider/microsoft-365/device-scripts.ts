// Scripts that Intune carries to Windows PCs. A beta interface: Microsoft may change it, and supports no production use of it.
// https://learn.microsoft.com/graph/api/resources/intune-shared-devicemanagementscript?view=graph-rest-beta

import type { DevicePush, PushedScript, ScriptRun, ScriptTarget } from '../../model/device-push.ts';
import { RemoteFailure } from '../../model/failure.ts';
import { objectAt, textAt } from './json.ts';
import type { JsonObject } from './json.ts';
import type { Graph } from './transport.ts';

const GROUP = '#microsoft.graph.groupAssignmentTarget';
const SCRIPTS = '/deviceManagement/deviceManagementScripts';

export function deviceScriptsOf(graph: Graph): DevicePush {
  return {
    async list(prefix) {
      const scripts: PushedScript[] = [];
      // Whether Intune filters names is not documented, so all are read.
      const call = { operation: `GET ${SCRIPTS}`, query: { $select: 'id,displayName' }, isBeta: true } as const;
      for await (const script of graph.items(call)) {
        const found = scriptFrom(script);
        if (found?.name.startsWith(prefix) === true) scripts.push(found);
      }
      return scripts;
    },

    async create({ name, fileName, bytes }) {
      const operation = `POST ${SCRIPTS}`;
      const made = scriptFrom(
        await graph.ask({
          operation,
          isBeta: true,
          body: {
            '@odata.type': '#microsoft.graph.deviceManagementScript',
            displayName: name,
            description: 'Moves Outlook to the new address. Made by migrate.',
            fileName,
            scriptContent: Buffer.from(bytes).toString('base64'),
            runAsAccount: 'user',
            enforceSignatureCheck: false,
            runAs32Bit: false,
          },
        }),
      );
      if (made !== undefined) return made;
      throw new RemoteFailure({ kind: 'in-doubt', operation, said: 'the answer names no script' });
    },

    async assigned(id) {
      const targets: ScriptTarget[] = [];
      const call = { operation: `GET ${SCRIPTS}/{id}/assignments`, keys: [id], isBeta: true } as const;
      for await (const assignment of graph.items(call)) {
        const target = objectAt(assignment, 'target');
        if (target !== undefined) targets.push(targetFrom(target));
      }
      return targets;
    },

    assign: (id, { kept, groupIds }) =>
      graph.tell({
        operation: `POST ${SCRIPTS}/{id}/assign`,
        keys: [id],
        isBeta: true,
        // It sets the whole list.
        isRepeatable: true,
        body: {
          deviceManagementScriptAssignments: [
            ...kept.map(({ whole }) => whole),
            ...groupIds.map((groupId) => ({ '@odata.type': GROUP, groupId })),
          ].map((target) => ({ '@odata.type': '#microsoft.graph.deviceManagementScriptAssignment', target })),
        },
      }),

    async runs(id) {
      const runs: ScriptRun[] = [];
      const call = { operation: `GET ${SCRIPTS}/{id}/deviceRunStates`, keys: [id], isBeta: true } as const;
      for await (const run of graph.items(call)) runs.push(runFrom(run));
      return runs;
    },
  };
}

function scriptFrom(script: JsonObject): PushedScript | undefined {
  const [id, name] = [textAt(script, 'id'), textAt(script, 'displayName')];
  return id === undefined || name === undefined ? undefined : { id, name };
}

/** A group that is left out has an id too. */
function targetFrom(target: JsonObject): ScriptTarget {
  const [type, groupId] = [textAt(target, '@odata.type') ?? GROUP, textAt(target, 'groupId')];
  return { whole: target, ...(type === GROUP && groupId !== undefined && { groupId }) };
}

function runFrom(run: JsonObject): ScriptRun {
  const state = textAt(run, 'runState');
  const said = textAt(run, 'resultMessage');
  const standing = state === 'success' ? 'done' : state === 'fail' || state === 'scriptError' ? 'failed' : 'pending';
  return { standing, ...(said !== undefined && { said }) };
}
