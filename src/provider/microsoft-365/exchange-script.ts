// Writes the PowerShell script for what only Exchange can do. Pure: it is a text to be reviewed, and a person runs it.

import { SCRIPT_BODY, SCRIPT_HEAD } from './exchange-script-text.ts';
import { powerShellText } from '../../model/power-shell-text.ts';

export type ExchangeTask =
  /** Where a mailbox forwards its mail; `to` undefined: nowhere any more. */
  | { readonly kind: 'forward'; readonly mailbox: string; readonly to?: string; readonly keepsCopy: boolean }
  /** The signature of a mailbox on the web; new messages and answers get it. */
  | { readonly kind: 'signature'; readonly mailbox: string; readonly html: string }
  /** One more address for anything that has addresses: a mailbox, a group, a list. */
  | { readonly kind: 'alias'; readonly recipient: string; readonly alias: string }
  /** Another primary address; the present one stays as an alias. */
  | { readonly kind: 'primary'; readonly recipient: string; readonly address: string };

const BOM = '\uFEFF';
const LINE_END = '\r\n';

/** UTF-8 with BOM and CRLF, since Windows PowerShell 5.1 reads anything else in the code page of the machine. */
export function exchangeScript(tasks: readonly ExchangeTask[]): string {
  const lines = [...SCRIPT_HEAD.split('\n'), '$Work = @(', ...tasks.map(workLine), ')', ...SCRIPT_BODY.split('\n')];
  return BOM + lines.map((line) => line + LINE_END).join('');
}

function workLine(task: ExchangeTask): string {
  switch (task.kind) {
    case 'forward':
      return work({ task: 'Forward', identity: task.mailbox, value: task.to ?? '', keepsCopy: task.keepsCopy });
    case 'signature':
      return work({ task: 'Signature', identity: task.mailbox, value: task.html, keepsCopy: true });
    case 'alias':
      return work({ task: 'Alias', identity: task.recipient, value: task.alias, keepsCopy: true });
    case 'primary':
      return work({ task: 'Primary', identity: task.recipient, value: task.address, keepsCopy: true });
  }
}

interface Work {
  readonly task: string;
  readonly identity: string;
  readonly value: string;
  readonly keepsCopy: boolean;
}

function work({ task, identity, value, keepsCopy }: Work): string {
  const parts = [
    `Task = ${powerShellText(task)}`,
    `Identity = ${powerShellText(identity)}`,
    `Value = ${powerShellText(value)}`,
    `KeepsCopy = ${keepsCopy ? '$true' : '$false'}`,
  ];
  return `  [pscustomobject]@{ ${parts.join('; ')} }`;
}
