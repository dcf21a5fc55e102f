// The part of the Windows script that reads and writes files: whole or not at all.

export const SCRIPT_FILES = String.raw`
$Ending = $null
# Found when the run begins: where PowerShell allows no .NET, that too must end with a code of ours.
$Own = ''

# Ends the run with a code and a word that the results know.
function Stop-Run {
  param([int]$Code, [string]$Status, [string]$Detail)
  $script:Ending = @{ Code = $Code; Status = $Status; Detail = $Detail }
  throw ('MigrateMail: ' + $Status)
}

function Get-Field {
  param($From, [string]$Name)
  if ($null -eq $From) { return $null }
  $property = $From.PSObject.Properties[$Name]
  if ($null -eq $property) { return $null }
  return $property.Value
}

function Get-Sha256 {
  param([byte[]]$Bytes)
  $hash = [System.Security.Cryptography.SHA256]::Create().ComputeHash($Bytes)
  return [System.BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant()
}

function ConvertTo-Utf8 {
  param([string]$Text)
  return [System.Text.UTF8Encoding]::new($false).GetBytes($Text)
}

# On the disk before it gets its name: where the power fails, the file system may keep a new name and lose what was written under it.
function Write-Part {
  param([string]$Path, [byte[]]$Bytes)
  $part = $Path + '.' + [string]$PID + '.part'
  $stream = [System.IO.File]::Create($part)
  try {
    $stream.Write($Bytes, 0, $Bytes.Length)
    $stream.Flush($true)
  } finally { $stream.Dispose() }
  return $part
}

# Under a name of its own first, then put in place: at every moment the old file is there, or the new one.
function Write-Whole {
  param([string]$Path, [byte[]]$Bytes)
  $part = Write-Part $Path $Bytes
  if ([System.IO.File]::Exists($Path)) {
    [System.IO.File]::Replace($part, $Path, [System.Management.Automation.Language.NullString]::Value)
  } else {
    [System.IO.File]::Move($part, $Path)
  }
}

# On a share, which may not know how to replace a file: for a moment there may be none.
function Send-Whole {
  param([string]$Path, [byte[]]$Bytes)
  $part = Write-Part $Path $Bytes
  Move-Item -LiteralPath $part -Destination $Path -Force
}

function Write-Json {
  param([string]$Path, $Value)
  Write-Whole $Path (ConvertTo-Utf8 (ConvertTo-Json -InputObject $Value -Depth 6))
}

# The bytes are read once: what is checked is what is used.
function Read-Signed {
  param([string]$Path, [string]$Sha256)
  $bytes = $null
  try { $bytes = [System.IO.File]::ReadAllBytes($Path) } catch { Stop-Run 20 'gate-table' ('cannot be read: ' + $Path) }
  if ((Get-Sha256 $bytes) -cne $Sha256) { Stop-Run 20 'gate-table' ('is not the one that was signed off: ' + $Path) }
  return ConvertFrom-Json -InputObject ([System.Text.Encoding]::UTF8.GetString($bytes))
}

# Where the table lies: as told, beside this script, or on the share.
function Get-KitFolder {
  if ($Folder -ne '') { return $Folder }
  $beside = [string]$PSScriptRoot
  if ($beside -ne '' -and [System.IO.File]::Exists([System.IO.Path]::Combine($beside, 'clients.json'))) { return $beside }
  if ($Job.Share -ne '') { return $Job.Share }
  return $beside
}

function Read-Table {
  $table = Read-Signed ([System.IO.Path]::Combine((Get-KitFolder), 'clients.json')) $Job.TableSha256
  if ((Get-Field $table 'schema') -cne 'migrate.clients/1') { Stop-Run 20 'gate-table' 'the table has a form that this script does not know' }
  if ((Get-Field $table 'jobId') -cne $Job.Id) { Stop-Run 20 'gate-table' 'the table belongs to another move' }
  return $table
}

function Read-State {
  $path = [System.IO.Path]::Combine($Own, 'state.json')
  if (-not [System.IO.File]::Exists($path)) { return $null }
  return ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText($path))
}
`;
