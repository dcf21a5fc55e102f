// The part of the Windows script that reads and changes the settings of Outlook in the registry, and keeps what was there.

export const SCRIPT_REGISTRY = String.raw`
$Office = 'HKCU:\Software\Microsoft\Office\16.0'
$OfficeForExport = 'HKCU\Software\Microsoft\Office\16.0'
$OutlookPath = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\OUTLOOK.EXE'

# What stands there: whether it is there, its kind, and its value as it is written.
function Read-Setting {
  param([string]$Key, [string]$Name)
  $none = @{ had = $false; kind = ''; value = $null }
  if (-not (Test-Path -LiteralPath $Key)) { return $none }
  $item = Get-Item -LiteralPath $Key
  if (@($item.GetValueNames()) -notcontains $Name) { return $none }
  return @{ had = $true; kind = [string]$item.GetValueKind($Name); value = $item.GetValue($Name, $null, 'DoNotExpandEnvironmentNames') }
}

function Add-Key {
  param([string]$Key)
  if (-not (Test-Path -LiteralPath $Key)) { $null = New-Item -Path $Key -Force }
}

function Write-Setting {
  param([string]$Key, [string]$Name, $Value, [string]$Kind)
  Add-Key $Key
  $null = New-ItemProperty -LiteralPath $Key -Name $Name -Value $Value -PropertyType $Kind -Force
}

# The settings that this row asks for. In another tenant or at another host Outlook gets a new profile; the old one is left as it is.
function Get-Wanted {
  param($Table, $Row)
  $wanted = @()
  if ($Table.mode -eq 'new-mailbox') {
    $wanted += @{ key = ($Office + '\Outlook'); name = 'DefaultProfile'; value = $Job.ProfileName; kind = 'String' }
    if ($Table.target -eq 'microsoft-365' -and -not $IsOldSignIn) {
      $wanted += @{ key = ($Office + '\Outlook\AutoDiscover'); name = 'ZeroConfigExchange'; value = 1; kind = 'DWord' }
    }
  }
  if ($null -ne (Get-Field $Row 'signature')) {
    foreach ($name in @('NewSignature', 'ReplySignature')) {
      $wanted += @{ key = ($Office + '\Common\MailSettings'); name = $name; value = $Job.ProfileName; kind = 'String' }
    }
  }
  return $wanted
}

function Get-ProfileKey { return ($Office + '\Outlook\Profiles\' + $Job.ProfileName) }

function Get-Missing {
  param($Table, $Row)
  $missing = @()
  if ($Table.mode -eq 'new-mailbox' -and -not (Test-Path -LiteralPath (Get-ProfileKey))) { $missing += 'profile' }
  foreach ($one in @(Get-Wanted $Table $Row)) {
    $present = Read-Setting $one.key $one.name
    if ((-not $present.had) -or ([string]$present.value -cne [string]$one.value)) { $missing += $one.name }
  }
  return $missing
}

# Whatever the device list says: settings of a program that is not there would be reported as applied.
function Assert-OutlookThere {
  if (-not (Test-Path -LiteralPath ($Office + '\Outlook')) -and -not (Test-Path -LiteralPath $OutlookPath)) {
    Stop-Run 40 'no-outlook' 'Outlook is not installed here'
  }
}

# New Outlook has neither profiles nor signature files: whichever of the two is in use decides.
function Test-NewOutlook {
  param($Row)
  $present = Read-Setting ($Office + '\Outlook\Preferences') 'UseNewOutlook'
  if ($present.had) { return ([string]$present.value -eq '1') }
  return ([string](Get-Field $Row 'client') -eq 'outlook-new')
}

# Puts one setting back, unless somebody has changed it since.
function Restore-Setting {
  param($Kept)
  $present = Read-Setting $Kept.key $Kept.name
  if ((-not $present.had) -or ([string]$present.value -cne [string]$Kept.ours)) { return }
  if ($Kept.had -and $Kept.kind -eq 'Binary') {
    Write-Setting $Kept.key $Kept.name ([byte[]]$Kept.value) 'Binary'
  } elseif ($Kept.had) {
    Write-Setting $Kept.key $Kept.name $Kept.value ([string]$Kept.kind)
  } else {
    Remove-ItemProperty -LiteralPath $Kept.key -Name $Kept.name
  }
}
`;
