@echo off
rem Opens the map on this machine: sets up once, from build\wheels if they lie there, then starts.
chcp 65001 >nul
cd /d "%~dp0"
set PYTHONUTF8=1
if not exist ".venv\Scripts\python.exe" (
  where py >nul 2>nul && (py -3 -m venv .venv) || (python -m venv .venv)
)
if not exist ".venv\Scripts\python.exe" (
  echo 没有找到 Python。请先安装 Python 3.11 或更新版本，再双击本文件。
  echo Python 3.11 or newer is needed. Install it, then open this file again.
  pause
  exit /b 1
)
if not exist ".venv\ready" (
  echo 第一次打开，正在准备，需要几分钟…… / Setting up once, some minutes ...
  if exist "build\wheels" (
    ".venv\Scripts\python.exe" -m pip install -q --no-index --find-links build\wheels -r requirements.txt -r requirements-data.txt
  ) else (
    ".venv\Scripts\python.exe" -m pip install -q -r requirements.txt -r requirements-data.txt
  )
  if errorlevel 1 (
    echo 没有装好：请检查网络，或把 build\wheels 一起拷来。
    echo It could not be set up: look at the network, or bring build\wheels along.
    pause
    exit /b 1
  )
  echo ready> ".venv\ready"
)
".venv\Scripts\python.exe" -m geo edit --open
pause
