// The logon command: what a group policy or a shortcut starts. It only finds PowerShell and believes nothing that has left no trace.

import { windowsCommand } from './windows-text.ts';

interface LogonFacts {
  readonly jobId: string;
  /** Lower case hex. */
  readonly tableSha256: string;
}

/**
 * No name of a company or a person stands in it: cmd reads it in the code page of the PC. `if errorlevel` and `||` are left out, since
 * they mean "at least" and are read in different ways.
 */
export function logonCommand({ jobId, tableSha256 }: LogonFacts): Uint8Array {
  return windowsCommand(`@echo off
rem Starts migrate-mail.ps1 as the user who signs in. Rollback behind it takes back what was done, Again does it once more.
rem Exit codes: see README.txt.
setlocal EnableExtensions DisableDelayedExpansion
set "OWN=%LOCALAPPDATA%\\MigrateMail\\${jobId}"
set "MODE="
if "%~1"=="" set "MODE=Apply"
if /i "%~1"=="Rollback" set "MODE=Rollback"
if /i "%~1"=="Again" set "MODE=Apply -Again"
if "%MODE%"=="" exit /b 30
if "%MODE%"=="Apply" if exist "%OWN%\\done-${tableSha256.slice(0, 16)}" exit /b 0
if not exist "%~dp0migrate-mail.ps1" exit /b 30
if not "%MODE%"=="Rollback" if not exist "%~dp0clients.json" exit /b 20
if exist "%OWN%\\ran" del "%OWN%\\ran"
"%SystemRoot%\\System32\\WindowsPowerShell\\v1.0\\powershell.exe" -NoLogo -NoProfile -ExecutionPolicy Bypass -WindowStyle Hidden -File "%~dp0migrate-mail.ps1" -Mode %MODE%
set "CODE=%ERRORLEVEL%"
if "%CODE%"=="10" exit /b 10
if "%CODE%"=="20" exit /b 20
if "%CODE%"=="40" exit /b 40
rem Any other code is none of the script's: a policy may forbid that it starts, and PowerShell ends with 1 then.
if not "%CODE%"=="0" exit /b 30
rem PowerShell may be switched off, and says nothing then.
if not exist "%OWN%\\ran" exit /b 30
exit /b 0
`);
}
