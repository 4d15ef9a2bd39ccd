"""What does ``python -m geo`` do? One command of ``geo/commands`` a run."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from geo.commands import build, check, html, seal, sheet

COMMANDS = (check, seal, build, html, sheet)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if all is well, 1 if faults were found, 2 if it could not start."""
    parser = argparse.ArgumentParser(prog="python -m geo", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for command in COMMANDS:
        command.add_to(commands)
    options = parser.parse_args(arguments)
    code: int = options.run(options)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
