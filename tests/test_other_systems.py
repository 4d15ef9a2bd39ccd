"""Does nothing of ours need what only Unix has?"""

from __future__ import annotations

import argparse
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.commands import serve
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
    if found.name != "geo.__main__":
        real(found.name)
real("app"), real("pages.shared")
for found in pkgutil.walk_packages(sys.modules["pages.shared"].__path__, "pages.shared."):
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
         main(["check", str(ledger)]), main(["pack", root, "-o", out + "/packed.zip"]),
         main(["export", "--template", root]),
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


def test_a_python_without_the_packages_says_which_to_take() -> None:
    command = [sys.executable, "-S", "-m", "geo", "edit"]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert ".venv/bin/python" in done.stderr
    assert "make run" in done.stderr


def test_the_page_is_opened_once_the_app_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not before: who double-clicks would see that nothing answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    opened: list[str] = []
    waited: list[float] = []
    servers: list[socket.socket] = []

    def wait(seconds: float) -> None:
        assert not opened
        waited.append(seconds)
        if len(waited) == 3:
            servers.append(socket.create_server(("127.0.0.1", port)))

    monkeypatch.setattr("geo.commands.serve.time.sleep", wait)
    monkeypatch.setattr("geo.commands.serve.webbrowser.open_new_tab", opened.append)
    serve._open("http://localhost/edit", port)
    servers[0].close()
    assert opened == ["http://localhost/edit"]


def test_the_double_click_installs_what_the_page_needs_and_opens_it() -> None:
    held = (ROOT / "打开一张图.bat").read_bytes()
    assert held.count(b"\n") == held.count(b"\r\n")
    said = held.decode()
    for line in re.findall(r".*pip install.*", said):
        named = re.findall(r"-r (\S+)", line)
        assert named == ["requirements.txt", "requirements-data.txt"]
        assert all((ROOT / each).is_file() for each in named)
    (started,) = re.findall(r"-m geo (.*)", said)
    parser = argparse.ArgumentParser()
    serve.add_to(parser.add_subparsers())
    assert parser.parse_args(started.split()).open
