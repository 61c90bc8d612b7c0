@echo off
rem Starts Deltarule: builds it on first use and whenever a source is newer, then runs its command line.
rem Works from any directory. JAVA_HOME chooses the Java; DELTARULE_JAVA_OPTS adds options to its start, which --verbose
rem as the first word prints; DELTARULE_MAVEN_ARGS to Maven's, such as -Pcuda-redist; with other ones than before it builds anew.
setlocal EnableExtensions DisableDelayedExpansion
set "root=%~dp0"
if "%root:~-1%"=="\" set "root=%root:~0,-1%"

set "module=engine-cli"
set main=io.deltarule.cli.Main
set words=%*
set "verbose="
if "%~1"=="--verbose" set "verbose=1"
if "%~1"=="--verbose" set words=%words:*--verbose=%
if "%~1"=="--verbose" shift
rem The bench is a module of its own, which those who train don't build.
if "%~1"=="bench" set "module=benchmarks"
if "%~1"=="bench" set main=io.deltarule.benchmarks.suite.Bench --benchmarks "%root%\benchmarks"
if "%~1"=="bench" set words=%words:*bench=%
set "target=%root%\%module%\target"
set "stamp=%target%\launcher.built"

if /i "%~1"=="emulate" (
  echo deltarule: the emulated CUDA device needs Linux on x86-64, such as WSL>&2
  exit /b 2
)

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%java%" (
  echo deltarule: JAVA_HOME is "%JAVA_HOME%", but there is no bin\java.exe in it; correct or unset it>&2
  exit /b 1
)
if not defined JAVA_HOME (
  where /q java || (
    echo deltarule: there is no java on the PATH; install a JDK, version 17 or newer>&2
    exit /b 1
  )
)
set "version="
set "answer=%TEMP%\deltarule-java-%RANDOM%.txt"
"%java%" -version 2>"%answer%"
for /f "usebackq tokens=2,3" %%a in ("%answer%") do if "%%a"=="version" if not defined version set "version=%%~b"
del "%answer%"
for /f "tokens=1 delims=.-+" %%v in ("%version%") do set "version=%%v"
if not defined version set "version=0"
if %version% LSS 17 (
  echo deltarule: "%java%" is Java %version%; 17 or newer is needed. Say where one is with JAVA_HOME>&2
  exit /b 1
)

rem The build is stale if it is missing, a source has a later time than the stamp, or the stamp holds other arguments.
set "stale="
if not exist "%stamp%" set "stale=1"
if not exist "%target%\lib" set "stale=1"
if not exist "%target%\classes" set "stale=1"
if not defined stale powershell -NoProfile -Command "if ([string](Get-Content -LiteralPath $env:stamp -TotalCount 1) -cne [string]$env:DELTARULE_MAVEN_ARGS) { exit 1 }; $t=(Get-Item -LiteralPath $env:stamp).LastWriteTime; $r=$env:root; $f=@(Get-ChildItem -Path ($r+'\pom.xml'),($r+'\*\pom.xml'))+@(Get-ChildItem -Path ($r+'\*\src\main') -Recurse -File); if ($f | Where-Object { $_.LastWriteTime -gt $t }) { exit 1 }" || set "stale=1"
if defined stale call :build || exit /b 1

set "flags="
for /f "usebackq eol=# delims=" %%l in ("%root%\jvm.options") do call set "flags=%%flags%% %%l"
if defined verbose echo deltarule: "%java%"%flags% %DELTARULE_JAVA_OPTS% -cp "%target%\lib\*;%target%\classes" %main% %words%>&2
"%java%"%flags% %DELTARULE_JAVA_OPTS% -cp "%target%\lib\*;%target%\classes" %main% %words%
exit /b %ERRORLEVEL%

:build
where /q mvn || (
  echo deltarule: it must be built, and there is no mvn on the PATH; install Maven, 3.8 or newer>&2
  exit /b 1
)
echo deltarule: building ^(once, and after changes^) ...>&2
pushd "%root%" || exit /b 1
rem Old versions of libraries must not stay on the class path, nor count as built if this build fails.
if exist "%stamp%" del "%stamp%"
if exist "%target%\lib" rmdir /s /q "%target%\lib"
call mvn -q -B -Dstyle.color=never -DskipTests -Dmaven.test.skip=true -pl %module% -am %DELTARULE_MAVEN_ARGS% package >&2
if errorlevel 1 (
  popd
  echo deltarule: the build failed, see above; "mvn -B verify" in "%root%" tells more>&2
  exit /b 1
)
popd
powershell -NoProfile -Command "Set-Content -LiteralPath $env:stamp -Value ([string]$env:DELTARULE_MAVEN_ARGS)" || exit /b 1
exit /b 0
