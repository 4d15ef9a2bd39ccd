"""Which style rules depend on the package? Those that give a workstream its colour and symbol.

Ids and colours were checked against their patterns when the package was read, and symbols are our
own drawings, so nothing else than what is meant can stand in these rules.
"""

from __future__ import annotations

from urllib.parse import quote

from geo.package.package import Package
from geo.symbols import SYMBOLS


def rules(package: Package) -> str:
    """Return the rules for chips, rows and cards of every workstream."""
    found = []
    for number, workstream in enumerate(package.workstreams.values(), start=1):
        path = SYMBOLS.get(workstream.symbol, SYMBOLS["dot"])
        svg = (
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>"
            f"<path fill-rule='evenodd' d='{path}'/></svg>"
        )
        mask = f'url("data:image/svg+xml,{quote(svg)}")'
        selectors = ", ".join(
            (
                f".ws-{workstream.workstream_id}",
                f'[class*="--{workstream.workstream_id}--row"]',
                f".st-key-workstreams button:nth-of-type({number})",
            )
        )
        found.append(f"{selectors} {{ --colour: {workstream.colour}; --symbol: {mask}; }}")
    return "\n".join(found)
