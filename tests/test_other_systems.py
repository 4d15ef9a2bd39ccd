"""Does nothing of ours need what only Unix has?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests import ROOT

ELSEWHERE = """
import builtins, mmap, os, pkgutil, signal, sys
own = ("geo", "pages", "app", "__main__")
missing = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog"}
real = builtins.__import__
def guarded(name, globals=None, *rest, **named):
    caller = (globals or {}).get("__name__", "").split(".")[0]
    if caller in own and name.split(".")[0] in missing:
        raise ModuleNotFoundError(f"{name} is not on Windows, needed by {globals['__name__']}")
    return real(name, globals, *rest, **named)
builtins.__import__ = guarded
absent = (
    (os, ("fork", "killpg", "setsid", "mkfifo")),
    (signal, ("SIGKILL", "SIGHUP", "SIGUSR1", "alarm")),
    (mmap, ("MADV_DONTNEED",)),
)
for module, names in absent:
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
import geo
for found in pkgutil.walk_packages(geo.__path__, "geo."):
    if found.name not in ("geo.__main__", "geo.build.cluster"):
        real(found.name)
from geo.__main__ import main
root, out = sys.argv[1:]
import pathlib, subprocess, types
ledger = pathlib.Path(out, "ledger.csv")
ledger.write_text("名称,户数,经度,纬度\\n甲小区,20,116.69,39.51\\n", "utf-8")
subprocess.Popen.kill = subprocess.Popen.terminate  # there they are one
started = []
subprocess.run = lambda command, **named: (started.append((command, named["env"])),
                                           types.SimpleNamespace(returncode=0))[1]
codes = [main(["check", root]), main(["seal", root]), main(["build", root, "-o", out + "/builds"]),
         main(["html", root, "-o", out + "/one.html"]),
         main(["sheet", root, "-o", out + "/one.pdf"]),
         main(["take", str(ledger), "--into", root, "--answer", "datum=wgs84"]),
         *(main([name, root, "-o", out + "/out"]) for name in ("publish", "history", "withdraw")),
         main(["run"]), main(["edit", out])]
assert [command[3:5] for command, _ in started] == [["run", "app.py"]] * 2, started
assert "127.0.0.1" in started[1][0] and "127.0.0.1" not in started[0][0]
assert started[1][1]["ONEMAP_EDIT"] == "local" and "ONEMAP_EDIT" not in started[0][1]
sys.exit(f"codes {codes}" if any(codes) else 0)
"""


def test_all_modules_and_commands_do_without_what_unix_alone_has(
    make_package: Callable[..., Path], tmp_path: Path
) -> None:
    root = make_package()
    command = [sys.executable, "-c", ELSEWHERE, str(root), str(tmp_path)]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
