// Commands that every Windows 10 and 11 has: cmdlets of Windows PowerShell 5.1 with the parameters that may be used, and two programs.
// https://learn.microsoft.com/powershell/module/?view=powershell-5.1

/** Parameters in lower case, those of every cmdlet left out. */
export const COMMANDS_OF_WINDOWS: ReadonlyMap<string, readonly string[]> = new Map([
  ['ConvertFrom-Json', ['inputobject']],
  ['ConvertTo-Json', ['inputobject', 'depth', 'compress']],
  ['Copy-Item', ['literalpath', 'destination', 'recurse', 'force']],
  ['Get-ChildItem', ['literalpath', 'filter', 'file', 'directory', 'recurse']],
  ['Get-Item', ['literalpath']],
  ['Get-Process', ['name', 'id']],
  ['Move-Item', ['literalpath', 'destination', 'force']],
  ['New-Item', ['path', 'force', 'itemtype']],
  ['New-ItemProperty', ['literalpath', 'name', 'value', 'propertytype', 'force']],
  ['New-Object', ['comobject', 'typename', 'argumentlist']],
  ['Remove-Item', ['literalpath', 'recurse', 'force']],
  ['Remove-ItemProperty', ['literalpath', 'name']],
  ['Set-StrictMode', ['version']],
  ['Start-Process', ['filepath', 'argumentlist', 'windowstyle', 'passthru', 'wait']],
  ['Start-Sleep', ['milliseconds', 'seconds']],
  ['Test-Path', ['literalpath']],
  ['Write-Output', ['inputobject']],
  ['reg.exe', []],
  ['whoami.exe', []],
]);
