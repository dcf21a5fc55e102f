// The end of the Windows script: one run at a time, one result, one exit code, whatever happens.

export const SCRIPT_RUN = String.raw`
$HostName = [string]$env:COMPUTERNAME
$Sam = [string]$env:USERDOMAIN + '\' + [string]$env:USERNAME
# Until a row says who it is.
$User = $Sam
# Outlook would be set up for whoever Windows says, and that is the old address.
$IsOldSignIn = $false

# Held as long as this script runs; Windows lets go of it however the script ends.
function Open-Lock {
  $null = [System.IO.Directory]::CreateDirectory($Own)
  try {
    return [System.IO.File]::Open([System.IO.Path]::Combine($Own, 'lock'), 'OpenOrCreate', 'ReadWrite', 'None')
  } catch { Stop-Run 10 'waiting-other-run' 'another run is under way' }
}

function Invoke-Mode {
  if ($Mode -eq 'Status') { return (Invoke-Status) }
  if (@('Detect', 'Apply', 'Rollback') -notcontains $Mode) { Stop-Run 30 'error' ('no such mode: ' + $Mode) }
  $identity = Get-Identity
  if ($Mode -eq 'Rollback') { return (Invoke-Rollback) }
  $table = Read-Table
  $row = Select-Row $table.people $identity
  $script:User = [string]$row.new
  $script:HostName = [string]$row.host
  $script:IsOldSignIn = ($identity.Upn -eq $row.old)
  if ($Mode -eq 'Detect') { return (Invoke-Detect $table $row) }
  return (Invoke-Apply $table $row $identity)
}

function ConvertTo-FileName {
  param([string]$Text)
  return ($Text -replace '[^A-Za-z0-9.-]', '_')
}

function Get-ResultText {
  param($Ended)
  $result = [ordered]@{
    schema = 'migrate.client-result/1'
    jobId = $Job.Id
    hostname = $HostName
    user = $User
    sam = $Sam
    mode = $Mode
    status = $Ended.Status
    detail = $Ended.Detail
    time = [datetime]::Now.ToString('o')
    profile = $Job.ProfileName
  }
  return (ConvertTo-Json -InputObject $result)
}

# A folder that cannot be reached is no error of this PC: the result stays here and is delivered by the next run.
function Send-Result {
  param($Ended)
  if ($Job.Results -eq '') { return $true }
  $name = (ConvertTo-FileName ([string]$env:COMPUTERNAME)) + '_' + (ConvertTo-FileName ([string]$env:USERNAME)) + '-' + (Get-Sha256 (ConvertTo-Utf8 $Sam)).Substring(0, 8) + '_' + $Job.Id + '.json'
  try {
    Send-Whole ([System.IO.Path]::Combine($Job.Results, $name)) (ConvertTo-Utf8 (Get-ResultText $Ended))
    return $true
  } catch { return $false }
}

# The marks tell the logon command that this script has run, and that nothing is left to do with this table.
function Save-Result {
  param($Ended)
  $isSent = Send-Result $Ended
  if (-not $isSent) { $Ended.Detail = $Ended.Detail + '; the folder for results could not be reached' }
  Write-Whole ([System.IO.Path]::Combine($Own, 'result.json')) (ConvertTo-Utf8 (Get-ResultText $Ended))
  Write-Whole ([System.IO.Path]::Combine($Own, 'ran')) (ConvertTo-Utf8 $Ended.Status)
  if ($isSent -and $Mode -eq 'Apply' -and $Ended.Code -eq 0) {
    Write-Whole ([System.IO.Path]::Combine($Own, 'done-' + $Job.TableSha256.Substring(0, 16))) (ConvertTo-Utf8 $Ended.Status)
  }
}

$lock = $null
$ended = $null
try {
  $Own = [System.IO.Path]::Combine([string]$env:LOCALAPPDATA, 'MigrateMail', $Job.Id)
  if ($Mode -eq 'Apply' -or $Mode -eq 'Rollback') { $lock = Open-Lock }
  foreach ($said in @(Invoke-Mode)) {
    if ($said -is [System.Collections.IDictionary]) { $ended = $said } else { Write-Output $said }
  }
  if ($null -eq $ended) { throw 'the mode has said nothing' }
} catch {
  $ended = $Ending
  if ($null -eq $ended) { $ended = @{ Code = 30; Status = 'error'; Detail = [string]$_.Exception.Message } }
}
$ended.Detail = ([string]$ended.Detail) -replace '\s+', ' '
try {
  if ($null -ne $lock) { Save-Result $ended }
} catch {
  $ended = @{ Code = 30; Status = 'error'; Detail = ('the result cannot be kept: ' + [string]$_.Exception.Message) }
} finally {
  if ($null -ne $lock) { $lock.Dispose() }
}
Write-Output ($ended.Status + ': ' + $ended.Detail)
exit $ended.Code
`;
