@echo off
rem Dubbelklicka: installerar det som behovs, en gang, och oppnar appen.
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
where py >nul 2>&1 && py -3 starta.py %* && exit /b 0
where py >nul 2>&1 && goto stopp
where python >nul 2>&1 && python starta.py %* && exit /b 0
where python >nul 2>&1 && goto stopp
echo Python saknas. Hamta version 3.12 fran python.org eller Microsoft Store,
echo bocka ur "Use admin privileges", och dubbelklicka har igen.
:stopp
pause
exit /b 3
