// The part of the Windows script that keeps what is there before the first change: once, and whole before anything is changed.

export const SCRIPT_BACKUP = String.raw`
function Export-Key {
  param([string]$Branch, [string]$Path)
  if (-not (Test-Path -LiteralPath ($Office + $Branch))) { return }
  $ErrorActionPreference = 'Continue'
  $said = & reg.exe export ($OfficeForExport + $Branch) $Path /y 2>&1
  if ($LASTEXITCODE -ne 0 -or -not [System.IO.File]::Exists($Path)) {
    throw ('the settings of Outlook cannot be kept, so nothing was changed: ' + [string]$said)
  }
}

function Copy-Kept {
  param([string]$From, [string]$To)
  if ([System.IO.Directory]::Exists($From)) { Copy-Item -LiteralPath $From -Destination $To -Recurse }
}

# Data files are listed and not copied: they are large, and nothing touches them. Where the profile stays, Outlook stays open, and holds
# its autocomplete.
function Save-Backup {
  param($Table)
  $backup = [System.IO.Path]::Combine($Own, 'backup')
  if ([System.IO.Directory]::Exists($backup)) { return }
  $part = $backup + '.part'
  if ([System.IO.Directory]::Exists($part)) { Remove-Item -LiteralPath $part -Recurse -Force }
  $null = [System.IO.Directory]::CreateDirectory($part)
  Export-Key '\Outlook' ([System.IO.Path]::Combine($part, 'outlook.reg'))
  Export-Key '\Common\MailSettings' ([System.IO.Path]::Combine($part, 'mail-settings.reg'))
  Write-Json ([System.IO.Path]::Combine($part, 'data-files.json')) @{ files = @(Get-DataFiles) }
  if ($Table.mode -eq 'new-mailbox') {
    Copy-Kept ([System.IO.Path]::Combine([string]$env:LOCALAPPDATA, 'Microsoft', 'Outlook', 'RoamCache')) ([System.IO.Path]::Combine($part, 'RoamCache'))
  }
  Copy-Kept ([System.IO.Path]::Combine([string]$env:APPDATA, 'Microsoft', 'Signatures')) ([System.IO.Path]::Combine($part, 'Signatures'))
  [System.IO.Directory]::Move($part, $backup)
}

# What stood in each setting before our first change of it; a second run adds what is new and never replaces what is kept. After a
# rollback it is looked at anew.
function Save-Before {
  param($State, $Wanted)
  $kept = @()
  if ($null -ne $State -and $State.phase -ne 'rolled-back') { foreach ($one in @($State.before)) { $kept += $one } }
  foreach ($one in $Wanted) {
    $isKept = $false
    foreach ($old in $kept) { if ($old.key -eq $one.key -and $old.name -eq $one.name) { $isKept = $true } }
    if (-not $isKept) {
      $present = Read-Setting $one.key $one.name
      $kept += @{ key = $one.key; name = $one.name; had = $present.had; kind = $present.kind; value = $present.value; ours = $one.value }
    }
  }
  return $kept
}

# Everything that a rollback needs, so that it works without the table too.
function Save-State {
  param([string]$Phase, $Parts)
  Write-Json ([System.IO.Path]::Combine($Own, 'state.json')) ([ordered]@{
    schema = 'migrate.client-state/1'
    jobId = $Job.Id
    phase = $Phase
    profile = $Job.ProfileName
    user = $Parts.User
    host = $Parts.HostName
    words = $Parts.Words
    closeWithinSeconds = $Parts.Seconds
    before = @($Parts.Before)
    signature = @($Parts.Hashes)
    signed = $Parts.Signed
  })
}
`;
