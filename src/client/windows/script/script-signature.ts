// The part of the Windows script that writes the signature files of Outlook. What a person has changed in them since is left alone.

export const SCRIPT_SIGNATURE = String.raw`
# Outlook reads .htm by the mark at its beginning, .txt as UTF-16 and .rtf as ASCII.
function Get-SignatureBytes {
  param([string]$Kind, [string]$Text)
  if ($Kind -eq 'htm') { return [System.Text.Encoding]::UTF8.GetPreamble() + [System.Text.Encoding]::UTF8.GetBytes($Text) }
  if ($Kind -eq 'txt') { return [System.Text.Encoding]::Unicode.GetPreamble() + [System.Text.Encoding]::Unicode.GetBytes($Text) }
  return [System.Text.Encoding]::ASCII.GetBytes($Text)
}

function Get-SignatureFile {
  param([string]$Kind)
  return [System.IO.Path]::Combine([string]$env:APPDATA, 'Microsoft', 'Signatures', ($Job.ProfileName + '.' + $Kind))
}

# The hashes of what was written, to know it again.
function Get-SignatureHashes {
  param($State)
  $hashes = @()
  foreach ($hash in @(Get-Field $State 'signature')) { if ($null -ne $hash) { $hashes += [string]$hash } }
  return $hashes
}

function Test-SignatureOurs {
  param([string]$Path, $Hashes)
  if (-not [System.IO.File]::Exists($Path)) { return $true }
  return ($Hashes -contains (Get-Sha256 ([System.IO.File]::ReadAllBytes($Path))))
}

# They are what was signed off when their hash is the one that stands in the row.
function Read-SignatureTexts {
  param([string]$Name)
  $path = [System.IO.Path]::Combine((Get-KitFolder), 'signatures', ($Name.Substring(0, 2) + '.json'))
  $shelf = $null
  try { $shelf = ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText($path)) } catch { Stop-Run 20 'gate-table' ('cannot be read: ' + $path) }
  $text = [string](Get-Field $shelf $Name)
  if ($text -eq '' -or (Get-Sha256 (ConvertTo-Utf8 $text)) -cne $Name) { Stop-Run 20 'gate-table' ('is not the one that was signed off: ' + $path) }
  return (ConvertFrom-Json -InputObject $text)
}

function Write-Signature {
  param($Row, $Hashes)
  $name = [string](Get-Field $Row 'signature')
  if ($name -eq '') { return $Hashes }
  $texts = Read-SignatureTexts $name
  $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::Combine([string]$env:APPDATA, 'Microsoft', 'Signatures'))
  $written = @($Hashes)
  foreach ($kind in @('htm', 'txt', 'rtf')) {
    $path = Get-SignatureFile $kind
    $bytes = [byte[]](Get-SignatureBytes $kind ([string](Get-Field $texts $kind)))
    $hash = Get-Sha256 $bytes
    if (Test-SignatureOurs $path $written) { Write-Whole $path $bytes }
    if ($written -notcontains $hash) { $written += $hash }
  }
  return $written
}

# Whether the files are those of the row, or a person's own.
function Test-SignatureThere {
  param($Row, $State)
  $name = [string](Get-Field $Row 'signature')
  if ($name -eq '') { return $true }
  if ($null -eq $State) { return $false }
  foreach ($kind in @('htm', 'txt', 'rtf')) { if (-not [System.IO.File]::Exists((Get-SignatureFile $kind))) { return $false } }
  return ([string](Get-Field $State 'signed') -eq $name)
}
`;
