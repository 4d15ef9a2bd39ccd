"""``run`` and ``edit``: how is the app started without make, on any system?

``edit`` also opens the page *Your data*, and answers nobody but this machine.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Final

from geo import files
from geo.commands.folder import add_language
from geo.errors import printable
from geo.language.texts import text

PORT: Final = 8501
HOME: Final = Path(__file__).parents[2]
"""Where ``app.py`` lies."""
_LOOPBACK: Final = "127.0.0.1"
_TRIES: Final = 120
"""Seconds, one try each, in which an app that is started should answer."""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the grammar of both."""
    said = "start the app with the page Your data, for this machine alone"
    _add_rest(commands.add_parser("run", help="start the app"), run_app)
    editor = commands.add_parser("edit", help=said)
    editor.add_argument("--open", action="store_true", help="open the page once it answers")
    _add_rest(editor, run_editor)


def _add_rest(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("data", nargs="?", type=Path, help="folder of packages (else data)")
    parser.add_argument("--port", type=int, default=PORT, help=f"port, {PORT} if not given")
    add_language(parser)
    parser.set_defaults(run=run)


def run_app(options: argparse.Namespace) -> int:
    """Start the app as it is deployed: whoever reaches this machine can read it."""
    return _serve(options, {}, [])


def run_editor(options: argparse.Namespace) -> int:
    """Start the app with its edit page, on the loopback address only."""
    address = f"http://localhost:{options.port}/edit"
    print(text("edit.open", options.lang, address=address))
    if options.open:
        threading.Thread(target=_open, args=(address, options.port), daemon=True).start()
    # Names that lead here from other sites are refused, whatever the deployment's settings.
    public = f"http://localhost:{options.port}"
    settings = {"ONEMAP_EDIT": "local", "ONEMAP_PUBLIC_URL": public, "ONEMAP_HOSTS": ""}
    return _serve(options, settings, ["--server.address", _LOOPBACK])


def _serve(options: argparse.Namespace, settings: dict[str, str], flags: list[str]) -> int:
    """Run Streamlit until it is stopped; its exit code."""
    if options.data is not None:
        if not files.is_folder(options.data):
            print(
                printable(text("command.no_folder", options.lang, folder=options.data)),
                file=sys.stderr,
            )
            return 2
        settings = settings | {"ONEMAP_DATA": str(options.data.resolve())}
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.port", str(options.port), *flags]
    try:
        return subprocess.run(  # noqa: S603  # our own app, no shell
            command, check=False, cwd=HOME, env={**os.environ, **settings}
        ).returncode
    except KeyboardInterrupt:
        return 0  # Ctrl+C is how it is stopped


def _open(address: str, port: int) -> None:
    """Open a page in the browser once the app answers; it is given up when that takes long."""
    for _ in range(_TRIES):
        try:
            socket.create_connection((_LOOPBACK, port), timeout=1).close()
        except OSError:
            time.sleep(1)
        else:
            webbrowser.open_new_tab(address)
            return
