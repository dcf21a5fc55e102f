// The fixed parts of the Exchange script. No value of a user stands here; no backtick or backslash either, so that the text is as written.
// Cmdlets: https://learn.microsoft.com/powershell/module/exchange

export const SCRIPT_HEAD = `#Requires -Version 5.1
#Requires -Modules ExchangeOnlineManagement
<#
.SYNOPSIS
  Changes in Exchange Online that Microsoft Graph cannot make. Review it, then run it with -WhatIf, then without.
.DESCRIPTION
  Connect first:  Connect-ExchangeOnline
  Each line of $Work below is one change. What is there before a change is added to the restore file.
  Run it as often as you like: what is as wanted already is left alone. Nothing is deleted.
.PARAMETER RestoreFile
  CSV file that remembers what was there before: one for each script. Signatures are remembered in a file of their own beside it.
.PARAMETER Replace
  Also replaces a forwarding to somewhere else that is set already, and a signature that its owner has written.
  Without it both stay, also on the way back; what this script has set before is replaced in any case.
.NOTES
  Signatures: Exchange Online ignores what is set here while its roaming signatures are on. To switch them off for the whole
  organisation, until you say otherwise:  Set-OrganizationConfig -PostponeRoamingSignaturesUntilLater $true
.PARAMETER Restore
  Puts back what the restore file holds, and does nothing else. Aliases that were added stay, and what owners have changed since.
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
  [string]$RestoreFile = [System.IO.Path]::ChangeExtension($PSCommandPath, '.restore.csv'),
  [switch]$Replace,
  [switch]$Restore
)
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
`;

