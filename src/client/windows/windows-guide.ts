// README.txt beside the Windows script: how it gets to the PCs, what it says, how it is taken back.

import type { KitCompany } from '../kit.ts';
import { windowsText } from './windows-text.ts';

interface GuideFacts {
  readonly rows: number;
  readonly tableSha256: string;
  readonly profile: string;
}

export function windowsGuide(company: KitCompany, { rows, tableSha256, profile }: GuideFacts): Uint8Array {
  const { clients } = company;
  const share = clients.share ?? 'a folder that every PC can read';
  return windowsText(`Outlook on Windows: the kit of ${company.newDomain}
${'='.repeat(60)}

clients.json is the table: ${rows} ${rows === 1 ? 'row' : 'rows'}, one for each person and PC that the device gate let through when it was written.
Read it before you carry it out. The script does what this table says and refuses every other one. Its SHA-256 is
  ${tableSha256}

Put these files into ${share}:
  migrate-mail.ps1, migrate-mail.cmd, clients.json, signatures/
Staff need to read there, and nobody but you to write.
${
  clients.results === undefined
    ? ''
    : `Results come into ${clients.results}: staff need to create files there and to change their own
(CREATOR OWNER: Modify), since a result is written under another name first and renamed.\nTake them in with: migrate device results import <folder>\n`
}
Do it when the company changes over (clients.switchAt), not before: each person is set up at the next sign-in.

The script runs as the person who is signed in. As SYSTEM, or as an administrator in place of the person, it changes nothing.

By group policy (logon script)
  User Configuration > Windows Settings > Scripts > Logon: migrate-mail.cmd
  A startup script will not do: it runs as SYSTEM.
By Intune
  Devices > Scripts and remediations > Platform scripts: migrate-mail.ps1
  Run this script using the logged-on credentials: Yes. Run script in 64-bit PowerShell host: Yes.
  The PC must reach the folder above: clients.json is read there.
  After a code other than 0 Intune tries three times more, and then not before the script changes.
By a remote management tool (RMM)
  As the logged-on user: powershell.exe -NoProfile -ExecutionPolicy Bypass -File migrate-mail.ps1 -Mode Apply
By hand
  A double click on migrate-mail.cmd, signed in as the person.

To take it back
  migrate-mail.cmd Rollback, as the person, in any of these ways (group policy: Rollback as the script parameter). It puts the old
  default profile, signature settings and ZeroConfigExchange back, keeps the new profile, and needs no table. The logon command leaves
  such a PC alone from then on; migrate-mail.cmd Again applies it once more.
Other modes of migrate-mail.ps1: -Mode Detect says what would be changed. -Mode Status says what was done.

What it does
${whatItDoes(company, profile)}
Exit codes and words
  0   applied, rolled-back, not-applied, waiting-person (new Outlook: the person adds the account)
  1   to-do (Detect only)
  10  waiting-outlook-open, waiting-other-run: run it again later
  20  gate-infected, gate-no-report, gate-expired, gate-table: refused, nothing changed
  30  error
  40  not-listed, no-outlook: not for this user on this PC
A person is found by the sign-in name of the company (old or new address), else by the Windows sign-in of the device list, else by the
part before the @ of the old address. Exactly one row must fit.

On the PC
  %LOCALAPPDATA%\\MigrateMail\\${company.jobId}\\  result.json, state.json (for the rollback), backup\\ (settings, list of data files,
  autocomplete, signatures)

What you should know
  - A clean check is no proof: it finds what runs while it runs.
  - Where PowerShell runs in constrained language mode (AppLocker, WDAC), the script must be signed or allowed first; else it ends with 30.
  - A group policy for script execution wins over -ExecutionPolicy Bypass: where it wants signed scripts, sign migrate-mail.ps1 (the
    table stays as it is). Else PowerShell does not start it, and migrate-mail.cmd ends with 30.
  - Where registry editing tools are forbidden by policy, reg.exe cannot keep the settings: it ends with 30, and nothing is changed.
  - New Outlook has no profiles and no signature files: nothing is changed there.
  - Signatures that roam in Microsoft 365 win over files on the PC: Set-OrganizationConfig -PostponeRoamingSignaturesUntilLater $true,
    or on the PCs the policy value DisableRoamingSignatures (DWORD 1, HKCU\\Software\\Policies\\Microsoft\\Office\\16.0\\Outlook\\Setup)
  - Anybody can write a result file in the name of somebody else: results are reports, not proof.
`);
}

function whatItDoes({ mode, provider, mailHost }: KitCompany, profile: string): string {
  if (mode === 'rename')
    return `  The address is renamed on the server, so profiles stay. The signature ${profile} is written and made the one that is used.
  The folder tree goes on showing the old address at its root; only a new profile changes that.
`;
  const zero =
    provider === 'microsoft-365'
      ? ' and has Outlook set it up for whoever is signed in (ZeroConfigExchange).\n  The person signs in once with the new address. Where Windows is signed in as the old address, that is left out, and the person\n  enters the new one. On a PC of a domain Outlook takes the address from Active Directory (attribute mail): change it there first.'
      : '.\n  The person adds the account at the next start, by the sheet that is handed out.';
  const servers =
    mailHost === undefined
      ? ''
      : `\n  Incoming ${mailHost.imap.host}:${mailHost.imap.port} (${mailHost.imap.security}), outgoing ${mailHost.smtp.host}:${mailHost.smtp.port} (${mailHost.smtp.security}).`;
  return `  Asks Outlook to close, keeps what is there, makes the empty profile ${profile}, makes it the default${zero}${servers}
  Writes the signature ${profile} where the company has a form for it. Old profiles and data files (.pst, .ost) stay as they are.
`;
}
