"""``run`` and ``edit``: how is the app started without make, on any system?

``edit`` also opens the page *Your data*, and answers nobody but this machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
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


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the grammar of both."""
    said = "start the app with the page Your data, for this machine alone"
    _add_rest(commands.add_parser("run", help="start the app"), run_app)
    _add_rest(commands.add_parser("edit", help=said), run_editor)


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
    print(text("edit.open", options.lang, address=f"http://localhost:{options.port}/edit"))
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