export const SCRIPT_BODY = `
function Get-Address {
  param($Text)
  return ([string]$Text) -replace '^smtp:', ''
}

function Get-ForwardingOf {
  param($Recipient)
  if (([string]$Recipient.RecipientTypeDetails) -notin 'UserMailbox', 'SharedMailbox', 'RoomMailbox', 'EquipmentMailbox') {
    return $null
  }
  return Get-Mailbox -Identity ([string]$Recipient.PrimarySmtpAddress)
}

function Get-Word {
  param($Html)
  $text = [System.Net.WebUtility]::HtmlDecode(([string]$Html) -replace '<[^>]*>', '')
  return -join ($text.ToCharArray() | Where-Object { -not [char]::IsWhiteSpace($_) })
}

function Save-Signature {
  param($Item, $Recipient, $Present)
  [pscustomobject]@{
    Time                    = [DateTime]::UtcNow.ToString('o')
    Identity                = $Item.Identity
    Guid                    = [string]$Recipient.Guid
    Ours                    = $Item.Value
    SignatureHtml           = [string]$Present.SignatureHtml
    AutoAddSignature        = [string]$Present.AutoAddSignature
    AutoAddSignatureOnReply = [string]$Present.AutoAddSignatureOnReply
  } | Export-Csv -LiteralPath $SignatureFile -Append -NoTypeInformation -Encoding UTF8
}

function Set-Signature {
  param([string]$Identity, [string]$Html, [bool]$OnNew, [bool]$OnReply)
  Set-MailboxMessageConfiguration -Identity $Identity -SignatureHtml $Html -AutoAddSignature $OnNew -AutoAddSignatureOnReply $OnReply
}

function Save-Present {
  param($Item, $Recipient)
  $mailbox = Get-ForwardingOf $Recipient
  [pscustomobject]@{
    Time                       = [DateTime]::UtcNow.ToString('o')
    Task                       = $Item.Task
    Identity                   = $Item.Identity
    Guid                       = [string]$Recipient.Guid
    Value                      = $Item.Value
    PrimarySmtpAddress         = [string]$Recipient.PrimarySmtpAddress
    EmailAddresses             = ($Recipient.EmailAddresses -join ';')
    ForwardingAddress          = $(if ($mailbox) { [string]$mailbox.ForwardingAddress } else { '' })
    ForwardingSmtpAddress      = $(if ($mailbox) { Get-Address $mailbox.ForwardingSmtpAddress } else { '' })
    DeliverToMailboxAndForward = $(if ($mailbox) { [string]$mailbox.DeliverToMailboxAndForward } else { '' })
  } | Export-Csv -LiteralPath $RestoreFile -Append -NoTypeInformation -Encoding UTF8
}

function Add-Address {
  param($Recipient, [string]$Address)
  $id = [string]$Recipient.Guid
  $change = @{ add = ('smtp:' + $Address) }
  switch ([string]$Recipient.RecipientTypeDetails) {
    { $_ -in 'UserMailbox', 'SharedMailbox', 'RoomMailbox', 'EquipmentMailbox' } { Set-Mailbox -Identity $id -EmailAddresses $change; return }
    'GroupMailbox' { Set-UnifiedGroup -Identity $id -EmailAddresses $change; return }
    { $_ -in 'MailUniversalDistributionGroup', 'MailUniversalSecurityGroup', 'RoomList' } { Set-DistributionGroup -Identity $id -EmailAddresses $change; return }
    'DynamicDistributionGroup' { Set-DynamicDistributionGroup -Identity $id -EmailAddresses $change; return }
    'MailUser' { Set-MailUser -Identity $id -EmailAddresses $change; return }
    'MailContact' { Set-MailContact -Identity $id -EmailAddresses $change; return }
    default { throw ('a recipient of the type ' + $_ + ' must be changed by hand') }
  }
}

function Set-Primary {
  param($Recipient, [string]$Address)
  $id = [string]$Recipient.Guid
  switch ([string]$Recipient.RecipientTypeDetails) {
    { $_ -in 'UserMailbox', 'SharedMailbox', 'RoomMailbox', 'EquipmentMailbox' } { Set-Mailbox -Identity $id -WindowsEmailAddress $Address; return }
    'GroupMailbox' { Set-UnifiedGroup -Identity $id -PrimarySmtpAddress $Address; return }
    { $_ -in 'MailUniversalDistributionGroup', 'MailUniversalSecurityGroup', 'RoomList' } { Set-DistributionGroup -Identity $id -PrimarySmtpAddress $Address; return }
    'DynamicDistributionGroup' { Set-DynamicDistributionGroup -Identity $id -PrimarySmtpAddress $Address; return }
    default { throw ('a recipient of the type ' + $_ + ' must be changed by hand') }
  }
}

function Set-Forwarding {
  param([string]$Identity, [string]$Address, [bool]$KeepsCopy)
  if ($Address -eq '') {
    Set-Mailbox -Identity $Identity -ForwardingSmtpAddress $null -DeliverToMailboxAndForward $false
  } else {
    Set-Mailbox -Identity $Identity -ForwardingSmtpAddress $Address -DeliverToMailboxAndForward $KeepsCopy
  }
}

if (-not (Get-Command -Name 'Get-Recipient' -ErrorAction SilentlyContinue)) {
  throw 'There is no connection to Exchange. First: Connect-ExchangeOnline'
}

$failed = 0
$SignatureFile = [System.IO.Path]::ChangeExtension($RestoreFile, '.signatures.csv')
$signatures = @(if (Test-Path -LiteralPath $SignatureFile) { Import-Csv -LiteralPath $SignatureFile -Encoding UTF8 })
# What this script has set before, by mailbox: only that is replaced without being told to.
$ours = @{}
foreach ($row in $signatures) {
  $ours[$row.Guid] = @($ours[$row.Guid]) + @(Get-Word $row.Ours)
}

if ($Restore) {
  [array]::Reverse($signatures)
  $seen = @{}
  foreach ($row in $signatures) {
    # What its owner had is in the newest row that holds nothing of ours.
    if ($seen.ContainsKey($row.Guid) -or @($ours[$row.Guid]) -ccontains (Get-Word $row.SignatureHtml)) { continue }
    $seen[$row.Guid] = $true
    try {
      $words = Get-Word (Get-MailboxMessageConfiguration -Identity $row.Guid).SignatureHtml
      if ($words -ceq (Get-Word $row.SignatureHtml)) {
        Write-Output ('as before: signature of ' + $row.Identity)
      } elseif (@($ours[$row.Guid]) -cnotcontains $words -and -not $Replace) {
        Write-Output ('left: signature of ' + $row.Identity + ', which its owner has changed since; -Replace puts it back')
      } elseif ($PSCmdlet.ShouldProcess($row.Identity, 'put back the signature')) {
        Set-Signature $row.Guid $row.SignatureHtml ($row.AutoAddSignature -eq 'True') ($row.AutoAddSignatureOnReply -eq 'True')
        Write-Output ('put back: signature of ' + $row.Identity)
      }
    } catch {
      $failed += 1
      Write-Warning ($row.Identity + ': ' + $_.Exception.Message)
    }
  }
  $rows = @(if (Test-Path -LiteralPath $RestoreFile) { Import-Csv -LiteralPath $RestoreFile -Encoding UTF8 })
  [array]::Reverse($rows)
  $targets = @{}
  foreach ($row in $rows) {
    if ($row.Task -eq 'Forward') { $targets[$row.Guid] = @($targets[$row.Guid]) + @($row.Value) }
  }
  $seen = @{}
  foreach ($row in $rows) {
    try {
      if ($row.Task -eq 'Forward' -and -not $seen.ContainsKey($row.Guid) -and @($targets[$row.Guid]) -notcontains $row.ForwardingSmtpAddress) {
        $seen[$row.Guid] = $true
        $present = Get-Address (Get-Mailbox -Identity $row.Guid).ForwardingSmtpAddress
        if ($present -eq $row.ForwardingSmtpAddress) {
          Write-Output ('as before: forwarding of ' + $row.Identity)
        } elseif (@($targets[$row.Guid]) -notcontains $present -and -not $Replace) {
          Write-Output ('left: forwarding of ' + $row.Identity + ' to "' + $present + '", changed since; -Replace puts it back')
        } elseif ($PSCmdlet.ShouldProcess($row.Identity, 'put back the forwarding to "' + $row.ForwardingSmtpAddress + '"')) {
          Set-Forwarding $row.Guid $row.ForwardingSmtpAddress ($row.DeliverToMailboxAndForward -eq 'True')
          Write-Output ('put back: forwarding of ' + $row.Identity)
        }
      }
      if ($row.Task -eq 'Primary' -and $PSCmdlet.ShouldProcess($row.Identity, 'put back the primary address ' + $row.PrimarySmtpAddress)) {
        Set-Primary (Get-Recipient -Identity $row.Guid) $row.PrimarySmtpAddress
        Write-Output ('put back: primary address of ' + $row.Identity)
      }
    } catch {
      $failed += 1
      Write-Warning ($row.Identity + ': ' + $_.Exception.Message)
    }
  }
  if ($failed -gt 0) { exit 1 }
  exit 0
}

# Asked once: with thousands of mailboxes every call counts.
$ignored = $false
if (@($Work | Where-Object { $_.Task -eq 'Signature' }).Count -gt 0) {
  $ignored = -not (Get-OrganizationConfig).PostponeRoamingSignaturesUntilLater
  if ($ignored) {
    $failed += 1
    Write-Warning 'Roaming signatures are on, and Exchange would ignore those of this script: none is set. See NOTES at its top.'
  }
}

foreach ($item in $Work) {
  if ($ignored -and $item.Task -eq 'Signature') { continue }
  try {
    $recipient = Get-Recipient -Identity $item.Identity
    switch ($item.Task) {
      'Forward' {
        $mailbox = Get-ForwardingOf $recipient
        if (-not $mailbox) { throw 'it has no mailbox' }
        $present = Get-Address $mailbox.ForwardingSmtpAddress
        if ($mailbox.ForwardingAddress) {
          throw ('it forwards to the recipient ' + $mailbox.ForwardingAddress + ', which wins over an address: decide by hand')
        }
        if ($present -eq $item.Value -and ($item.Value -eq '' -or $mailbox.DeliverToMailboxAndForward -eq $item.KeepsCopy)) {
          Write-Output ('as wanted: ' + $item.Identity)
        } elseif ($present -ne '' -and $present -ne $item.Value -and -not $Replace) {
          throw ('it forwards to ' + $present + ' already; -Replace changes that')
        } elseif ($PSCmdlet.ShouldProcess($item.Identity, 'forward to "' + $item.Value + '"')) {
          Save-Present $item $recipient
          Set-Forwarding ([string]$recipient.Guid) $item.Value $item.KeepsCopy
          Write-Output ('done: forwarding of ' + $item.Identity)
        }
      }
      'Signature' {
        $id = [string]$recipient.Guid
        $present = Get-MailboxMessageConfiguration -Identity $id
        $words = Get-Word $present.SignatureHtml
        if ($words -ceq (Get-Word $item.Value) -and $present.AutoAddSignature -and $present.AutoAddSignatureOnReply) {
          Write-Output ('as wanted: ' + $item.Identity)
        } elseif ($words -cne '' -and $words -cne (Get-Word $item.Value) -and @($ours[$id]) -cnotcontains $words -and -not $Replace) {
          throw 'it has a signature of its owner already; -Replace changes that'
        } elseif ($PSCmdlet.ShouldProcess($item.Identity, 'set the signature')) {
          Save-Signature $item $recipient $present
          Set-Signature $id $item.Value $true $true
          Write-Output ('done: signature of ' + $item.Identity)
        }
      }
      'Alias' {
        if (@($recipient.EmailAddresses | ForEach-Object { Get-Address $_ }) -contains $item.Value) {
          Write-Output ('as wanted: ' + $item.Identity)
        } elseif ($PSCmdlet.ShouldProcess($item.Identity, 'add the alias ' + $item.Value)) {
          Save-Present $item $recipient
          Add-Address $recipient $item.Value
          Write-Output ('done: alias of ' + $item.Identity)
        }
      }
      'Primary' {
        $former = [string]$recipient.PrimarySmtpAddress
        if ($former -eq $item.Value) {
          Write-Output ('as wanted: ' + $item.Value)
        } elseif ($PSCmdlet.ShouldProcess($item.Identity, 'make ' + $item.Value + ' the primary address, keep ' + $former)) {
          Save-Present $item $recipient
          Set-Primary $recipient $item.Value
          $after = Get-Recipient -Identity ([string]$recipient.Guid)
          if (@($after.EmailAddresses | ForEach-Object { Get-Address $_ }) -notcontains $former) { Add-Address $after $former }
          Write-Output ('done: primary address ' + $item.Value)
        }
      }
    }
  } catch {
    $failed += 1
    Write-Warning ($item.Identity + ': ' + $_.Exception.Message)
  }
}

if ($failed -gt 0) {
  Write-Warning ([string]$failed + ' changes were not made. Mend what the warnings say and run the script again.')
  exit 1
}
if ($WhatIfPreference) {
  Write-Output 'Nothing was changed: this was -WhatIf.'
} else {
  Write-Output 'All changes are as wanted.'
}`;
