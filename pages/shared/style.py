"""Which style rules depend on the package? Those that give a workstream its colour and symbol.

Ids and colours were checked against their patterns when the package was read, and symbols are our
own drawings, so nothing else than what is meant can stand in these rules. All the rest of the look
is constant and lies in ``geo/web/styles``.
"""

from __future__ import annotations

from geo.package.package import Package
from geo.symbols import NEUTRAL_COLOUR, SYMBOLS


def rules(package: Package, selected: str | None) -> str:
    """Return the rules for chips, rows and cards of every workstream, and for the selected row."""
    found = [f'.ws-none,[class*="--none--row"]{{--colour:{NEUTRAL_COLOUR}}}']
    for number, workstream in enumerate(package.workstreams.values(), start=1):
        symbol = workstream.symbol if workstream.symbol in SYMBOLS else "dot"
        selectors = (
            f".ws-{workstream.workstream_id}",
            f'[class*="--{workstream.workstream_id}--row"]',
            f".st-key-workstreams button:nth-of-type({number})",
        )
        style = f"--colour:{workstream.colour};--symbol:var(--symbol-{symbol})"
        found.append(f"{','.join(selectors)}{{{style}}}")
    if selected is not None:
        row = f':root [class*="st-key-row--{selected}--"] button'
        found.append(f"{row}{{background:var(--colour);color:#fff}}")
    return "".join(found)
