// thunderbird-copy.cmd: copies somebody's Thunderbird profiles before migrate.cfg adds to them. What cannot be copied is not added to.

import { COPIED_VARIABLE } from './autoconfig-script.ts';

/**
 * For logon on Windows. Ends with 0 done, 10 Thunderbird runs, 20 a profile lies elsewhere, 30 the copy failed. robocopy ends with 8 and more
 * where something was not copied (learn.microsoft.com, robocopy).
 */
export function profileCopyScript(jobId: string): string {
  return `@echo off
rem Made by migrate. Copies the Thunderbird profiles of whoever is signed in, once, and lets migrate.cfg go on.
rem Ends with 0 done or nothing to copy, 10 Thunderbird is running, 20 a profile lies elsewhere, 30 the copy failed.
setlocal
set "FROM=%APPDATA%\\Thunderbird"
set "TO=%APPDATA%\\Thunderbird-before-${jobId}"
rem Named in full: other programs have a find of their own.
set "TOOLS=%SystemRoot%\\System32"
if not exist "%FROM%\\profiles.ini" exit /b 0
if exist "%TO%\\complete.txt" goto copied
"%TOOLS%\\find.exe" "IsRelative=0" "%FROM%\\profiles.ini" >nul 2>nul
if not errorlevel 1 exit /b 20
"%TOOLS%\\tasklist.exe" /fi "imagename eq thunderbird.exe" /nh 2>nul | "%TOOLS%\\find.exe" /i "thunderbird.exe" >nul
if not errorlevel 1 exit /b 10
rem Where the list of programs is not to be had: parent.lock cannot be copied while Thunderbird runs.
"%TOOLS%\\robocopy.exe" "%FROM%" "%TO%" /e /r:2 /w:2 /np /nfl /ndl /njh >nul 2>nul
if errorlevel 8 exit /b 30
if not exist "%TO%\\profiles.ini" exit /b 30
echo ${jobId}> "%TO%\\complete.txt"
if not exist "%TO%\\complete.txt" exit /b 30
:copied
"%TOOLS%\\setx.exe" ${COPIED_VARIABLE} ${jobId} >nul
if errorlevel 1 exit /b 30
exit /b 0
`.replaceAll('\n', '\r\n');
}
