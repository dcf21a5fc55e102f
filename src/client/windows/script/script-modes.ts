// The part of the Windows script that holds its four modes. What ends a run is given back as a code, a word and a sentence.

export const SCRIPT_MODES = String.raw`
function New-Ending {
  param([int]$Code, [string]$Status, [string]$Detail)
  return @{ Code = $Code; Status = $Status; Detail = $Detail }
}

function Get-Phase {
  param($State)
  return ([string](Get-Field $State 'phase'))
}

# Everything that is not as the row wants it.
function Get-Open {
  param($Table, $Row, $State)
  $open = @(Get-Missing $Table $Row)
  if (-not (Test-SignatureThere $Row $State)) { $open += 'signature' }
  return $open
}

function Get-Words {
  param($Table, $Row)
  return (Get-Field $Table.words ([string]$Row.language))
}

function Get-LeftToPerson {
  param($Table)
  if ($Table.mode -ne 'new-mailbox') { return '' }
  if ($Table.target -ne 'microsoft-365') { return '; the person adds the account at the next start of Outlook' }
  if ($IsOldSignIn) { return '; Windows is signed in as the old address, so the person enters the new one at the next start of Outlook' }
  return '; the person signs in at the next start of Outlook'
}

function Set-Outlook {
  param($Table, $Row, $State)
  $parts = @{
    User = [string]$Row.new
    HostName = [string]$Row.host
    Words = Get-Words $Table $Row
    Seconds = [int]$Table.closeWithinSeconds
    Before = @(Save-Before $State @(Get-Wanted $Table $Row))
    Hashes = @(Get-SignatureHashes $State)
    Signed = [string](Get-Field $State 'signed')
  }
  Save-State 'begun' $parts
  # First, since its files may not be those that were signed off.
  $parts.Hashes = @(Write-Signature $Row $parts.Hashes)
  if ($Table.mode -eq 'new-mailbox') { Add-Key (Get-ProfileKey) }
  foreach ($one in @(Get-Wanted $Table $Row)) { Write-Setting $one.key $one.name $one.value $one.kind }
  $missing = @(Get-Missing $Table $Row)
  if ($missing.Count -gt 0) { throw ('was written and is not there: ' + ($missing -join ', ')) }
  $parts.Signed = [string](Get-Field $Row 'signature')
  Save-State 'applied' $parts
}

function Show-Done {
  param($Table, $Row)
  if ($Table.mode -ne 'new-mailbox') { return }
  $words = Get-Words $Table $Row
  $text = $words.done.Replace('{address}', [string]$Row.new)
  $files = @()
  foreach ($file in @(Get-DataFiles)) { if ($file.path -like '*.pst') { $files += $file.path } }
  if ($files.Count -gt 0) { $text = $text + [Environment]::NewLine + [Environment]::NewLine + $words.dataFiles + [Environment]::NewLine + ($files -join [Environment]::NewLine) }
  $null = Show-Window $text $words.title 120 64
}

function Invoke-NewOutlook {
  param($Table)
  if ($Table.mode -eq 'new-mailbox') {
    return (New-Ending 0 'waiting-person' 'new Outlook is in use, which has no profiles: nothing was changed; the person adds the account')
  }
  return (New-Ending 0 'applied' 'new Outlook is in use, which follows the server: nothing was changed')
}

function Invoke-Apply {
  param($Table, $Row, $Identity)
  $state = Read-State
  if (@('rolled-back', 'rolling-back') -contains (Get-Phase $state) -and -not $Again) {
    return (New-Ending 0 'rolled-back' 'was rolled back on this PC; -Again applies it once more')
  }
  if ((Get-Phase $state) -eq 'applied' -and @(Get-Open $Table $Row $state).Count -eq 0) {
    return (New-Ending 0 'applied' ('everything is as wanted' + (Get-LeftToPerson $Table)))
  }
  Assert-Cleared $Row $Table $Identity
  if (Test-NewOutlook $Row) { return (Invoke-NewOutlook $Table) }
  Assert-OutlookThere
  if ($Table.mode -eq 'new-mailbox') { Close-Outlook (Get-Words $Table $Row) ([int]$Table.closeWithinSeconds) }
  Save-Backup $Table
  $old = Read-Setting ($Office + '\Outlook') 'DefaultProfile'
  Set-Outlook $Table $Row $state
  Show-Done $Table $Row
  if ($Table.mode -ne 'new-mailbox') { return (New-Ending 0 'applied' ('the profile stays as it is' + $(if ($null -ne (Get-Field $Row 'signature')) { '; the signature is set' } else { '' }))) }
  return (New-Ending 0 'applied' ('default profile ' + [string]$old.value + ' -> ' + $Job.ProfileName + (Get-LeftToPerson $Table)))
}

# Needs neither the table nor the gate: what was there before is put back.
function Invoke-Rollback {
  $state = Read-State
  if ($null -eq $state) { return (New-Ending 0 'not-applied' 'nothing was changed on this PC by this user') }
  $script:User = [string]$state.user
  $script:HostName = [string]$state.host
  if ((Get-Phase $state) -eq 'rolled-back') { return (New-Ending 0 'rolled-back' 'was rolled back before') }
  Close-Outlook $state.words ([int]$state.closeWithinSeconds)
  $parts = @{
    User = [string]$state.user
    HostName = [string]$state.host
    Words = $state.words
    Seconds = [int]$state.closeWithinSeconds
    Before = @($state.before)
    Hashes = @(Get-SignatureHashes $state)
    Signed = [string]$state.signed
  }
  # First of all, so that no sign-in sets up again what is half put back.
  Save-State 'rolling-back' $parts
  foreach ($kept in @($state.before)) { Restore-Setting $kept }
  Save-State 'rolled-back' $parts
  return (New-Ending 0 'rolled-back' ('what was there before is the default again; the profile ' + $Job.ProfileName + ' stays'))
}

function Invoke-Detect {
  param($Table, $Row)
  Assert-NotExpired $Row
  $state = Read-State
  if (@('rolled-back', 'rolling-back') -contains (Get-Phase $state)) { return (New-Ending 0 'rolled-back' 'was rolled back on this PC') }
  if (Test-NewOutlook $Row) { return (Invoke-NewOutlook $Table) }
  Assert-OutlookThere
  $open = @(Get-Open $Table $Row $state)
  if ($open.Count -eq 0) { return (New-Ending 0 'applied' 'everything is as wanted') }
  return (New-Ending 1 'to-do' ('would be changed: ' + ($open -join ', ')))
}

function Invoke-Status {
  $state = Read-State
  $last = [System.IO.Path]::Combine($Own, 'result.json')
  if ([System.IO.File]::Exists($last)) { Write-Output ([System.IO.File]::ReadAllText($last)) }
  if ($null -eq $state) { return (New-Ending 0 'not-applied' 'nothing was changed on this PC by this user') }
  return (New-Ending 0 (Get-Phase $state) 'as the state of this PC says')
}
`;
