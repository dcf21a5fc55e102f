// The beginning of the Windows script: what it is for whoever reads it, its parameters, and the few values that differ by company.

import { powerShellText } from '../../../model/power-shell-text.ts';

export interface ScriptFacts {
  readonly jobId: string;
  /** SHA-256 of `clients.json` in lower case hex: another table is refused. */
  readonly tableSha256: string;
  /** Name of the new profile of Outlook and of the signature: ASCII. */
  readonly profile: string;
  /** Folder of the table as PCs see it; '' where it lies beside the script. */
  readonly share: string;
  /** Folder for results as PCs see it; '' where they stay on the PC. */
  readonly results: string;
}

/** No backtick and no value of a user stands in the fixed parts. */
const ABOUT = String.raw`#Requires -Version 5.1
<#
.SYNOPSIS
  Sets Outlook up for the new address of whoever is signed in to Windows on this PC.
.DESCRIPTION
  Runs as the user, never as SYSTEM. Run it as often as you like: what is as wanted already is left alone.
  It changes nothing unless this PC and this user stand in the signed-off table, and the PC is cleared.
  Outlook is asked to close and never killed. What was there before is kept; the old profile is never touched.
  Exit codes:
    0   applied, rolled-back, not-applied, waiting-person: nothing is left to do for this script
    1   to-do: only of -Mode Detect
    10  waiting-outlook-open, waiting-other-run: run it again later
    20  gate-infected, gate-no-report, gate-expired, gate-table: refused, and nothing was changed
    30  error
    40  not-listed, no-outlook: not for this user on this PC
.PARAMETER Mode
  Detect says what would be changed and changes nothing. Apply changes it. Rollback puts the old default profile back and keeps the new
  one. Status says what was done here.
.PARAMETER Folder
  Folder of clients.json, where it is not the one that was written into this script.
.PARAMETER Again
  Applies although it was rolled back on this PC.
.PARAMETER Quiet
  Shows no window.
#>
[CmdletBinding()]
param(
  [string]$Mode = 'Apply',
  [string]$Folder = '',
  [switch]$Again,
  [switch]$Quiet
)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
`;

export function scriptHead({ jobId, tableSha256, profile, share, results }: ScriptFacts): string {
  const values = [
    ['Id', jobId],
    ['TableSha256', tableSha256],
    ['ProfileName', profile],
    ['Share', share],
    ['Results', results],
  ] as const;
  return [ABOUT, '$Job = @{', ...values.map(([name, value]) => `  ${name} = ${powerShellText(value)}`), '}', ''].join(
    '\n',
  );
}
