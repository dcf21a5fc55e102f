// The part of the Windows script that is the gate: whatever is not plainly clean, and known to be, is refused.
// Reports: https://github.com/JPCERTCC/EmoCheck

export const SCRIPT_GATE = String.raw`
$CheckMinutes = 15
$OldestVersion = [version]'2.4'

# Only ASCII counts: reports are written in the code page of the PC, and their text would be read wrongly.
function Read-Report {
  param([string]$Path, $Identity)
  $text = [System.Text.Encoding]::ASCII.GetString([System.IO.File]::ReadAllBytes($Path))
  if ($text -match '"is_infected"\s*:\s*"yes"') { return @{ Claim = 'infected'; Why = 'the check found an infection'; At = $null } }
  $unclear = @{ Claim = 'unclear'; Why = 'the report of the check cannot be read'; At = $null }
  try {
    $report = ConvertFrom-Json -InputObject ($text.Substring($text.IndexOf('{')))
    $at = Get-Field $report 'scan_time'
    if ($at -isnot [datetime]) {
      $at = [datetime]::ParseExact([string]$at, 'yyyy-MM-dd HH:mm:ss', [System.Globalization.CultureInfo]::InvariantCulture)
    }
    $version = ([string](Get-Field $report 'emocheck_version')).TrimStart('v')
    $checked = Get-HostKey ([string](Get-Field $report 'hostname'))
    if ($checked -eq '' -or $Identity.Hosts -notcontains $checked) {
      $unclear.Why = 'the report of the check is about another PC'
    } elseif ([version]$version -lt $OldestVersion) {
      $unclear.Why = 'the check is older than version 2.4'
    } elseif ((Get-Field $report 'is_infected') -ceq 'no') {
      return @{ Claim = 'clean'; Why = 'the check found nothing'; At = $at }
    }
  } catch { $unclear.Why = 'the report of the check cannot be read' }
  return $unclear
}

# The newest report decides; undefined where there is none.
function Get-NewestReport {
  param([string]$Reports)
  $newest = $null
  foreach ($file in @(Get-ChildItem -LiteralPath $Reports -Filter '*_emocheck.json' -File)) {
    if ($null -eq $newest -or $file.LastWriteTimeUtc -gt $newest.LastWriteTimeUtc) { $newest = $file }
  }
  return $newest
}

function Test-Fresh {
  param($Report, [int]$ValidMinutes)
  if ($Report.Claim -ne 'clean') { return $false }
  $age = ([datetime]::Now - $Report.At).TotalMinutes
  return ($age -le $ValidMinutes -and $age -ge -10)
}

function Start-Check {
  param([string]$Scanner, [string]$Reports)
  if (-not [System.IO.File]::Exists($Scanner)) { Stop-Run 20 'gate-no-report' ('the check is not to be found: ' + $Scanner) }
  $check = Start-Process -FilePath $Scanner -ArgumentList @('/quiet', '/json', '/output', ('"' + $Reports + '"')) -WindowStyle Hidden -PassThru
  if (-not $check.WaitForExit($CheckMinutes * 60000)) { Stop-Run 20 'gate-no-report' 'the check has not ended in time' }
}

function Assert-ReportClean {
  param($Scanner, $Identity)
  $reports = [System.IO.Path]::Combine($Own, 'check')
  $null = [System.IO.Directory]::CreateDirectory($reports)
  $minutes = [int]$Scanner.validMinutes
  $newest = Get-NewestReport $reports
  if ($null -ne $newest -and (Test-Fresh (Read-Report $newest.FullName $Identity) $minutes)) { return }
  Start-Check ([string]$Scanner.file) $reports
  $written = Get-NewestReport $reports
  if ($null -eq $written) { Stop-Run 20 'gate-no-report' 'the check has left no report' }
  $report = Read-Report $written.FullName $Identity
  if ($report.Claim -eq 'infected') { Stop-Run 20 'gate-infected' $report.Why }
  if ($report.Claim -ne 'clean') { Stop-Run 20 'gate-no-report' $report.Why }
  if (-not (Test-Fresh $report $minutes)) { Stop-Run 20 'gate-no-report' 'the report of the check is too old, or its time lies in the future' }
}

function Assert-NotExpired {
  param($Row)
  $until = Get-Field $Row 'clearedUntil'
  if ($null -ne $until -and [System.DateTimeOffset]::UtcNow.ToUnixTimeSeconds() -gt [long]$until) {
    Stop-Run 20 'gate-expired' 'what cleared this PC counts no longer: it is to be checked again'
  }
}

function Assert-Cleared {
  param($Row, $Table, $Identity)
  Assert-NotExpired $Row
  $scanner = Get-Field $Table 'scanner'
  if ($null -ne $scanner) { Assert-ReportClean $scanner $Identity }
}
`;
