"""Which style rules depend on the package? Those that give a workstream its colour and symbol.

Ids and colours were checked against their patterns when the package was read, and symbols are our
own drawings, so nothing else than what is meant can stand in these rules. All the rest of the look
is constant and lies in ``geo/browser/styles``.
"""

from __future__ import annotations

from typing import Final

from geo.package.package import Package
from geo.symbols import NEUTRAL_COLOUR, SYMBOLS

_ROOM_TO_TELL: Final = ":root{--map-height:max(35rem,calc(100dvh - 6rem))}"
"""Stated before the map comes, so that it does not begin in another height."""


def rules(package: Package, selected: str | None, told: str | None = None) -> str:
    """Return the rules for chips, rows and cards of every workstream, for the selected row, and
    for the step of the story that is told.
    """
    found = [f'.ws-none,[class*="--none--row"]{{--colour:{NEUTRAL_COLOUR}}}']
    for number, workstream in enumerate(package.workstreams.values(), start=1):
        symbol = workstream.symbol if workstream.symbol in SYMBOLS else "dot"
        selectors = (
            f".ws-{workstream.workstream_id}",
            f'[class*="--{workstream.workstream_id}--row"]',
            f".st-key-workstreams button:nth-of-type({number})",
            f".st-key-story-step--{workstream.workstream_id}",
        )
        style = f"--colour:{workstream.colour};--symbol:var(--symbol-{symbol})"
        found.append(f"{','.join(selectors)}{{{style}}}")
    if selected is not None:
        row = f':root [class*="st-key-row--{selected}--"] button'
        found.append(f"{row}{{background:var(--colour);color:#fff}}")
    if told is not None:
        found.append(f":root .st-key-story-step--{told} button::before{{background:var(--accent)}}")
        found.append(_ROOM_TO_TELL)
    return "".join(found)
