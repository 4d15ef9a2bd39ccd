"""What does ``python -m geo`` do? One command of ``geo/commands`` a run."""

from __future__ import annotations

import argparse
import io
import logging
import sys
from collections.abc import Sequence

try:
    from geo.commands import build, check, exports, new, pack, publish, serve, site, take
    from geo.errors import printable
except ModuleNotFoundError as error:  # another Python than that of the project's .venv
    if (error.name or "").partition(".")[0] == "geo":
        raise
    raise SystemExit(
        f"这个 Python 没有装好应用所需的软件包（{error.name}）。请用 .venv/bin/python"
        "（Windows 上是 .venv\\Scripts\\python）代替 python；还没有 .venv 时，先运行 make run。\n"
        f"This Python lacks what the app needs ({error.name}). Write .venv/bin/python"
        " (.venv\\Scripts\\python on Windows) for python; where there is no .venv, make run first."
    ) from None

COMMANDS = (new, take, check, build, publish, pack, exports, site, serve)


class _OneLine(logging.Formatter):
    """Writes the first line of a record: on a terminal, whose log it is, a traceback is noise."""

    def format(self, record: logging.LogRecord) -> str:
        return printable(record.getMessage().split("\n", 1)[0])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if all is well, 1 if faults were found, 2 if it could not start."""
    parser = argparse.ArgumentParser(prog="python -m geo", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for command in COMMANDS:
        command.add_to(commands)
    options = parser.parse_args(arguments)
    # What this terminal cannot write is written as a code; it does not end the command.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if not logging.getLogger().handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(_OneLine())
        logging.getLogger().addHandler(handler)
    code: int = options.run(options)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
