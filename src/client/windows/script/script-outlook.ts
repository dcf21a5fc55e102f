// The part of the Windows script that deals with Outlook while it runs: it is asked to close, with a warning, and never killed.

export const SCRIPT_OUTLOOK = String.raw`
# Of this session only: on a terminal server others have theirs.
function Get-OpenOutlook {
  $session = [System.Diagnostics.Process]::GetCurrentProcess().SessionId
  $open = @()
  foreach ($one in @(Get-Process -Name 'OUTLOOK' -ErrorAction SilentlyContinue)) {
    if ($one.SessionId -eq $session) { $open += $one }
  }
  return $open
}

# 1: OK, 2: cancel, -1: nobody was there. Buttons and sign: https://learn.microsoft.com/previous-versions/windows/scripting
function Show-Window {
  param([string]$Text, [string]$Title, [int]$Seconds, [int]$Look)
  if ($Quiet) { return -1 }
  try { return [int](New-Object -ComObject 'WScript.Shell').Popup($Text, $Seconds, $Title, $Look + 4096) } catch { return -1 }
}

# Counts down by minutes; whoever cannot do without Outlook now is asked another time.
function Show-Warning {
  param($Words, [int]$Seconds)
  $left = $Seconds
  while ($left -gt 0 -and @(Get-OpenOutlook).Count -gt 0) {
    $shown = [System.Math]::Min(60, $left)
    $answer = Show-Window ($Words.close.Replace('{seconds}', [string]$left)) $Words.title $shown 49
    if ($answer -eq 2) { Stop-Run 10 'waiting-outlook-open' 'the user has asked for another time' }
    if ($answer -eq 1 -or $Quiet) { return }
    $left -= $shown
  }
}

function Close-Outlook {
  param($Words, [int]$Seconds)
  if (@(Get-OpenOutlook).Count -eq 0) { return }
  Show-Warning $Words $Seconds
  foreach ($one in @(Get-OpenOutlook)) { $null = $one.CloseMainWindow() }
  $until = [datetime]::UtcNow.AddSeconds([System.Math]::Min(60, $Seconds))
  while (@(Get-OpenOutlook).Count -gt 0) {
    if ([datetime]::UtcNow -gt $until) { Stop-Run 10 'waiting-outlook-open' 'Outlook is still open' }
    Start-Sleep -Milliseconds 500
  }
}

# What Outlook itself lists, wherever it lies, and what lies where it puts its files.
function Get-DataPaths {
  $paths = @()
  $listed = $Office + '\Outlook\Search\Catalog'
  if (Test-Path -LiteralPath $listed) { $paths += @((Get-Item -LiteralPath $listed).GetValueNames()) }
  $documents = [string][System.Environment]::GetFolderPath('MyDocuments')
  $places = @([System.IO.Path]::Combine([string]$env:LOCALAPPDATA, 'Microsoft', 'Outlook'))
  foreach ($name in @('Outlook Files', ('Outlook ' + [char]0x30D5 + [char]0x30A1 + [char]0x30A4 + [char]0x30EB))) {
    if ($documents -ne '') { $places += [System.IO.Path]::Combine($documents, $name) }
  }
  foreach ($place in $places) {
    if ([System.IO.Directory]::Exists($place)) {
      foreach ($file in @(Get-ChildItem -LiteralPath $place -File)) { $paths += $file.FullName }
    }
  }
  return $paths
}

# A share is not looked at: one that is away would be waited for.
function Get-DataFiles {
  $found = @()
  $seen = @()
  foreach ($path in @(Get-DataPaths)) {
    if (($path -like '*.ost' -or $path -like '*.pst') -and $seen -notcontains $path) {
      $seen += $path
      if ($path -like '\\*') {
        $found += @{ path = $path; bytes = $null; changed = $null }
      } elseif ([System.IO.File]::Exists($path)) {
        $file = [System.IO.FileInfo]::new($path)
        $found += @{ path = $path; bytes = $file.Length; changed = $file.LastWriteTimeUtc.ToString('o') }
      }
    }
  }
  return $found
}
`;
