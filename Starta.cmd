@echo off
rem Dubbelklicka: installerar det som behovs, en gang, och oppnar appen.
chcp 65001 >nul
set PYTHONUTF8=1
rem pushd ger en mapp pa en server (\\server\mapp) en bokstav; det gor inte cd.
pushd "%~dp0" || goto mapp
if not exist starta.py goto packa
rem Utan Python har Windows en python.exe som bara visar butiken: den svarar inte.
py -3 -c "" >nul 2>&1 && goto py
python -c "" >nul 2>&1 && goto python
echo Python saknas. Hamta version 3.12 fran python.org eller Microsoft Store,
echo bocka ur "Use admin privileges", och dubbelklicka har igen.
goto stopp
:mapp
echo Mappen gar inte att na. Flytta den, till exempel till C:\kartlaggning.
goto stopp
:packa
echo Packa forst upp zip-filen: hogerklicka pa den, valj Extrahera alla, och
echo dubbelklicka pa Starta.cmd i mappen som blir.
goto stopp
:py
py -3 starta.py %*
goto slut
:python
python starta.py %*
:slut
if not errorlevel 1 exit /b 0
:stopp
pause
exit /b 3
