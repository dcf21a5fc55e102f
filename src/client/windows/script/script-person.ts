// The part of the Windows script that finds the one row of the table that is about this user on this PC.

export const SCRIPT_PERSON = String.raw`
function Get-HostKey {
  param([string]$Name)
  $text = $Name.Trim().ToLowerInvariant()
  $dot = $text.IndexOf('.')
  if ($dot -gt 0) { return $text.Substring(0, $dot) }
  return $text
}

# whoami fails where there is no such name, and its words on standard error end a script of Windows PowerShell 5.1.
function Get-UserPrincipalName {
  $ErrorActionPreference = 'Continue'
  $name = ''
  try { $name = ([string](& whoami.exe /upn 2>$null)).Trim() } catch { $name = '' }
  if ($name -like '*@*') { return $name }
  return ''
}

function Get-Identity {
  if ([System.Security.Principal.WindowsIdentity]::GetCurrent().IsSystem) {
    Stop-Run 30 'error' 'runs as SYSTEM, whose settings are nobody''s: run it as the user who is signed in'
  }
  $hosts = @(Get-HostKey ([string]$env:COMPUTERNAME))
  # The other name is longer where the first one was cut to 15 characters.
  try { $hosts += (Get-HostKey ([System.Net.Dns]::GetHostName())) } catch { $hosts += $hosts[0] }
  return @{
    Upn = Get-UserPrincipalName
    User = [string]$env:USERNAME
    Logon = [string]$env:USERDOMAIN + '\' + [string]$env:USERNAME
    Computer = [string]$env:COMPUTERNAME
    Hosts = $hosts
  }
}

function Test-Logon {
  param([string]$Logon, $Identity)
  if ($Logon -eq '') { return $false }
  return ($Logon -eq $Identity.Logon -or $Logon -eq $Identity.User)
}

function Get-LocalPart {
  param([string]$Address)
  return $Address.Substring(0, $Address.IndexOf('@'))
}

# By the sign-in name of the company, else by the sign-in name that the device list gives, else by the part before the @.
function Select-Row {
  param($Rows, $Identity)
  $here = @()
  foreach ($row in $Rows) { if ($Identity.Hosts -contains $row.host) { $here += $row } }
  if ($here.Count -eq 0) { Stop-Run 40 'not-listed' 'no row of the signed-off table is about this PC' }
  $found = @()
  foreach ($row in $here) {
    if ($Identity.Upn -ne '' -and ($row.old -eq $Identity.Upn -or $row.new -eq $Identity.Upn)) { $found += $row }
  }
  if ($found.Count -eq 0) {
    foreach ($row in $here) { if (Test-Logon ([string](Get-Field $row 'logon')) $Identity) { $found += $row } }
  }
  if ($found.Count -eq 0) {
    foreach ($row in $here) {
      if ($null -eq (Get-Field $row 'logon') -and (Get-LocalPart $row.old) -eq $Identity.User) { $found += $row }
    }
  }
  if ($found.Count -eq 0) { Stop-Run 40 'not-listed' 'no row of the signed-off table is about this user on this PC' }
  if ($found.Count -gt 1) { Stop-Run 40 'not-listed' 'several rows of the signed-off table are about this user on this PC' }
  return $found[0]
}
`;
